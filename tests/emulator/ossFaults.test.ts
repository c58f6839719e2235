import { beforeEach, expect, it, vi } from "vitest";
import { type AliOss, type OssFixture, startOss } from "./ossSupport";

let oss: OssFixture;
let client: AliOss;

beforeEach(async () => {
  oss = await startOss();
  oss.clock.freeze();
  client = oss.client("V4 by IP address", { retryMax: 0 });
});

function lastCall(): unknown {
  return oss.log.entries().at(-1);
}

it.each([
  [{ kind: "throttle" }, 503, "QpsLimitExceeded"],
  [{ kind: "throttle", status: 429, code: "SlowDown" }, 429, "SlowDown"],
  [{ kind: "error" }, 500, "InternalError"],
  [{ kind: "error", status: 503 }, 503, "ServiceUnavailable"],
  [{ kind: "error", status: 403, code: "InvalidAccessKeyId" }, 403, "InvalidAccessKeyId"],
] as const)(
  "%o refuses one call of OSS by its name with %i %s, without effect",
  async (fault, status, code) => {
    oss.faults.add({ action: "PutBucket", ...fault });

    expect(await client.listBuckets({})).toMatchObject({ buckets: null });
    await expect(client.putBucket("recordings")).rejects.toMatchObject({ status, code });
    expect(lastCall()).toMatchObject({ action: "PutBucket", status, code, fault: fault.kind });
    expect(oss.store.buckets()).toEqual([]);

    await client.putBucket("recordings");
    expect(oss.store.buckets()).toHaveLength(1);
  },
);

it("a page instead of XML comes without effect", async () => {
  oss.faults.add({ action: "PutBucket", kind: "non-json" });

  await expect(client.putBucket("recordings")).rejects.toMatchObject({ status: 502 });
  expect(oss.store.buckets()).toEqual([]);
});

it.each([
  ["reset-before", 0],
  ["reset-after", 1],
] as const)("%s cuts the connection and leaves %i buckets", async (kind, buckets) => {
  oss.faults.add({ action: "PutBucket", kind });

  await expect(client.putBucket("recordings")).rejects.toThrow();
  expect(lastCall()).toMatchObject({ action: "PutBucket", status: 0, fault: kind });
  expect(oss.store.buckets()).toHaveLength(buckets);
});

it.each(["reset-after", "no-answer"] as const)(
  "%s keeps a refusal back like any other answer",
  async (kind) => {
    oss.faults.add({ action: "GetBucketInfo", kind });
    const impatient = oss.client("V4 by IP address", { retryMax: 0, timeout: 300 });

    await expect(impatient.getBucketInfo("no-such-bucket")).rejects.not.toMatchObject({ status: 404 });
    await vi.waitFor(() =>
      expect(lastCall()).toMatchObject({ action: "GetBucketInfo", status: 0, fault: kind }),
    );
  },
);

it("delay keeps an answer back by the clock, after the effect", async () => {
  oss.faults.add({ action: "PutBucket", kind: "delay", milliseconds: 60_000 });
  const answered = vi.fn();
  const putting = client.putBucket("recordings").then(answered);
  await vi.waitFor(() => expect(oss.store.buckets()).toHaveLength(1));
  expect(answered).not.toHaveBeenCalled();

  oss.clock.advance(60_000);
  await putting;
  expect(answered).toHaveBeenCalled();
});

it("delay keeps an object of many pieces back, too, and lets all of it through", async () => {
  await client.putBucket("recordings");
  client.useBucket("recordings");
  const content = Buffer.alloc(5_000_000, "flv");
  await client.put("show.flv", content);
  oss.faults.add({ action: "GetObject", kind: "delay", milliseconds: 60_000 });
  const answered = vi.fn();
  const getting = client.get("show.flv");
  getting.then(answered);
  await vi.waitFor(() => expect(oss.faults.list()).toEqual([]));
  expect(answered).not.toHaveBeenCalled();

  oss.clock.advance(60_000);
  expect((await getting).content.equals(content)).toBe(true);
});

it("a client that gives up on a delayed answer is in the log, and hears no more", async () => {
  oss.faults.add({ action: "PutBucket", kind: "delay", milliseconds: 60_000 });

  await expect(client.putBucket("recordings", { timeout: 200 })).rejects.toThrow();
  await vi.waitFor(() => expect(lastCall()).toMatchObject({ action: "PutBucket", fault: "delay" }));
  oss.clock.advance(60_000);
  expect(await client.listBuckets({})).toMatchObject({ buckets: [{ name: "recordings" }] });
});

it("late-effect keeps the effect back by the clock, and answers then", async () => {
  oss.faults.add({ action: "PutBucket", kind: "late-effect", milliseconds: 60_000 });
  const putting = client.putBucket("recordings");
  await vi.waitFor(() => expect(oss.faults.list()).toEqual([]));
  expect(oss.store.buckets()).toEqual([]);

  oss.clock.advance(60_000);
  await putting;
  expect(oss.store.buckets()).toHaveLength(1);
});

it("no-answer takes effect and never says a word, even where the answer is an object", async () => {
  await client.putBucket("recordings");
  client.useBucket("recordings");
  await client.put("show.flv", Buffer.alloc(1_000_000));
  oss.faults.add({ action: "GetObject", kind: "no-answer" });
  const unanswered = vi.fn();
  const path = "/recordings/show.flv";
  oss.rawSigned("GET", path, path).then(unanswered, () => undefined);
  await vi.waitFor(() => expect(oss.faults.list()).toEqual([]));
  oss.clock.advance(3_600_000);

  await expect(client.head("show.flv")).resolves.toBeDefined();
  expect(unanswered).not.toHaveBeenCalled();
});

it("oss:* is every call of OSS, and * is none of them", async () => {
  oss.faults.add({ action: "*", kind: "error" });
  await client.putBucket("recordings");
  oss.faults.add({ action: "oss:*", kind: "error" });

  await expect(client.listBuckets({})).rejects.toMatchObject({ status: 500 });
  expect(oss.faults.list()).toMatchObject([{ action: "*" }]);
});
