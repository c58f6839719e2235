import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A service that knows whose credentials are used, answers every list with nothing, and every Submit with an error that
 * holds the request in several writings.
 */
export async function startEchoService(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => {
      body += piece.toString();
    });
    request.on("end", () => {
      const isSubmit = request.headers["x-acs-action"] === "SubmitLiveRecordJob";
      const answer = isSubmit
        ? { Code: "InvalidParameter", Message: `Cannot use ${writingsOf(body).join(" or ")}`, RequestId: "1" }
        : { AccountId: "1", LiveRecordJobs: [], TotalCount: 0, RequestId: "1" };
      response.writeHead(isSubmit ? 400 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function writingsOf(body: string): string[] {
  const sent = new URLSearchParams(body);
  const streamInput = sent.get("StreamInput") ?? "";
  const { Url: stream = "" }: { Url?: string } = JSON.parse(streamInput || "{}");
  const notify = sent.get("NotifyUrl") ?? "";
  const addresses = [stream, notify].flatMap((address) => [
    address,
    address.replaceAll("/", "&#x2F;").replaceAll("&", "&amp;"),
    address.replaceAll("/", "\\u002f"),
    encodeURIComponent(encodeURIComponent(address)),
    // Without its scheme, and in pieces.
    address.replace(/^[a-z]+:\/\//, ""),
    address.split(/[/?@]/).join(", "),
  ]);
  return [
    ...addresses,
    streamInput,
    streamInput.replaceAll("/", "\\/"),
    JSON.stringify(streamInput),
    body,
    encodeURIComponent(body),
  ];
}
