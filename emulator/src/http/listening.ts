import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Longer than clients keep an idle connection, so that none of them writes into one that is being closed. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
/** Real time that requests under way have to end when a server is closed. */
const CLOSING_MILLISECONDS = 1000;

/**
 * Resolves with the URL of the server once it listens.
 * @param name of the server, for the error.
 */
export function listen(server: Server, host: string, port: number, name: string): Promise<string> {
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  // A large upload may take as long as it takes.
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "the port is in use" : error.message;
      const advice = "Choose another port, or 0 for a free one.";
      reject(new Error(`The ${name} server cannot listen on ${host}:${port}: ${reason}. ${advice}`));
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(`http://${reachableHost(host)}:${address.port}`);
    });
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSING_MILLISECONDS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** How a URL names a server that listens on `host`; one that listens everywhere is reached over loopback. */
export function reachableHost(host: string): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return name.includes(":") ? `[${name}]` : name;
}
