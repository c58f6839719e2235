import { createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

type Fields = Record<string, unknown>;

/** A call as it passed by. */
export interface PassedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Stands before a local IMS: sees what is sent in clear, and changes what is answered. */
export interface RewritingProxy {
  readonly url: string;
  readonly calls: PassedCall[];
  /** Makes another answer of an answer of the service. Default: the same. */
  rewrite: (action: string, answer: Fields) => Fields;
}

export function useRewritingProxy(target: () => string): () => RewritingProxy {
  const proxy: RewritingProxy & { url: string } = {
    url: "",
    calls: [],
    rewrite: (_action, answer) => answer,
  };
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const action = String(request.headers["x-acs-action"] ?? "");
    const query = new URL(request.url ?? "/", "http://proxy").searchParams;
    const parameters = Object.fromEntries([...query, ...new URLSearchParams(body.toString())]);
    proxy.calls.push({ action, parameters });
    try {
      const { status, headers, text } = await passOn(
        target(),
        request.method,
        request.url,
        request.headers,
        body,
      );
      const answer = JSON.stringify(proxy.rewrite(action, JSON.parse(text)));
      response.writeHead(status, { "content-type": headers["content-type"] ?? "application/json" });
      response.end(answer);
    } catch {
      response.destroy();
    }
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return () => proxy;
}

/** The headers stay as they are, host included: they are signed. */
function passOn(
  target: string,
  method = "GET",
  path = "/",
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const passed = httpRequest(target, { method, path, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    passed.on("error", reject);
    passed.end(body);
  });
}
