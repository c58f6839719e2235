import { describe, expect, test } from "vitest";
import { eventCallback } from "../../provider/resources/eventCallback";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, NOT_ABOUT_THE_JOB, noAnswer, refused } from "./support/serviceErrors";
import { seenWith, settingsWith, TEST_ACCOUNT, type TestContext, testContext } from "./support/testContext";

const SET = "SetEventCallback";
const URL = "https://hooks.example.com/secret-path";
const EVENTS = ["LiveRecordFileCreated", "LiveRecordTaskStatus"];
const HTTP = { callbackType: "HTTP", callbackURL: URL, eventTypeList: EVENTS };
const SIGNED = { ...HTTP, authSwitch: "on", authKey: "TestKey001" };
const MNS = { callbackType: "MNS", callbackQueueName: "ice-callback-shows", eventTypeList: EVENTS };
const ID = `cn-shanghai/${TEST_ACCOUNT}`;
const THEIRS = { callbackType: "HTTP", callbackURL: "https://theirs.example.com", eventTypeList: "A,B" };

function started(ctx: TestContext = testContext()): { ctx: TestContext; engine: FakeEngine } {
  return { ctx, engine: new FakeEngine(eventCallback, ctx) };
}

describe("create", () => {
  test("sets it in the service's words; the id is the region and the account", async () => {
    const { ctx, engine } = started();
    expect(await engine.up(SIGNED)).toBe("created");
    expect(ctx.ice.last(SET)).toEqual({
      callbackType: "HTTP",
      callbackURL: URL,
      eventTypeList: "LiveRecordFileCreated,LiveRecordTaskStatus",
      authSwitch: "on",
      authKey: "TestKey001",
    });
    expect(engine.state).toMatchObject({ id: ID, outs: { ...SIGNED, account: TEST_ACCOUNT } });
    expect(engine.state?.outs).not.toHaveProperty("earlierSetting");
    expect(ctx.log.warnings).toEqual([]);
    expect(await engine.preview(SIGNED)).toBe("same");
  });

  test("without a signature says so: a switch that is left out might stay on", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    expect(ctx.ice.last(SET)).toMatchObject({ authSwitch: "off" });
  });

  test("takes over what somebody else has set, keeps it and says so", async () => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = THEIRS;
    await engine.up(MNS);
    expect(engine.state?.outs.earlierSetting).toEqual({ ...THEIRS, eventTypeList: ["A", "B"] });
    expect(ctx.log.warnings).toEqual([
      `took over the event callback of ${ID}: another one was set, which is kept as earlierSetting; onDelete: "restore" writes it back`,
    ]);
  });

  test("of what is set already makes no second write", async () => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = { ...HTTP, eventTypeList: "LiveRecordTaskStatus,LiveRecordFileCreated" };
    await engine.up(HTTP);
    expect(ctx.ice.actions).toEqual(["GetEventCallback"]);
    expect(engine.state?.outs).not.toHaveProperty("earlierSetting");
  });

  test.each([
    ["a broken connection", brokenConnection],
    ["no answer in time", noAnswer],
  ])("after %s keeps the id and what was set before, and the next up sets it again", async (_what, error) => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = THEIRS;
    ctx.ice.loseAnswer(SET, error(SET));
    await expect(engine.up(HTTP)).rejects.toThrow("the next up sets it again");
    expect(engine.state).toMatchObject({ id: ID, outs: { earlierSetting: { callbackType: "HTTP" } } });
    expect(await engine.up(HTTP)).toBe("updated");
    expect(ctx.ice.count(SET)).toBe(2);
    expect(engine.state?.outs).toMatchObject({ ...HTTP, earlierSetting: { eventTypeList: ["A", "B"] } });
  });

  test("that is refused leaves nothing in state", async () => {
    const { ctx, engine } = started();
    ctx.ice.fail(SET, refused(SET, "Forbidden.RAM", 403));
    await expect(engine.up(HTTP)).rejects.toThrow("Allow the RAM action ice:SetEventCallback");
    expect(engine.state).toBeUndefined();
  });

  test("believes an answer that says no", async () => {
    const { ctx, engine } = started();
    ctx.ice.setAnswer = { success: false, requestId: "REQ-9" };
    await expect(engine.up(HTTP)).rejects.toThrow(/Success: false \(request REQ-9\)/);
    expect(engine.state).toBeUndefined();
  });

  test("needs an answer that says that nothing is set: a body with nothing in it does not", async () => {
    const { ctx, engine } = started();
    ctx.ice.getAnswer = {};
    await expect(engine.up(HTTP)).rejects.toThrow("not even a RequestId");
    expect(ctx.ice.count(SET)).toBe(0);
  });
});

describe("diff", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, "same" | "update"]>([
    ["the order of events", HTTP, { ...HTTP, eventTypeList: [...EVENTS].reverse() }, "same"],
    ["the default of the switch", HTTP, { ...HTTP, authSwitch: "off" }, "same"],
    ["the default of delete", HTTP, { ...HTTP, onDelete: "leave" }, "same"],
    ["another choice for delete", HTTP, { ...HTTP, onDelete: "restore" }, "update"],
    ["one event more", HTTP, { ...HTTP, eventTypeList: [...EVENTS, "More"] }, "update"],
    ["another address", HTTP, { ...HTTP, callbackURL: "https://other.example.com" }, "update"],
    ["a signature", HTTP, SIGNED, "update"],
    ["another key", SIGNED, { ...SIGNED, authKey: "TestKey002" }, "update"],
    ["a queue instead", HTTP, MNS, "update"],
    ["an address that is not known yet", HTTP, { ...HTTP, callbackURL: UNKNOWN }, "update"],
  ])("%s", async (_what, before, after, expected) => {
    const { engine } = started();
    await engine.up(before);
    expect(await engine.preview(after)).toBe(expected);
  });
});

describe("read", () => {
  test("of what we have set finds nothing new, whatever else the service holds", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    ctx.ice.eventCallback = { ...ctx.ice.eventCallback, authKey: "OldKey001", callbackQueueName: "" };
    const before = structuredClone(engine.state);
    await engine.refresh();
    expect(engine.state).toEqual(before);
  });

  test("shows what another stack has set since, and up puts it right", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    ctx.ice.eventCallback = THEIRS;
    await engine.refresh();
    expect(engine.state?.inputs).toEqual({ ...THEIRS, eventTypeList: ["A", "B"] });
    expect(await engine.preview(HTTP)).toBe("update");
    expect(await engine.up(HTTP)).toBe("updated");
    expect(ctx.ice.eventCallback).toMatchObject({ callbackURL: URL });
    expect(engine.state?.outs).not.toHaveProperty("__setByOthers");
  });

  test("gone is what the service says is not set", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    ctx.ice.eventCallback = undefined;
    await engine.refresh();
    expect(engine.state).toBeUndefined();
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    ctx.ice.fail("GetEventCallback", error("GetEventCallback"));
    await expect(engine.refresh()).rejects.toThrow("GetEventCallback");
    expect(engine.state).toMatchObject({ id: ID });
  });

  test("for the first time brings its inputs, as a program would write them", async () => {
    const ctx = testContext();
    ctx.ice.eventCallback = { ...MNS, eventTypeList: "A", callbackURL: URL, authSwitch: "off", authKey: "" };
    const found = await eventCallback.read(ctx, ID, {});
    const inputs = { callbackType: "MNS", callbackQueueName: "ice-callback-shows", eventTypeList: ["A"] };
    expect(found).toMatchObject({ inputs, outs: { ...inputs, region: "cn-shanghai" } });
    expect(found).not.toHaveProperty("outs.__setByOthers");
    const { failures } = await eventCallback.check(ctx, undefined, inputs);
    expect(failures).toEqual([]);
  });

  test.each(["cn-beijing/1", `cn-shanghai/${TEST_ACCOUNT}0`, "callback"])("refuses the id %s", async (id) => {
    const reading = eventCallback.read(testContext(), id, {});
    await expect(reading).rejects.toThrow(`its id is the region and the account, here ${ID}, got "${id}"`);
  });
});

describe("elsewhere", () => {
  test("another region or account is refused, not taken for not set", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    const { id, outs } = engine.state ?? { id: "", outs: {} };
    const beijing = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    await expect(eventCallback.read(beijing, id, outs)).rejects.toThrow("lives in region cn-shanghai");
    const others = seenWith(ctx, { account: () => Promise.resolve("2000000000000002") });
    await expect(eventCallback.read(others, id, outs)).rejects.toThrow("credentials now belong to account");
  });
});

describe("update", () => {
  test("of the choice for delete alone makes no call", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    const before = ctx.ice.calls.length;
    expect(await engine.up({ ...HTTP, onDelete: "restore" })).toBe("updated");
    expect(ctx.ice.calls).toHaveLength(before);
    expect(engine.state?.outs).toMatchObject({ onDelete: "restore" });
  });

  test("keeps what was set before create, through every change", async () => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = THEIRS;
    await engine.up(HTTP);
    await engine.up(MNS);
    await engine.refresh();
    expect(engine.state?.outs).toMatchObject({ ...MNS, earlierSetting: { eventTypeList: ["A", "B"] } });
    expect(engine.state?.outs).not.toHaveProperty("callbackURL");
  });
});

describe("delete", () => {
  test("leaves the setting by default, makes no call and says so", async () => {
    const { ctx, engine } = started();
    await engine.up(HTTP);
    const before = ctx.ice.calls.length;
    await engine.destroy();
    expect(ctx.ice.calls).toHaveLength(before);
    expect(ctx.log.warnings).toEqual([
      `the event callback of ${ID} stays as it is and is dropped from state: IMS publishes no call that clears it`,
    ]);
  });

  test("writes back what was set before, when that is chosen", async () => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = { ...THEIRS, authSwitch: "on", authKey: "TheirKey1" };
    await engine.up({ ...MNS, onDelete: "restore" });
    await engine.destroy();
    expect(ctx.ice.eventCallback).toEqual({ ...THEIRS, authSwitch: "on", authKey: "TheirKey1" });
    expect(engine.state).toBeUndefined();
  });

  test("has nothing to write back where nothing was set", async () => {
    const { ctx, engine } = started();
    await engine.up({ ...HTTP, onDelete: "restore" });
    await engine.destroy();
    expect(ctx.ice.count(SET)).toBe(1);
    expect(ctx.log.warnings).toEqual([expect.stringContaining("nothing is known to have been set before")]);
  });

  test.each([
    ["unseen", false],
    ["and a refresh has seen it", true],
  ])("does not touch what somebody else has set since, %s", async (_what, isSeen) => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = THEIRS;
    await engine.up({ ...MNS, onDelete: "restore" });
    const others = { ...THEIRS, callbackURL: "https://others.example.com" };
    ctx.ice.eventCallback = others;
    if (isSeen) {
      await engine.refresh();
      // A second one finds what the first has put into state.
      await engine.refresh();
    }
    await engine.destroy();
    expect(ctx.ice.eventCallback).toEqual(others);
    expect(ctx.log.warnings.at(-1)).toContain("somebody else has changed it since");
  });

  test("fails, and keeps the resource, when what was set before can't be written", async () => {
    const { ctx, engine } = started();
    ctx.ice.eventCallback = THEIRS;
    await engine.up({ ...MNS, onDelete: "restore" });
    ctx.ice.fail(SET, refused(SET, "Forbidden.RAM", 403));
    await expect(engine.destroy()).rejects.toThrow(SET);
    expect(engine.state).toBeDefined();
  });
});
