import { createServer } from "node:http";
import { closeServer, listen } from "../../emulator/src/http/listening";
import type { Fields } from "./rpcSupport";

/** What a NotifyUrl leads to: takes every callback and keeps it. */
export interface Receiver {
  readonly url: string;
  /** The bodies that came, oldest first. */
  readonly notified: Fields[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const notified: Fields[] = [];
  const server = createServer(async (message, response) => {
    let body = "";
    for await (const piece of message) {
      body += piece;
    }
    notified.push(JSON.parse(body) as Fields);
    response.end();
  });
  return {
    url: await listen(server, "127.0.0.1", 0, "receiver"),
    notified,
    close: () => closeServer(server),
  };
}
