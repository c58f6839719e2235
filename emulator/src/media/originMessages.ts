/** A stream that is being pushed to the origin now. */
export interface OnlineStream {
  readonly app: string;
  readonly stream: string;
  /** Milliseconds since the epoch, real time: the origin is no subject of the emulator's clock. */
  readonly publishedAt: number;
  /** Host of the address that the encoder pushes to (RTMP `tcUrl`). */
  readonly domain: string;
  readonly clientIp: string;
}

export type OriginCommandName = "forbid" | "disconnect" | "allow";

/** What the emulator asks of the origin's process. */
export interface OriginCommand {
  readonly id: number;
  readonly command: OriginCommandName;
  readonly app: string;
  readonly stream: string;
}

/** What the origin's process tells the emulator. */
export type OriginMessage =
  | { readonly type: "ready"; readonly port: number }
  | { readonly type: "failed"; readonly code: string; readonly message: string }
  | { readonly type: "came"; readonly online: OnlineStream }
  | { readonly type: "went"; readonly app: string; readonly stream: string }
  | { readonly type: "done"; readonly id: number };
