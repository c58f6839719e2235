import { connect } from "node:net";
import { networkInterfaces } from "node:os";

/** Where a stream is pulled from. Holds secrets (`auth_key`): never printed. */
export interface StreamAddress {
  readonly host: string;
  readonly port: number;
  readonly app: string;
  readonly stream: string;
  /** `?` and what follows, or empty. */
  readonly query: string;
}

/** What ffmpeg is given. */
export interface PullAddress {
  readonly url: string;
  /** The address as the user wrote it, without the stream: an RTMP server sees the host name in it. */
  readonly tcUrl: string;
}

const DEFAULT_RTMP_PORT = 1935;
/** Real time that a host has to accept a connection. */
const CONNECT_TIMEOUT_MILLISECONDS = 5_000;

/** Reads `rtmp://HOST[:PORT]/APP/STREAM[?…]`; undefined when it is none. */
export function parseStreamUrl(url: string): StreamAddress | undefined {
  const match = /^rtmp:\/\/(\[[^\]]+\]|[^/:?#]+)(?::(\d+))?\/([^?#]+)\/([^/?#]+)(\?[^#]*)?/i.exec(url);
  if (match === null) {
    return undefined;
  }
  const [, host = "", port, app = "", stream = "", query = ""] = match;
  return {
    host: host.replace(/^\[|\]$/g, ""),
    port: port === undefined ? DEFAULT_RTMP_PORT : Number(port),
    app,
    stream,
    query,
  };
}

/** Whether the address is that of a server of this machine that listens on `host:port`. */
export function isServedBy(address: StreamAddress, server: { host: string; port: number }): boolean {
  if (address.port !== server.port) {
    return false;
  }
  if (address.host === server.host || address.host === "localhost" || /^127\.|^::1$/.test(address.host)) {
    return true;
  }
  const everywhere = server.host === "0.0.0.0" || server.host === "::";
  return (
    everywhere &&
    Object.values(networkInterfaces()).some((list) => list?.some((entry) => entry.address === address.host))
  );
}

/** The address with its host replaced by an IP address: the bundled ffmpeg crashes on host names. */
export function pullAddress(address: StreamAddress, server: { ip: string; port: number }): PullAddress {
  const ip = bracketed(server.ip);
  return {
    url: `rtmp://${ip}:${server.port}/${address.app}/${address.stream}${address.query}`,
    tcUrl: `rtmp://${bracketed(address.host)}:${address.port}/${address.app}`,
  };
}

/** Where an origin of this machine is reached. */
export function serverOf(origin: { url: string; port: number }): { ip: string; port: number } {
  return {
    ip: /^rtmp:\/\/\[?([^\]/]+?)\]?:\d+$/.exec(origin.url)?.[1] ?? "127.0.0.1",
    port: origin.port,
  };
}

/** The IP address of a host that accepts connections now; undefined when it does not, or has no address. */
export function reach(address: StreamAddress): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address.host, port: address.port, timeout: CONNECT_TIMEOUT_MILLISECONDS });
    const answer = (ip?: string) => {
      socket.destroy();
      resolve(ip);
    };
    socket.once("connect", () => answer(socket.remoteAddress));
    socket.once("timeout", () => answer());
    socket.once("error", () => answer());
  });
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
