import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { reachableHost } from "../http/listening";
import { own } from "./children";
import type { OnlineStream, OriginCommand, OriginCommandName, OriginMessage } from "./originMessages";

export type { OnlineStream } from "./originMessages";

export interface OriginOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
}

/** The RTMP server that encoders push to and recordings pull from: the stand-in for ApsaraVideo Live. */
export interface Origin {
  /** `rtmp://HOST:PORT`, without a path. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  onlineStreams(): OnlineStream[];
  isOnline(app: string, stream: string): boolean;
  /** Calls `listener` whenever a publisher came or went. Answers a function that ends this. */
  onChange(listener: () => void): () => void;
  /** Disconnects the publisher and its players, and refuses it until `allow`. Done when the stream is off the air. */
  forbid(app: string, stream: string): Promise<void>;
  /** Disconnects the publisher and its players once; it may push again. */
  disconnect(app: string, stream: string): Promise<void>;
  allow(app: string, stream: string): Promise<void>;
  close(): Promise<void>;
}

/** Works from the sources and from the build alike; a child process needs the built file. */
const PROCESS_FILE = join(__dirname, "..", "..", "dist", "media", "originProcess.js");
/** Real time before an origin that crashed is started again. */
const RESTART_MILLISECONDS = 200;

/**
 * Starts the RTMP origin in a process of its own, which ends with this one.
 *
 * @throws when it cannot listen on `host:port`.
 */
export async function startOrigin(options: OriginOptions): Promise<Origin> {
  const origin = new OriginParent(options.host);
  await origin.launch(options.port);
  return origin;
}

class OriginParent implements Origin {
  private child: ChildProcess | undefined;
  private closing = false;
  private nextCommand = 1;
  private requestedPort = 0;
  private listenedPort = 0;
  private readonly online = new Map<string, OnlineStream>();
  private readonly forbidden = new Map<string, { app: string; stream: string }>();
  private readonly listeners = new Set<() => void>();
  private readonly pending = new Map<number, () => void>();

  constructor(readonly host: string) {}

  get port(): number {
    return this.listenedPort;
  }

  get url(): string {
    return `rtmp://${reachableHost(this.host)}:${this.port}`;
  }

  launch(port: number): Promise<void> {
    this.requestedPort = port;
    return new Promise((resolve, reject) => {
      const child = own(
        fork(PROCESS_FILE, [this.host, String(port)], {
          stdio: ["ignore", "ignore", "ignore", "ipc"],
          execArgv: [],
          detached: true,
        }),
      );
      this.child = child;
      child.on("message", (message) => this.hear(message as OriginMessage, resolve, reject));
      child.once("error", reject);
      child.once("exit", () => {
        reject(new Error("The RTMP origin ended before it was ready."));
        this.ended();
      });
    });
  }

  onlineStreams(): OnlineStream[] {
    return [...this.online.values()];
  }

  isOnline(app: string, stream: string): boolean {
    return this.online.has(`${app}/${stream}`);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  forbid(app: string, stream: string): Promise<void> {
    this.forbidden.set(`${app}/${stream}`, { app, stream });
    return this.command("forbid", app, stream);
  }

  disconnect(app: string, stream: string): Promise<void> {
    return this.command("disconnect", app, stream);
  }

  allow(app: string, stream: string): Promise<void> {
    this.forbidden.delete(`${app}/${stream}`);
    return this.command("allow", app, stream);
  }

  async close(): Promise<void> {
    this.closing = true;
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });
  }

  private command(command: OriginCommandName, app: string, stream: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.child?.connected !== true) {
        // The process is down, so nothing is on the air; a new one is told what is forbidden.
        resolve();
        return;
      }
      const message: OriginCommand = { id: this.nextCommand++, command, app, stream };
      this.pending.set(message.id, resolve);
      this.child.send(message, (error) => {
        if (error !== null) {
          this.settle(message.id);
        }
      });
    });
  }

  private settle(id: number): void {
    this.pending.get(id)?.();
    this.pending.delete(id);
  }

  private hear(message: OriginMessage, ready: () => void, failed: (error: Error) => void): void {
    switch (message.type) {
      case "ready":
        this.listenedPort = message.port;
        ready();
        break;
      case "failed":
        failed(listenError(`${this.host}:${this.requestedPort}`, message));
        this.closing ||= this.listenedPort === 0;
        break;
      case "came":
        this.online.set(`${message.online.app}/${message.online.stream}`, message.online);
        this.changed();
        break;
      case "went":
        this.online.delete(`${message.app}/${message.stream}`);
        this.changed();
        break;
      case "done":
        this.settle(message.id);
        break;
    }
  }

  private changed(): void {
    for (const listener of [...this.listeners]) {
      listener();
    }
  }

  private ended(): void {
    for (const id of [...this.pending.keys()]) {
      this.settle(id);
    }
    if (this.online.size > 0) {
      this.online.clear();
      this.changed();
    }
    if (!this.closing && this.listenedPort !== 0) {
      setTimeout(() => void this.restart(), RESTART_MILLISECONDS).unref();
    }
  }

  private async restart(): Promise<void> {
    if (this.closing) {
      return;
    }
    try {
      await this.launch(this.listenedPort);
      await Promise.all([...this.forbidden.values()].map(({ app, stream }) => this.forbid(app, stream)));
    } catch {
      // `ended` has scheduled the next attempt.
    }
  }
}

function listenError(address: string, failure: { code: string; message: string }): Error {
  const why = failure.code === "EADDRINUSE" ? "the port is in use" : failure.message;
  return new Error(
    `The RTMP origin cannot listen on ${address}: ${why}. Choose another port, or 0 for a free one.`,
  );
}
