import type { FaultRequest } from "pulumi-alicloud-ice-emulator";
import { beforeEach, describe, expect, it } from "vitest";
import { createCaller, type Fields } from "../emulator/rpcSupport";
import { callsOf, REGION, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
beforeEach(() => ims().reset());

const OURS = "https://hooks.example.com/our-secret-path";
const THEIRS = "https://theirs.example.com/their-secret-path";
const THEIR_KEY = "TheirSecretKey1";
const OUR_KEY = "OurSecretKey1";

/** Whose keys the local IMS gives out. */
const ACCOUNT = "1000000000000001";

const HTTP = `callbackType: "HTTP", callbackURL: "${OURS}", authSwitch: "on", authKey: "${OUR_KEY}",`;
const MNS = 'callbackType: "MNS", callbackQueueName: "ice-callback-shows",';
const EVENTS = 'eventTypeList: ["LiveRecordFileCreated", "LiveRecordTaskStatus"],';

function callbackProgram(args: string): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const callback = new ice.EventCallback("events", { ${EVENTS} ${args} });
    exports.id = callback.id;
  `;
}

/** Calls the service as a client of its own. */
function call(action: string, parameters: Fields = {}): Promise<Fields> {
  return createCaller(ims())(action, parameters);
}

function setTheirs(): Promise<unknown> {
  return call("SetEventCallback", {
    CallbackType: "HTTP",
    CallbackURL: THEIRS,
    EventTypeList: "LiveSnapshotFileCreated",
    AuthSwitch: "on",
    AuthKey: THEIR_KEY,
  });
}

describe("the event callback of an account", () => {
  it("is set, found unchanged, changed in place, and left by destroy, which says so", async () => {
    const stack = await stacks.create(callbackProgram(HTTP));
    succeeded(await stack.up());
    const { id, outputs } = stack.resource("events");
    expect(id).toBe(`${REGION}/${outputs?.account}`);
    expect(await call("GetEventCallback")).toMatchObject({
      CallbackType: "HTTP",
      CallbackURL: OURS,
      EventTypeList: "LiveRecordFileCreated,LiveRecordTaskStatus",
      AuthSwitch: "on",
      AuthKey: OUR_KEY,
    });
    succeeded(await stack.up("--expect-no-changes"));
    succeeded(await stack.refresh("--expect-no-changes"));

    stack.writeProgram(callbackProgram(MNS));
    const preview = await stack.preview();
    expect(preview.output).toContain("1 to update");
    succeeded(await stack.up());
    expect(await call("GetEventCallback")).toMatchObject({
      CallbackType: "MNS",
      CallbackQueueName: "ice-callback-shows",
    });
    succeeded(await stack.refresh("--expect-no-changes"));

    const sets = callsOf(ims(), "SetEventCallback");
    const destroyed = await stack.destroy();
    succeeded(destroyed);
    expect(destroyed.output).toContain(`the event callback of ${id} stays as it is`);
    expect(callsOf(ims(), "SetEventCallback")).toBe(sets);
  });

  it("that somebody else has set is taken over, kept without a word of it in clear, and written back", async () => {
    await setTheirs();
    const stack = await stacks.create(callbackProgram(`${HTTP} onDelete: "restore",`));
    const up = await stack.up();
    succeeded(up);
    expect(up.output).toContain("took over the event callback");
    succeeded(await stack.refresh("--expect-no-changes"));
    const secrets = [OURS, THEIRS, OUR_KEY, THEIR_KEY].map((text) => text.replace("https://", ""));
    expect(secrets.filter((text) => stack.allStoredText().includes(text))).toEqual([]);
    expect(secrets.filter((text) => up.output.includes(text))).toEqual([]);

    succeeded(await stack.destroy());
    expect(await call("GetEventCallback")).toMatchObject({
      CallbackURL: THEIRS,
      EventTypeList: "LiveSnapshotFileCreated",
      AuthKey: THEIR_KEY,
    });
  });

  it("survives a lost answer: the id and what was set before stay, nothing of it in clear", async () => {
    await setTheirs();
    const stack = await stacks.create(callbackProgram(`${HTTP} onDelete: "restore",`));
    ims().faults.add({ action: "SetEventCallback", kind: "error", status: 500, count: 20 });
    const failed = await stack.up();
    ims().faults.clear();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toContain("the next up sets it again");
    expect(stack.resource("events").id).toMatch(/^cn-shanghai\//);
    expect(stack.allStoredText()).not.toContain("their-secret-path");
    expect(stack.allStoredText()).not.toContain(THEIR_KEY);

    succeeded(await stack.up());
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: OURS });
    succeeded(await stack.destroy());
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: THEIRS });
  });

  it.each<Omit<FaultRequest, "action">>([
    { kind: "throttle" },
    { kind: "error", status: 503 },
    { kind: "reset-before" },
    { kind: "reset-after" },
    { kind: "non-json" },
  ])("is set and written back under $kind, on each of its calls", async (fault) => {
    await setTheirs();
    const stack = await stacks.create(callbackProgram(`${HTTP} onDelete: "restore",`));
    const strike = (): void => {
      for (const action of ["GetEventCallback", "SetEventCallback"]) ims().faults.add({ ...fault, action });
    };
    strike();
    succeeded(await stack.up());
    expect(ims().faults.list()).toEqual([]);
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: OURS });
    succeeded(await stack.refresh("--expect-no-changes"));
    strike();
    succeeded(await stack.destroy());
    expect(ims().faults.list()).toEqual([]);
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: THEIRS, AuthKey: THEIR_KEY });
  });

  it("of two stacks that declare it belongs to the one that ran last: a refresh shows the other one", async () => {
    const first = await stacks.create(callbackProgram(HTTP));
    succeeded(await first.up());
    const second = await stacks.create(callbackProgram(`${MNS} onDelete: "restore",`));
    succeeded(await second.up());

    const drift = await first.preview("--refresh", "--expect-no-changes");
    expect(drift.exitCode, drift.output).not.toBe(0);
    succeeded(await first.up("--refresh"));
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: OURS });

    const left = await second.destroy();
    succeeded(left);
    expect(left.output).toContain("somebody else has changed it since");
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: OURS });
  });

  it("is replaced by its delete first, so that what was set before is still known", async () => {
    await setTheirs();
    const stack = await stacks.create(callbackProgram(`${HTTP} onDelete: "restore",`));
    succeeded(await stack.up());
    succeeded(await stack.up("--replace", stack.resource("events").urn));
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: OURS });
    succeeded(await stack.destroy());
    expect(await call("GetEventCallback")).toMatchObject({ CallbackURL: THEIRS });
  });
});

describe("the default storage location of an account", () => {
  const program = (args: string): string => `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("temporary", {});
    new ice.DefaultStorageLocation("storage", { storageType: "user_oss_bucket", bucket: bucket.id, ${args} });
  `;

  it("is set, changed in place, seen as not there when its bucket is gone, and written back", async () => {
    ims().store.createBucket("their-bucket");
    await call("SetDefaultStorageLocation", {
      StorageType: "user_oss_bucket",
      Bucket: "their-bucket",
      Path: "tmp",
    });
    const stack = await stacks.create(program('path: "ims/dir", onDelete: "restore"'));
    succeeded(await stack.up());
    const bucket = String(stack.resource("temporary").id);
    expect(await call("GetDefaultStorageLocation")).toMatchObject({
      Bucket: bucket,
      Path: "ims/dir",
    });
    succeeded(await stack.up("--expect-no-changes"));
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(stack.resource("storage").outputs?.status).toMatch(/^normal$/i);

    ims().store.deleteBucket(bucket);
    succeeded(await stack.refresh());
    expect(stack.resource("storage").outputs?.status).toBe("notExist");
    stack.writeProgram(program('onDelete: "restore"'));
    succeeded(await stack.up());
    succeeded(await stack.refresh("--expect-no-changes"));

    succeeded(await stack.destroy());
    expect(await call("GetDefaultStorageLocation")).toMatchObject({
      Bucket: "their-bucket",
      Path: "tmp",
    });
  });
});

describe("functions of the account", () => {
  it("answer what the service holds; the event callback as a secret", async () => {
    await setTheirs();
    ims().store.createBucket("their-bucket");
    const stack = await stacks.create(`
      const ice = require("pulumi-alicloud-ice");
      exports.callback = ice.getEventCallbackOutput();
      exports.read = ice.EventCallback.get("theirs", "${REGION}/${ACCOUNT}").callbackURL;
      exports.location = ice.getDefaultStorageLocationOutput();
      exports.buckets = ice.getStorageListOutput({ status: "Normal" })
        .apply((list) => list.map(({ storageLocation }) => storageLocation));
      const endTs = Math.floor(Date.now() / 1000);
      exports.usage = ice.describeMeterImsSummaryOutput({ startTs: endTs - 3600, endTs });
    `);
    succeeded(await stack.up());
    const outputs = await stack.outputs();
    expect(outputs.read).toBe(THEIRS);
    expect(outputs.callback).toMatchObject({ callbackURL: THEIRS, authKey: THEIR_KEY });
    expect(outputs.buckets).toEqual(["their-bucket"]);
    expect(outputs.usage).toHaveLength(1);
    expect(stack.allStoredText()).not.toContain(THEIR_KEY);
  });
});
