import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { oldRequest } from "./oldScheme";
import { type RawRequest, signedRequest, type Target } from "./rpcSupport";

const REQUESTS = 20_000;
const AT_ONCE = 50;
/** Enough to fill what is bounded by a number: the request log keeps the last 10,000. */
const WARM_UP_REQUESTS = 11_000;
/** A nonce has to be remembered until its request is too old, which a test cannot wait for. */
const MAX_BYTES_PER_NONCE = 120;
const MAX_GROWTH_BYTES = 2 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
const LIMIT_MILLISECONDS = 60_000;

/** What the process of `loadServer.cjs` uses, after a full garbage collection. */
interface Used {
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly processorMicroseconds: number;
}

let server: ChildProcess;
let target: Target;

beforeAll(async () => {
  server = fork(join(__dirname, "loadServer.cjs"), { execArgv: ["--expose-gc"], stdio: "inherit" });
  [target] = (await once(server, "message")) as [Target];
});

afterAll(async () => {
  if (server.connected) {
    server.disconnect();
    await once(server, "exit");
  }
});

async function used(): Promise<Used> {
  server.send("used");
  return ((await once(server, "message")) as [Used])[0];
}

/** Both schemes in turn; all signed before the clock starts. */
function signedRequests(count: number): RawRequest[] {
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? signedRequest(target, { query: { PageSize: "10" } })
      : oldRequest(target, { parameters: { PageSize: "10" }, place: "both" }),
  );
}

function send(agent: Agent, { method, path, query, headers, body }: RawRequest): Promise<number> {
  const { hostname, port } = new URL(target.ice);
  return new Promise((resolve, reject) => {
    const message = httpRequest({ agent, hostname, port, method, path: `${path}?${query}`, headers });
    message.once("error", reject);
    message.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    message.end(body);
  });
}

/** How often each status was answered. */
async function sendAll(requests: readonly RawRequest[]): Promise<Record<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const statuses: Record<number, number> = {};
  const waiting = requests.values();
  const sendInTurn = async (): Promise<void> => {
    for (const request of waiting) {
      const status = await send(agent, request);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
  agent.destroy();
  return statuses;
}

it(
  "20,000 signed requests, 50 at a time, are all accepted and leave memory flat",
  async () => {
    await sendAll(signedRequests(WARM_UP_REQUESTS));
    const requests = signedRequests(REQUESTS);
    const before = await used();
    const start = performance.now();

    const statuses = await sendAll(requests);

    const seconds = (performance.now() - start) / 1000;
    const after = await used();
    const growth = after.heapBytes - before.heapBytes;
    const numbers = [
      `${REQUESTS} signed requests, ${AT_ONCE} at a time: ${seconds.toFixed(1)} s`,
      `${Math.round(REQUESTS / seconds)} requests a second`,
      `${((after.processorMicroseconds - before.processorMicroseconds) / REQUESTS / 1000).toFixed(2)} ms of processor each`,
      `heap ${toMegabytes(before.heapBytes)} → ${toMegabytes(after.heapBytes)} MB`,
      `resident ${toMegabytes(before.residentBytes)} → ${toMegabytes(after.residentBytes)} MB`,
    ];
    process.stdout.write(`${numbers.join(", ")}\n`);
    expect(statuses).toEqual({ 200: REQUESTS });
    expect(growth).toBeLessThan(REQUESTS * MAX_BYTES_PER_NONCE + MAX_GROWTH_BYTES);
    expect((await sendAll(requests.slice(0, 10)))[400]).toBe(10);
  },
  LIMIT_MILLISECONDS,
);

function toMegabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
