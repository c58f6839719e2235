import type { ServerResponse } from "node:http";
import { EVERY_OSS_CALL } from "../faults";
import { type CallFaults, DEFAULT_DELAY_MILLISECONDS } from "../http/callFaults";
import { OssError } from "./errors";

/** An error that a fault commands: any code with any status. */
export class CommandedOssError extends Error {
  readonly details: Readonly<Record<string, string>> = {};

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "CommandedOssError";
  }
}

/** Leaves an operation at the point at which it begins its answer. */
class AnswerKeptBack extends Error {}

/** What becomes of a call that was not refused by its fault. */
export type CommandedEnd = "answered" | "answered-with-a-page" | "cut" | "no-answer";

/**
 * Runs a call of OSS under the fault that waits for it, if there is one. Operations answer by themselves, some of them
 * piece by piece: what keeps an answer back acts when the answer begins, which is after the effect.
 * @param sleep by the emulator's clock.
 * @throws CommandedOssError where the fault refuses the call.
 */
export async function runUnderFault(
  name: string,
  faults: CallFaults,
  response: ServerResponse,
  run: () => void | Promise<void>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<CommandedEnd> {
  const fault = faults.takeForCall(name, EVERY_OSS_CALL);
  const milliseconds = fault?.milliseconds ?? DEFAULT_DELAY_MILLISECONDS;
  switch (fault?.kind) {
    case "throttle":
      throw new CommandedOssError(
        fault.status ?? 503,
        fault.code ?? "QpsLimitExceeded",
        "Please reduce your request rate.",
      );
    case "error": {
      const status = fault.status ?? 500;
      const code = fault.code ?? (status === 503 ? "ServiceUnavailable" : "InternalError");
      throw new CommandedOssError(status, code, "We encountered an internal error. Please try again.");
    }
    case "non-json":
      answerPage(response, fault.status ?? 502);
      return "answered-with-a-page";
    case "reset-before":
      response.socket?.destroy();
      return "cut";
    case "late-effect":
      await sleep(milliseconds);
      break;
    case "reset-after":
      await runToItsAnswer(response, run);
      response.socket?.destroy();
      return "cut";
    case "no-answer":
      await runToItsAnswer(response, run);
      return "no-answer";
    case "delay":
      atAnswer(response, () => holdUntil(response, sleep(milliseconds)));
  }
  await run();
  return "answered";
}

/** @returns what takes it back. */
function atAnswer(response: ServerResponse, act: () => void): () => void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    act();
    return writeHead(...args);
  };
  return () => {
    response.writeHead = writeHead as ServerResponse["writeHead"];
  };
}

/** A refusal is an answer too, and kept back like any other. */
async function runToItsAnswer(response: ServerResponse, run: () => void | Promise<void>): Promise<void> {
  const takeBack = atAnswer(response, () => {
    throw new AnswerKeptBack();
  });
  try {
    await run();
  } catch (error) {
    if (error instanceof AnswerKeptBack || error instanceof OssError) return;
    takeBack();
    throw error;
  }
}

/** What is written meanwhile stays in the response, which has no socket to write it to. */
function holdUntil(response: ServerResponse, released: Promise<void>): void {
  const { socket } = response;
  if (socket === null) return;
  response.detachSocket(socket);
  const clientIsGone = (): void => {
    // Node tells a response that its socket was closed only while it has one.
    response.destroy();
    response.emit("close");
  };
  socket.once("close", clientIsGone);
  void released.then(() => {
    if (socket.destroyed) return;
    socket.off("close", clientIsGone);
    response.assignSocket(socket);
  });
}

function answerPage(response: ServerResponse, status: number): void {
  const page = "<html><body><h1>Bad Gateway</h1></body></html>";
  response.writeHead(status, { "content-type": "text/html", "content-length": Buffer.byteLength(page) });
  response.end(page);
}
