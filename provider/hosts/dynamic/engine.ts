import { createRequire } from "node:module";
import { connect } from "node:net";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Log } from "../../context";

const CONNECT_TIMEOUT_MILLISECONDS = 1_000;

/** The engine's address: Pulumi gives it to the dynamic-provider process as its first argument. */
function engineAddress(): string | undefined {
  const address = process.argv[2];
  return address !== undefined && /:\d+$/.test(address) ? address : undefined;
}

/**
 * Whether the engine still listens. A killed CLI leaves this process running: what it submits then, nobody takes
 * into state.
 */
export function engineAlive(): Promise<boolean> {
  const address = engineAddress();
  if (address === undefined) return Promise.resolve(true);
  const colon = address.lastIndexOf(":");
  return new Promise((resolve) => {
    const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)) });
    const answer = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MILLISECONDS, () => answer(false));
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

let client: EngineClient | undefined;

function engineClient(): EngineClient | undefined {
  const address = engineAddress();
  if (client === undefined && address !== undefined) {
    // gRPC belongs to @pulumi/pulumi: under a strict package manager only that package can resolve it.
    const grpc = createRequire(require.resolve("@pulumi/pulumi/package.json"))("@grpc/grpc-js");
    client = new EngineClient(address, grpc.credentials.createInsecure());
  }
  return client;
}

/** Messages tied to one resource. `pulumi.log` in this process would put them on the stack. */
export function engineLog(urn: string): Log {
  let isShown = false;
  const send = (severity: 1 | 2, message: string, ephemeral: boolean): void => {
    // A message that can't be delivered must not fail the operation it speaks of.
    try {
      const engine = engineClient();
      if (engine === undefined) return;
      const request = new LogRequest();
      request.setSeverity(severity);
      request.setMessage(message);
      request.setUrn(urn);
      request.setEphemeral(ephemeral);
      engine.log(request, () => undefined);
    } catch {
      // There is nobody to tell.
    }
  };
  return {
    info: (message) => send(LogSeverity.INFO, message, false),
    warn: (message) => send(LogSeverity.WARNING, message, false),
    status: (message) => {
      // Most operations show none: a thousand jobs must not send a thousand times that there is nothing to show.
      if (message === "" && !isShown) return;
      isShown = message !== "";
      send(LogSeverity.INFO, message, true);
    },
  };
}
