/** The part of node-media-server 4.4 that the origin uses; the package has no types of its own. */
declare module "node-media-server" {
  import type { Socket } from "node:net";

  namespace NodeMediaServer {
    interface Session {
      readonly ip: string;
      readonly streamHost: string;
      readonly streamApp: string;
      readonly streamName: string;
      readonly socket: Socket;
      readonly broadcast: Broadcast;
      close(): void;
    }
    interface Broadcast {
      publisher: Session | null;
      readonly subscribers: Map<string, Session>;
      publishGraceMs: number;
    }
  }

  class NodeMediaServer {
    constructor(config: object);
    readonly rtmpServer: { handleRequest(socket: Socket): void };
    on(
      event: "prePublish" | "postPublish" | "donePublish",
      listener: (session: NodeMediaServer.Session) => void,
    ): void;
  }
  export = NodeMediaServer;
}
