import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeServer, listen } from "../../emulator/src/http/listening";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type RpcService, startRpcService } from "./rpcService";
import { admin, createCaller, type Fields } from "./rpcSupport";

const URL_256_BYTES = `https://example.com/${"a".repeat(236)}`;
const HTTP = { CallbackType: "HTTP", CallbackURL: "https://example.com/notify" };

describe("the general callback", () => {
  let emulator: Emulator;
  let call: ReturnType<typeof createCaller>;

  beforeEach(async () => {
    emulator = await startEmulator({ media: false });
    call = createCaller(emulator);
  });

  afterEach(() => emulator.stop());

  it("comes back as it was set, its key in clear text, and each call replaces all of it", async () => {
    expect(await call("GetEventCallback")).toEqual({ RequestId: expect.any(String) });
    const first = {
      CallbackType: "HTTP",
      CallbackURL: URL_256_BYTES,
      EventTypeList: "LiveRecordTaskStatus,LiveRecordFileCreated",
      AuthSwitch: "on",
      AuthKey: "Abc123",
    };
    expect(await call("SetEventCallback", first)).toEqual({ RequestId: expect.any(String), Success: true });
    expect(await call("GetEventCallback")).toEqual({ RequestId: expect.any(String), ...first });

    const second = {
      CallbackType: "MNS",
      CallbackQueueName: "ice-callback-q",
      EventTypeList: "TranscodeComplete",
    };
    await call("SetEventCallback", second);
    expect(await call("GetEventCallback")).toEqual({ RequestId: expect.any(String), ...second });
  });

  it.each<[string, Fields, string, string]>([
    ["without a type", { CallbackURL: "https://example.com" }, "MissingParameter", "CallbackType"],
    ["of another type", { ...HTTP, CallbackType: "FTP" }, "InvalidParameter", "CallbackType"],
    ["without a URL", { CallbackType: "HTTP" }, "MissingParameter", "CallbackURL"],
    ["with a URL that is too long", { ...HTTP, CallbackURL: `${URL_256_BYTES}a` }, "InvalidParameter", "256"],
    ["with a URL that is none", { ...HTTP, CallbackURL: "example.com" }, "InvalidParameter", "CallbackURL"],
    [
      "with two URLs",
      { ...HTTP, CallbackURL: "https://a.example,https://b.example" },
      "InvalidParameter",
      "one http",
    ],
    ["without a queue", { CallbackType: "MNS" }, "MissingParameter", "CallbackQueueName"],
    [
      "with another queue",
      { CallbackType: "MNS", CallbackQueueName: "mine" },
      "InvalidParameter",
      "ice-callback-",
    ],
    ["with a list of gaps", { ...HTTP, EventTypeList: "A,,B" }, "InvalidParameter", "EventTypeList"],
    ["with a switch in between", { ...HTTP, AuthSwitch: "maybe" }, "InvalidParameter", "AuthSwitch"],
    ["signed without a key", { ...HTTP, AuthSwitch: "on" }, "MissingParameter", "AuthKey"],
    ["with a long key", { ...HTTP, AuthKey: "a".repeat(33) }, "InvalidParameter", "AuthKey"],
    ["with a key of signs", { ...HTTP, AuthKey: "a-b" }, "InvalidParameter", "AuthKey"],
  ])("%s is refused, and the earlier one stays", async (_what, fields, code, part) => {
    await call("SetEventCallback", HTTP);
    const refused = call("SetEventCallback", fields);

    await expect(refused).rejects.toMatchObject({ code, statusCode: 400 });
    await expect(refused).rejects.toThrow(part);
    expect(await call("GetEventCallback")).toMatchObject(HTTP);
  });

  it("is logged without its key and the path of its URL, and gone after a reset", async () => {
    await call("SetEventCallback", { ...HTTP, AuthSwitch: "on", AuthKey: "Secret123" });
    const log = JSON.stringify(emulator.requests());
    expect(log).toContain("https://example.com");
    expect(log).not.toMatch(/Secret123|notify/);

    await emulator.reset();
    expect(await call("GetEventCallback")).toEqual({ RequestId: expect.any(String) });
  });
});

describe("events of record jobs", () => {
  let rpc: RpcService;
  let server: Server;
  let url: string;
  let received: { headers: IncomingHttpHeaders; url: string; body: Fields }[];

  beforeEach(async () => {
    received = [];
    server = createServer(async (message, response) => {
      let body = "";
      for await (const piece of message) {
        body += piece;
      }
      received.push({ headers: message.headers, url: message.url ?? "", body: JSON.parse(body) as Fields });
      response.end();
    });
    url = await listen(server, "127.0.0.1", 0, "receiver");
    rpc = await startRpcService();
  });

  afterEach(async () => {
    await rpc.stop();
    await closeServer(server);
  });

  function tellAll(jobId: string): void {
    const now = rpc.service.clock.now();
    rpc.recording(jobId).started(now);
    rpc.recording(jobId).fileCreated({
      format: "mp4",
      key: `${jobId}.mp4`,
      startTime: now - 5000,
      endTime: now,
      durationSeconds: 5,
      width: 640,
      height: 360,
      bytes: 10,
    });
  }

  async function delivered(): Promise<string[]> {
    await vi.waitFor(() => {
      expect(rpc.service.callbacks.all().every(({ outcome }) => outcome === "delivered")).toBe(true);
    });
    return received.map(({ url: path, body }) => `${path} ${body.EventType}`).sort();
  }

  it("go to the general callback if it lists them and the job has no URL of its own", async () => {
    await rpc.call("SetEventCallback", {
      CallbackType: "HTTP",
      CallbackURL: `${url}/general`,
      EventTypeList: "LiveRecordFileCreated,TranscodeComplete",
    });
    tellAll(await rpc.submit());
    expect(await delivered()).toEqual(["/general LiveRecordFileCreated"]);

    tellAll(await rpc.submit({ NotifyUrl: `${url}/own` }));
    expect(await delivered()).toEqual([
      "/general LiveRecordFileCreated",
      "/own LiveRecordFileCreated",
      "/own LiveRecordTaskStatus",
    ]);
  });

  it("are signed with the key when AuthSwitch is on, and not when it is off", async () => {
    const setting = { CallbackType: "HTTP", CallbackURL: `${url}/a`, EventTypeList: "LiveRecordTaskStatus" };
    await rpc.call("SetEventCallback", { ...setting, AuthSwitch: "on", AuthKey: "Test123" });
    tellAll(await rpc.submit());
    await delivered();
    const timestamp = String(Math.floor(rpc.service.clock.now() / 1000));
    expect(received[0]?.headers).toMatchObject({
      "x-ice-timestamp": timestamp,
      "x-ice-signature": createHash("md5").update(`${url}/a|${timestamp}|Test123`).digest("hex"),
    });

    await rpc.call("SetEventCallback", { ...setting, AuthSwitch: "off", AuthKey: "Test123" });
    tellAll(await rpc.submit());
    await delivered();
    expect(received[1]?.headers).not.toHaveProperty("x-ice-signature");
  });

  it("are sent again on command to where they went", async () => {
    await rpc.call("SetEventCallback", {
      ...HTTP,
      CallbackURL: `${url}/a`,
      EventTypeList: "LiveRecordTaskStatus",
    });
    const jobId = await rpc.submit();
    rpc.recording(jobId).started(rpc.service.clock.now());
    await delivered();
    const job = rpc.service.jobs.get(jobId);
    const sent = rpc.service.callbacks.all()[0];
    const target = job && sent && rpc.service.callbackTarget(job, sent.eventType);
    expect(target).toEqual({ url: `${url}/a` });
  });

  it("count as usage: seconds of recorded files, by the time at which they were made", async () => {
    const seconds = (): number => Math.floor(rpc.service.clock.now() / 1000);
    const start = seconds();
    tellAll(await rpc.submit());
    rpc.service.clock.advance(60_000);
    tellAll(await rpc.submit());
    const usage = async (StartTs: number, EndTs: number): Promise<unknown> =>
      (await rpc.call("DescribeMeterImsSummary", { StartTs, EndTs, Region: "cn-shanghai" })).Data;

    expect(await usage(start, seconds() + 1)).toMatchObject([
      { LiveRecordDuration: "10", LiveTranscodeDuration: 0, LiveSnapshotCount: "0" },
    ]);
    expect(await usage(start, start + 30)).toMatchObject([{ LiveRecordDuration: "5" }]);
  });
});

describe("the default storage location", () => {
  let emulator: Emulator;
  let call: ReturnType<typeof createCaller>;

  beforeEach(async () => {
    emulator = await startEmulator({ media: false });
    emulator.store.createBucket("one");
    emulator.store.createBucket("two");
    call = createCaller(emulator);
  });

  afterEach(() => emulator.stop());

  async function listed(): Promise<Fields[]> {
    return (await call("GetStorageList")).StorageInfoList as Fields[];
  }

  it("comes back as it was set, and is marked in the list", async () => {
    expect(await call("GetDefaultStorageLocation")).toEqual({ RequestId: expect.any(String) });
    expect((await listed()).map(({ DefaultStorage }) => DefaultStorage)).toEqual([false, false]);
    const location = { StorageType: "user_oss_bucket", Bucket: "two", Path: "ice/dir" };
    expect(await call("SetDefaultStorageLocation", location)).toMatchObject({ Success: true });

    expect(await call("GetDefaultStorageLocation")).toEqual({
      RequestId: expect.any(String),
      ...location,
      Status: "normal",
    });
    expect(await listed()).toMatchObject([
      { StorageLocation: "one", Path: "", DefaultStorage: false, EditingTempFileStorage: false },
      { StorageLocation: "two", Path: "ice/dir", DefaultStorage: true, EditingTempFileStorage: true },
    ]);
  });

  it("whose bucket is gone does not exist", async () => {
    await call("SetDefaultStorageLocation", { StorageType: "user_oss_bucket", Bucket: "two" });
    emulator.store.deleteBucket("two");

    expect(await call("GetDefaultStorageLocation")).toMatchObject({ Bucket: "two", Status: "notExist" });
  });

  it.each<[Fields, string]>([
    [{ Bucket: "one" }, "MissingParameter"],
    [{ StorageType: "user_oss_bucket" }, "MissingParameter"],
    [{ StorageType: "disk", Bucket: "one" }, "InvalidParameter"],
  ])("%j is refused", async (fields, code) => {
    await expect(call("SetDefaultStorageLocation", fields)).rejects.toMatchObject({ code, statusCode: 400 });
  });

  it("no bucket is registered on command, until it is cleared", async () => {
    await admin(emulator, "POST", "faults", { kind: "bucket-not-registered" });
    expect(await listed()).toEqual([]);
    expect(await listed()).toEqual([]);

    await admin(emulator, "DELETE", "faults");
    expect(await listed()).toHaveLength(2);
  });
});

describe("the summary of usage", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ media: false });
  });

  afterEach(() => emulator.stop());

  it("needs both ends, 31 days apart at most, 90 days back at most, in seconds", async () => {
    const call = createCaller(emulator);
    const now = Math.floor(emulator.clock.now() / 1000);
    const day = 24 * 60 * 60;
    for (const [StartTs, EndTs, code] of [
      ["", now, "MissingParameter"],
      [now, "", "MissingParameter"],
      [now, now - 1, "InvalidParameter"],
      [now - 32 * day, now, "InvalidParameter"],
      [now - 91 * day, now - 90 * day, "InvalidParameter"],
      [now * 1000, now * 1000, "InvalidParameter"],
    ]) {
      await expect(call("DescribeMeterImsSummary", { StartTs, EndTs })).rejects.toMatchObject({ code });
    }
  });
});
