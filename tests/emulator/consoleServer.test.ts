import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";

const MEDIA = "0123456789";
const STRANGE_KEY = "a/../b//ü ?#%.mp4";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ media: false });
  emulator.store.createBucket("recordings");
  await emulator.store.putText("recordings", "show/1.mp4", MEDIA, "video/mp4");
  await emulator.store.putText("recordings", "evil.html", "<script>alert(1)</script>", "text/html");
  await emulator.store.putText("recordings", STRANGE_KEY, MEDIA, "video/mp4");
  await emulator.store.putText("recordings", "empty.mp4", "", "video/mp4");
});

afterAll(() => emulator.stop());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request as it is, without what a client would tidy up. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const { hostname, port } = new URL(emulator.ice);
  return new Promise((resolve, reject) => {
    const message = httpRequest({ hostname, port, path, method, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    message.on("error", reject);
    message.end();
  });
}

const OWN = [
  "/_emulator/",
  "/_emulator/page/app.mjs",
  "/_emulator/players/hls.mjs",
  "/_emulator/console/jobs",
];
const OBJECT = "/_emulator/objects/recordings/show/1.mp4";

it.each([...OWN, OBJECT])("%s answers this machine's own page", async (path) => {
  expect(await get(path)).toMatchObject({ status: 200 });
  expect(await get(path, { "sec-fetch-site": "same-origin" })).toMatchObject({ status: 200 });
});

it.each([...OWN, OBJECT])("%s is refused to a page of another site", async (path) => {
  const strangers: Record<string, string>[] = [
    { host: "rebound.example.com" },
    { origin: "http://example.com" },
    { "sec-fetch-site": "cross-site", "sec-fetch-dest": "video" },
    { "sec-fetch-site": "same-site", "sec-fetch-dest": "iframe" },
  ];
  for (const headers of strangers) {
    expect(await get(path, headers)).toMatchObject({ status: 403 });
  }
});

it("the address without its last slash leads to the page", async () => {
  const { status, headers } = await get("/_emulator");
  expect({ status, location: headers.location }).toEqual({ status: 308, location: "/_emulator/" });
});

it("a link on another site leads to the page, and to nothing else", async () => {
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
  expect(await get("/_emulator/", link)).toMatchObject({ status: 200 });
  expect(await get(OBJECT, link)).toMatchObject({ status: 403 });
});

it("the page may load from itself alone, and nobody may frame it", async () => {
  const { headers } = await get("/_emulator/");
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

it("a file of the page that was not changed is not sent again", async () => {
  const first = await get("/_emulator/page/app.mjs");
  const again = await get("/_emulator/page/app.mjs", { "if-none-match": first.headers.etag ?? "" });
  expect(again).toMatchObject({ status: 304, text: "" });
});

it.each([
  ["bytes=2-4", 206, "234", "bytes 2-4/10"],
  ["bytes=7-", 206, "789", "bytes 7-9/10"],
  ["bytes=-2", 206, "89", "bytes 8-9/10"],
  ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
  ["pieces=1-2", 200, MEDIA, undefined],
])("an object is read with the range %s", async (range, status, text, contentRange) => {
  const answer = await get(OBJECT, { range });
  expect(answer).toMatchObject({ status, text });
  expect(answer.headers["content-range"]).toBe(contentRange);
  expect(answer.headers["content-length"]).toBe(String(text.length));
});

it("a range behind the end of an object is refused", async () => {
  expect(await get(OBJECT, { range: "bytes=10-" })).toMatchObject({ status: 416 });
});

it("HEAD tells the size and the type, and sends nothing", async () => {
  const { status, headers, text } = await get(OBJECT, {}, "HEAD");
  expect({ status, text }).toEqual({ status: 200, text: "" });
  expect(headers).toMatchObject({ "content-type": "video/mp4", "content-length": "10" });
});

it("a page that was stored as an object is a download, not a part of the console", async () => {
  const { headers } = await get("/_emulator/objects/recordings/evil.html");
  expect(headers["content-type"]).toBe("application/octet-stream");
  expect(headers["content-disposition"]).toBe("attachment");
  expect(headers["content-security-policy"]).toContain("sandbox");
});

it("any key is reached, however strange", async () => {
  const path = `/_emulator/objects/recordings/${encodeURIComponent(STRANGE_KEY)}`;
  expect(await get(path)).toMatchObject({ status: 200, text: MEDIA });
  expect(await get("/_emulator/objects/recordings/empty.mp4")).toMatchObject({ status: 200, text: "" });
});

it.each([
  ["/_emulator/objects/recordings/none.mp4", 404],
  ["/_emulator/objects/none/1.mp4", 404],
  ["/_emulator/objects/recordings/%ff", 400],
  ["/_emulator/console/jobs/%ff", 400],
  ["/_emulator/console/nothing", 404],
  ["/_emulator/console/constructor", 404],
  ["/_emulator/page/..%2fconsole.ts", 404],
  ["/_emulator/players/../../../package.json", 404],
])("%s answers %i", async (path, status) => {
  expect(await get(path)).toMatchObject({ status });
});

it("what is gone is said to be gone", async () => {
  for (const path of ["jobs/none", "buckets/none"]) {
    const { status, text } = await get(`/_emulator/console/${path}`);
    expect({ status, view: JSON.parse(text) }).toEqual({ status: 200, view: { gone: true } });
  }
});

it("a bucket is listed folder by folder", async () => {
  const { text } = await get("/_emulator/console/buckets/recordings?prefix=show/");
  expect(JSON.parse(text)).toMatchObject({ folders: [], objects: [{ key: "show/1.mp4", bytes: 10 }] });
});

it("a callback that never was cannot be sent again", async () => {
  const answer = await fetch(`${emulator.ice}/_emulator/callbacks/send-again`, {
    method: "POST",
    body: JSON.stringify({ number: 7 }),
  });
  expect(answer.status).toBe(404);
});
