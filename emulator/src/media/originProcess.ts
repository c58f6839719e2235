/**
 * The RTMP server, in a process of its own: node-media-server keeps its state in module variables, logs to stdout and
 * ends its process when something goes wrong. Started by `startOrigin`, with host and port as arguments.
 */
import { type AddressInfo, createServer, type Socket } from "node:net";

import NodeMediaServer = require("node-media-server");

import type { OriginCommand, OriginMessage } from "./originMessages";

type Session = NodeMediaServer.Session;

/** A publisher that sends nothing for this long is gone; its connection may still look open. */
const SILENT_PUBLISHER_MILLISECONDS = 10_000;
/** How long a player may take to hang up after the stream has ended. */
const PLAYER_HANG_UP_MILLISECONDS = 2_000;

const [host = "127.0.0.1", port = "0"] = process.argv.slice(2);
const forbidden = new Set<string>();
const publishers = new Map<string, Session>();
const waitingForEnd = new Map<string, (() => void)[]>();

function tell(message: OriginMessage): void {
  if (process.connected) {
    process.send?.(message);
  }
}

function pathOf(stream: { app: string; stream: string }): string {
  return `${stream.app}/${stream.stream}`;
}

function namesOf(session: Session): { app: string; stream: string } {
  return { app: session.streamApp, stream: session.streamName };
}

function hangUp(player: Session): void {
  player.close();
  setTimeout(() => player.socket.destroy(), PLAYER_HANG_UP_MILLISECONDS).unref();
}

const server = new NodeMediaServer({});

server.on("prePublish", (session) => {
  const path = pathOf(namesOf(session));
  if (forbidden.has(path) || publishers.has(path)) {
    // Thrown through the session's parser, so that it never becomes a publisher; the guard below hangs up.
    // (Closing it politely would let its packets into the stream until the other side hangs up.)
    throw new Error("refused");
  }
  // Without this a publisher that left counts as there for 30 s, and its players hear nothing.
  session.broadcast.publishGraceMs = 0;
});

server.on("postPublish", (session) => {
  publishers.set(pathOf(namesOf(session)), session);
  session.socket.setTimeout(SILENT_PUBLISHER_MILLISECONDS, () => session.socket.destroy());
  tell({
    type: "came",
    online: {
      ...namesOf(session),
      publishedAt: Date.now(),
      domain: session.streamHost,
      clientIp: session.ip.replace(/:\d+$/, "").replace(/^::ffff:/, ""),
    },
  });
});

server.on("donePublish", (session) => {
  const path = pathOf(namesOf(session));
  publishers.delete(path);
  for (const player of session.broadcast.subscribers.values()) {
    hangUp(player);
  }
  tell({ type: "went", ...namesOf(session) });
  for (const resolve of waitingForEnd.get(path) ?? []) {
    resolve();
  }
  waitingForEnd.delete(path);
});

function endPublisher(path: string): Promise<void> {
  const publisher = publishers.get(path);
  if (publisher === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    waitingForEnd.set(path, [...(waitingForEnd.get(path) ?? []), resolve]);
    publisher.socket.destroy();
  });
}

async function obey(command: OriginCommand): Promise<void> {
  const path = pathOf(command);
  if (command.command === "allow") {
    forbidden.delete(path);
  } else {
    if (command.command === "forbid") {
      forbidden.add(path);
    }
    await endPublisher(path);
  }
  tell({ type: "done", id: command.id });
}

/** One connection. What a broken client sends must not end the process: it ends the connection. */
function serve(socket: Socket): void {
  server.rtmpServer.handleRequest(socket);
  const readers = socket.listeners("data");
  socket.removeAllListeners("data");
  socket.on("data", (data) => {
    try {
      for (const read of readers) {
        read.call(socket, data);
      }
    } catch {
      socket.destroy();
    }
  });
}

process.on("message", (message) => void obey(message as OriginCommand));
process.on("disconnect", () => process.exit(0));
// A Ctrl-C in a terminal reaches the whole group: the emulator ends this process when the recordings are closed.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

const listener = createServer(serve);
listener.on("error", (error: NodeJS.ErrnoException) => {
  tell({ type: "failed", code: error.code ?? "", message: error.message });
  process.disconnect?.();
});
listener.listen(Number(port), host, () => {
  tell({ type: "ready", port: (listener.address() as AddressInfo).port });
});
