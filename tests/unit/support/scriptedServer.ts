import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What the server does with one request. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  /** The request is read, then the connection breaks. */
  | "reset"
  /** The request is read, and nothing comes back. */
  | "hang";

export interface SeenRequest {
  readonly method: string;
  readonly query: Record<string, string>;
  readonly form: Record<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
}

/** A server on loopback that gives the answers of a list, one for each request; the last one goes on for ever. */
export class ScriptedServer {
  readonly requests: SeenRequest[] = [];
  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async start(...answers: Answer[]): Promise<ScriptedServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const scripted = new ScriptedServer(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const url = new URL(request.url ?? "/", "http://server");
      const answer = answers[Math.min(scripted.requests.length, answers.length - 1)] ?? "hang";
      scripted.requests.push({
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        form: Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())),
        headers: request.headers,
      });
      if (answer === "reset") request.socket.destroy();
      else if (answer !== "hang") {
        const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
        response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
        response.end(text);
      }
    });
    onTestFinished(() => scripted.stop());
    return scripted;
  }

  /** The actions that were called, in order. */
  get actions(): unknown[] {
    return this.requests.map(({ headers }) => headers["x-acs-action"]);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** An error as the service's gateway writes it. */
export function serviceError(status: number, code: string, message = "Message of the service."): Answer {
  return { status, body: { Code: code, Message: message, RequestId: "REQ-1" } };
}
