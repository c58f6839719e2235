import { request } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { admin, createCaller, type Fields, sendRaw, signedRequest } from "./rpcSupport";

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;

beforeEach(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  emulator.store.createBucket("recordings");
  call = createCaller(emulator);
});

afterEach(async () => {
  await emulator.stop();
});

async function createTemplate(): Promise<unknown> {
  const template = { Name: "t", RecordFormat: [{ Format: "mp4" }] };
  return (await call("CreateLiveRecordTemplate", template)).TemplateId;
}

async function countTemplates(): Promise<unknown> {
  return (await call("ListLiveRecordTemplates", { Type: "custom" })).TotalCount;
}

function lastFault(): unknown {
  return emulator.requests().at(-1)?.fault;
}

it("throttle answers for as many requests as asked, without effect, and is logged", async () => {
  const added = await admin(emulator, "POST", "faults", {
    action: "CreateLiveRecordTemplate",
    kind: "throttle",
    count: 2,
  });
  expect(added).toMatchObject({ id: 1, remaining: 2, httpStatus: 200 });

  await expect(createTemplate()).rejects.toMatchObject({ code: "Throttling.User", statusCode: 400 });
  expect(lastFault()).toBe("throttle");
  expect(await countTemplates()).toBe(0);
  expect(lastFault()).toBeUndefined();
  await expect(createTemplate()).rejects.toMatchObject({ code: "Throttling.User" });
  await expect(createTemplate()).resolves.toBeDefined();
});

it.each([
  [{}, 500, "InternalError"],
  [{ status: 503 }, 503, "ServiceUnavailable"],
  [{ status: 403, code: "OperationDenied" }, 403, "OperationDenied"],
])("error %o answers %i %s", async (fields, statusCode, code) => {
  emulator.faults.add({ action: "*", kind: "error", ...fields });

  await expect(createTemplate()).rejects.toMatchObject({ statusCode, code });
  expect(await countTemplates()).toBe(0);
});

it("reset-before cuts the connection without effect", async () => {
  emulator.faults.add({ action: "CreateLiveRecordTemplate", kind: "reset-before" });

  await expect(createTemplate()).rejects.toThrow();
  expect(emulator.requests().at(-1)).toMatchObject({ status: 0, fault: "reset-before" });
  expect(await countTemplates()).toBe(0);
});

it("reset-after cuts the connection after the effect", async () => {
  emulator.faults.add({ action: "CreateLiveRecordTemplate", kind: "reset-after" });

  await expect(createTemplate()).rejects.toThrow();
  expect(emulator.requests().at(-1)).toMatchObject({ status: 0, fault: "reset-after" });
  expect(await countTemplates()).toBe(1);
});

it("delay keeps the answer back by the clock, after the effect", async () => {
  emulator.faults.add({ action: "CreateLiveRecordTemplate", kind: "delay", milliseconds: 60_000 });
  const answered = vi.fn();
  const creating = createTemplate().then(answered);
  await vi.waitFor(async () => expect(await countTemplates()).toBe(1));
  expect(answered).not.toHaveBeenCalled();

  emulator.clock.advance(60_000);
  await creating;
  expect(answered).toHaveBeenCalled();
});

it("late-effect takes effect by the clock, although its client has gone", async () => {
  emulator.faults.add({ action: "CreateLiveRecordTemplate", kind: "late-effect", milliseconds: 60_000 });
  const form = { Name: "t", RecordFormat: JSON.stringify([{ Format: "mp4" }]) };
  const { method, headers, body } = signedRequest(emulator, { action: "CreateLiveRecordTemplate", form });
  const asking = request(emulator.ice, { method, headers, agent: false }).once("error", () => undefined);
  asking.end(body);
  await vi.waitFor(() => expect(emulator.faults.list()).toEqual([]));
  asking.destroy();
  expect(await countTemplates()).toBe(0);

  emulator.clock.advance(60_000);
  await vi.waitFor(async () => expect(await countTemplates()).toBe(1));
});

it("non-json answers a page of HTML without effect", async () => {
  emulator.faults.add({ action: "ListLiveRecordTemplates", kind: "non-json" });
  const answer = await sendRaw(emulator, signedRequest(emulator));

  expect(answer).toMatchObject({ status: 502, headers: { "content-type": "text/html" } });
  expect(answer.text).toContain("<html>");
});

it("a fault of one action leaves the others alone, and clear removes it", async () => {
  await admin(emulator, "POST", "faults", { action: "GetLiveRecordJob", kind: "error" });
  expect(await admin(emulator, "GET", "faults")).toMatchObject({
    faults: [{ action: "GetLiveRecordJob", kind: "error", count: 1, remaining: 1 }],
  });

  expect(await countTemplates()).toBe(0);
  await admin(emulator, "DELETE", "faults");
  expect(emulator.faults.list()).toEqual([]);
  await expect(call("GetLiveRecordJob", { JobId: "x" })).rejects.toMatchObject({ code: "JobNotFound" });
});

it("a forged request uses up no fault", async () => {
  emulator.faults.add({ action: "*", kind: "error" });
  await sendRaw(emulator, signedRequest({ ...emulator, accessKeySecret: "wrong" }));

  expect(emulator.faults.list()).toHaveLength(1);
});

it.each([
  [{ kind: "error" }, "action is required"],
  [{ action: "*", kind: "explode" }, "kind has to be one of"],
  [{ action: "*", kind: "error", count: 0 }, "count has to be"],
  [{ action: "*", kind: "error", status: 99 }, "status has to be"],
  [[], "JSON object"],
])("a fault of %o is refused with one clear sentence", async (body, message) => {
  expect(await admin(emulator, "POST", "faults", body)).toMatchObject({
    httpStatus: 400,
    error: expect.stringContaining(message),
  });
});

it("a lagging list shows a job only when it is old enough, while Get shows it at once", async () => {
  await admin(emulator, "POST", "settings", { listLagSeconds: 5 });
  const JobId = await submit();

  expect(await listedJobs()).toBe(0);
  expect(await call("GetLiveRecordJob", { JobId })).toMatchObject({ RecordJob: { JobId } });
  emulator.clock.advance(5_000);
  expect(await listedJobs()).toBe(1);
});

it("a window set while it runs counts from then on", async () => {
  expect(await admin(emulator, "POST", "settings", { streamWindowSeconds: 7 })).toMatchObject({
    streamWindowSeconds: 7,
    listLagSeconds: 0,
  });
  await submit();
  emulator.clock.advance(7_000);

  expect(emulator.jobs()).toMatchObject([{ status: "paused" }]);
});

it("health tells that it is ready, versions, window and clock", async () => {
  expect(await admin(emulator, "GET", "health")).toEqual({
    httpStatus: 200,
    ready: true,
    versions: { emulator: expect.stringMatching(/^\d+\./), node: process.versions.node },
    media: false,
    streamWindowSeconds: 180,
    listLagSeconds: 0,
    clock: { now: new Date(emulator.clock.now()).toISOString(), frozen: true, scale: 1 },
  });
});

it("the clock is frozen, advanced and resumed over HTTP", async () => {
  const before = emulator.clock.now();
  expect(await admin(emulator, "POST", "clock", { advanceSeconds: 90.5 })).toMatchObject({
    now: new Date(before + 90_500).toISOString(),
    frozen: true,
  });
  expect(await admin(emulator, "POST", "clock", { resume: true })).toMatchObject({ frozen: false });
  expect(await admin(emulator, "POST", "clock", { freeze: true })).toMatchObject({ frozen: true });
  expect(await admin(emulator, "POST", "clock", { advanceSeconds: -1 })).toMatchObject({ httpStatus: 400 });
});

it("reset forgets jobs, templates, buckets, faults, settings and the log", async () => {
  await submit();
  emulator.faults.add({ action: "*", kind: "error" });
  emulator.settings.listLagSeconds = 9;
  await admin(emulator, "POST", "reset");

  expect(emulator.jobs()).toEqual([]);
  expect(emulator.requests()).toEqual([]);
  expect(emulator.faults.list()).toEqual([]);
  expect(emulator.settings.listLagSeconds).toBe(0);
  expect(emulator.store.hasBucket("recordings")).toBe(false);
  expect(await countTemplates()).toBe(0);
  emulator.clock.advance(24 * 60 * 60 * 1000);
});

it("unknown endpoints and other methods are 404", async () => {
  expect(await admin(emulator, "GET", "nothing")).toMatchObject({ httpStatus: 404 });
  expect(await admin(emulator, "GET", "reset")).toMatchObject({ httpStatus: 404 });
});

it("a page of another site cannot use the emulator's own endpoints", async () => {
  const url = `${emulator.ice}/_emulator/reset`;
  const crossSite = await fetch(url, { method: "POST", headers: { origin: "http://evil.example" } });
  const rebound = await sendRaw(emulator, {
    method: "POST",
    path: "/_emulator/reset",
    query: "",
    headers: { host: "evil.example:80" },
    body: "",
  });

  expect([crossSite.status, rebound.status]).toEqual([403, 403]);
  expect(emulator.store.hasBucket("recordings")).toBe(true);
});

it("neither log nor job reports hold a secret or a URL's path", async () => {
  await submit({
    StreamInput: { Type: "rtmp", Url: "rtmp://user:MARKER@live.example.com/MARKER/MARKER?auth_key=MARKER" },
    NotifyUrl: "https://example.com/MARKER?token=MARKER",
  });
  const request = signedRequest(emulator, { headers: { "x-acs-security-token": "MARKER" } });
  await sendRaw(emulator, request);
  const log = JSON.stringify(await admin(emulator, "GET", "requests"));
  const jobs = JSON.stringify(await admin(emulator, "GET", "jobs"));

  expect(log).toContain("rtmp://live.example.com/***");
  expect(jobs).toContain("https://example.com/***");
  for (const text of [log, jobs]) {
    expect(text).not.toContain("MARKER");
    expect(text).not.toContain(emulator.accessKeySecret);
  }
  expect(log).not.toContain(request.headers.authorization?.split("Signature=")[1]);
});

it("a forged or malformed request leaves no secret in the log either", async () => {
  const request = signedRequest(emulator, {
    action: "SubmitLiveRecordJob",
    form: {
      StreamInput: '{"Type":"rtmp","Url":"rtmp:\\/\\/h\\/MARKER"}',
      Url: "rtmp%3A%2F%2Fh%2FMARKER",
      SecurityToken: "MARKER",
      Signature: "MARKER",
    },
  });
  request.headers["x-acs-signature-nonce"] = "changed";
  await sendRaw(emulator, request);

  expect(JSON.stringify(emulator.requests())).toContain("SubmitLiveRecordJob");
  expect(JSON.stringify(emulator.requests())).not.toContain("MARKER");
});

async function submit(fields: Fields = {}): Promise<unknown> {
  const answer = await call("SubmitLiveRecordJob", {
    Name: "show",
    TemplateId: await createTemplate(),
    StreamInput: { Type: "rtmp", Url: "rtmp://live.example.com/app/stream" },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
    ...fields,
  });
  return answer.JobId;
}

async function listedJobs(): Promise<unknown> {
  return (await call("ListLiveRecordJobs")).TotalCount;
}
