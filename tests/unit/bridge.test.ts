import { describe, expect, test } from "vitest";
import { ServiceError } from "../../provider/client/errors";
import { DEFAULT_TIMEOUTS } from "../../provider/context";
import { ResourceError } from "../../provider/handler";
import { bridge, type DynamicProvider } from "../../provider/hosts/dynamic/bridge";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeHandler } from "./support/fakeHandler";

const HIDDEN = {
  __provider: "exports.handler=()=>0",
  __urn: "urn:pulumi:dev::shop::a:b:C$pulumi-nodejs:dynamic/alicloud-ice:Thing::show",
};
const CONFIG: Record<string, string> = { "alicloud-ice:region": "cn-shanghai" };
const config = { get: (key: string) => CONFIG[key] };

function start(): { handler: FakeHandler; host: DynamicProvider } {
  const handler = new FakeHandler();
  const host = bridge(handler);
  void host.configure({ config });
  return { handler, host };
}

/** What a call throws, as Pulumi's host gets it. */
async function thrownBy(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error(`no Error was thrown, but ${String(thrown)}`);
  return thrown as Error & Record<string, unknown>;
}

test("a handler that is called before configure waits for it", async () => {
  const handler = new FakeHandler();
  const host = bridge(handler);
  const early = [host.read("thing-1", HIDDEN), host.check({}, HIDDEN), host.delete("thing-1", HIDDEN)];
  await new Promise((resolve) => setImmediate(resolve));
  expect(handler.asked).toEqual([]);
  await host.configure({ config });
  await Promise.all(early);
  expect(handler.asked.map(({ method }) => method).sort()).toEqual(["check", "delete", "read"]);
});

test("a handler learns its name and URN, and never sees what the host hides in the inputs", async () => {
  const { handler, host } = start();
  await host.check({ ...HIDDEN, a: 1 }, { ...HIDDEN, a: 2 });
  await host.diff("thing-1", { ...HIDDEN, a: 1 }, { ...HIDDEN, a: 2 });
  await host.create({ ...HIDDEN, a: 2 });
  await host.update("thing-1", { ...HIDDEN, a: 1 }, { ...HIDDEN, a: 2 });
  await host.read("thing-1", { ...HIDDEN, a: 2 });
  await host.delete("thing-1", { ...HIDDEN, a: 2 });
  expect(JSON.stringify(handler.asked.map(({ given }) => given))).not.toContain("__");
  for (const { ctx } of handler.asked) {
    expect(ctx.name).toBe("show");
    expect(ctx.urn).toBe(HIDDEN.__urn);
    expect(ctx.settings.region).toBe("cn-shanghai");
  }
});

describe("what the host hides stays in the state", () => {
  test("in inputs and outputs of every operation", async () => {
    const { handler, host } = start();
    handler.answers.read = () => ({ outs: { a: 1 }, inputs: { a: 1 } });
    expect((await host.check({}, { ...HIDDEN, a: 1 })).inputs).toEqual({ ...HIDDEN, a: 1 });
    expect((await host.create({ ...HIDDEN, a: 1 })).outs).toEqual({ ...HIDDEN, a: 1 });
    expect((await host.update("t", HIDDEN, { ...HIDDEN, a: 1 })).outs).toEqual({ ...HIDDEN, a: 1 });
    expect(await host.read("t", HIDDEN)).toEqual({
      id: "t",
      props: { ...HIDDEN, a: 1 },
      inputs: { ...HIDDEN, a: 1 },
    });
  });

  test("with what the program says now, not what it said then", async () => {
    const { host } = start();
    const news = { ...HIDDEN, __customTimeouts: { delete: "1h" } };
    expect((await host.update("t", { ...HIDDEN, __customTimeouts: { delete: "1m" } }, news)).outs).toEqual(
      news,
    );
  });
});

describe("check", () => {
  test("a resource without a state is told so: olds are undefined, not empty", async () => {
    const { handler, host } = start();
    await host.check({}, HIDDEN);
    await host.check(HIDDEN, HIDDEN);
    await host.check({ ...HIDDEN, a: 1 }, HIDDEN);
    expect(handler.asked.map(({ given }) => given[0])).toEqual([undefined, undefined, { a: 1 }]);
  });

  test("a field that is null counts as left out", async () => {
    const { handler, host } = start();
    const { inputs } = await host.check({}, { ...HIDDEN, name: null, output: { bucket: null, type: "oss" } });
    expect(handler.asked[0]?.given[1]).toEqual({ output: { type: "oss" } });
    expect(inputs).toEqual({ ...HIDDEN, output: { type: "oss" } });
  });

  test("failures name no property, since the engine would print its value; the reason says all", async () => {
    const { handler, host } = start();
    handler.answers.check = () => ({
      inputs: {},
      failures: [{ path: "streamInput.url", reason: "must be text, got [secret]" }],
    });
    expect((await host.check({}, HIDDEN)).failures).toEqual([
      { property: "", reason: "streamInput.url: must be text, got [secret]" },
    ]);
  });

  test("what is not known yet passes through", async () => {
    const { host } = start();
    expect((await host.check({}, { ...HIDDEN, a: UNKNOWN })).inputs.a).toBe(UNKNOWN);
  });
});

describe("the three answers of diff", () => {
  const timeouts = (text?: string) => ({ ...HIDDEN, __customTimeouts: text && { delete: text } });
  test.each<[string, object, object, object, object]>([
    ["equal: no changes", { changedPaths: [], replacePaths: [] }, HIDDEN, HIDDEN, { changes: false }],
    [
      "changed inputs: the engine compares them itself",
      { changedPaths: ["a"], replacePaths: [] },
      HIDDEN,
      HIDDEN,
      { changes: undefined },
    ],
    [
      "changed inputs that replace",
      { changedPaths: ["a", "b"], replacePaths: ["b"] },
      HIDDEN,
      HIDDEN,
      { changes: undefined, replaces: ["b"] },
    ],
    [
      "drift that replaces: the engine sees no difference, so it is told",
      { changedPaths: [], replacePaths: ["status"], drifted: true },
      HIDDEN,
      HIDDEN,
      { changes: true, replaces: ["status"] },
    ],
    [
      "drift that updates",
      { changedPaths: [], replacePaths: [], drifted: true },
      HIDDEN,
      HIDDEN,
      { changes: true },
    ],
    [
      "only customTimeouts changed",
      { changedPaths: [], replacePaths: [] },
      timeouts("1m"),
      timeouts("2m"),
      { changes: undefined },
    ],
    [
      "only customTimeouts added",
      { changedPaths: [], replacePaths: [] },
      HIDDEN,
      timeouts("2m"),
      { changes: undefined },
    ],
  ])("%s", async (_what, answer, olds, news, expected) => {
    const { handler, host } = start();
    handler.answers.diff = () => answer;
    expect(await host.diff("t", { ...olds }, { ...news })).toStrictEqual(expected);
  });
});

describe("outs that the host can't send", () => {
  const AWKWARD = { a: undefined, b: { c: undefined, d: new Date(0) }, e: [1, { f: undefined }] };
  const SENT = { b: { d: "1970-01-01T00:00:00.000Z" }, e: [1, {}] };

  test("are put into JSON's terms in create, update and read: nothing is orphaned", async () => {
    const { handler, host } = start();
    handler.answers.create = () => ({ id: "t", outs: AWKWARD });
    handler.answers.update = () => AWKWARD;
    handler.answers.read = () => ({ outs: AWKWARD, inputs: AWKWARD });
    expect((await host.create({})).outs).toStrictEqual(SENT);
    expect((await host.update("t", {}, {})).outs).toStrictEqual(SENT);
    expect(await host.read("t", {})).toStrictEqual({ id: "t", props: SENT, inputs: SENT });
  });

  test("are put into JSON's terms in what a half-made resource leaves behind", async () => {
    const { handler, host } = start();
    handler.answers.create = () => {
      throw new ResourceError("half-made", { id: "t", outs: AWKWARD });
    };
    expect((await thrownBy(host.create(HIDDEN))).properties).toStrictEqual({ ...SENT, ...HIDDEN });
  });
});

test("a resource that is gone is read as nothing at all: the engine drops it", async () => {
  const { handler, host } = start();
  handler.answers.read = () => "gone";
  expect(await host.read("t", { ...HIDDEN, a: 1 })).toEqual({});
});

describe("what no state knows yet", () => {
  test("and does not exist fails, naming the id and where it was looked for", async () => {
    const { handler, host } = start();
    handler.answers.read = () => "gone";
    const { message } = await thrownBy(host.read("thing-9", HIDDEN));
    expect(message).toContain('Thing "show": there is no Thing with the id "thing-9" in region cn-shanghai');
    expect(message).toContain("ice.cn-shanghai.aliyuncs.com");
  });

  test("is answered with its secrets marked, in inputs and outputs, so that the engine encrypts them", async () => {
    const { handler, host } = start();
    const address = { type: "string", secret: true, doc: "An address." } as const;
    handler.fields = { stream: { type: "object", doc: "A stream.", fields: { address } }, plain: address };
    handler.answers.read = () => ({
      outs: { stream: { address: "a" } },
      inputs: { stream: { address: "a" } },
    });
    const marked = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: { address: "a" },
    };
    expect(await host.read("t", HIDDEN)).toEqual({
      id: "t",
      props: { ...HIDDEN, stream: marked },
      inputs: { ...HIDDEN, stream: marked },
    });
  });
});

describe("what a handler throws", () => {
  const operations: [string, (host: DynamicProvider) => Promise<unknown>][] = [
    ["check", (host) => host.check({}, HIDDEN)],
    ["diff", (host) => host.diff("t", HIDDEN, HIDDEN)],
    ["create", (host) => host.create(HIDDEN)],
    ["read", (host) => host.read("t", HIDDEN)],
    ["update", (host) => host.update("t", HIDDEN, HIDDEN)],
    ["delete", (host) => host.delete("t", HIDDEN)],
  ];

  test.each(operations)("in %s leaves without a stack", async (method, call) => {
    const { handler, host } = start();
    handler.answers[method as "check"] = () => {
      throw new ResourceError("It went wrong.");
    };
    const thrown = await thrownBy(call(host));
    expect(thrown.message).toBe("It went wrong.");
    expect(thrown.stack).toBe("");
  });

  test.each<[unknown, string]>([
    [null, "a failure that says nothing of itself"],
    [undefined, "a failure that says nothing of itself"],
    ["text", "text"],
    [{ code: 5 }, "[object Object]"],
    [new TypeError("x is not a function"), "x is not a function"],
    [new TypeError("Invalid URL: rtmp://h.example/live/key"), "Invalid URL: rtmp://h.example/[secret]"],
  ])(
    "that is no failure of ours (%j) becomes an Error that says what was done, and asks for a report",
    async (value, said) => {
      const { handler, host } = start();
      handler.answers.create = () => {
        throw value;
      };
      const thrown = await thrownBy(host.create(HIDDEN));
      expect(thrown.message).toContain(`creating Thing "show": ${said}`);
      expect(thrown.message).toContain("defect of pulumi-alicloud-ice");
      expect(thrown.stack).toBe("");
      expect(thrown.id).toBeUndefined();
    },
  );

  test("from the service is told with verb, resource and name", async () => {
    const { handler, host } = start();
    handler.answers.create = () => {
      throw new ServiceError("SubmitLiveRecordJob", "refused", "OperationDenied", "Not enabled.", 403, "5F");
    };
    expect((await thrownBy(host.create(HIDDEN))).message).toBe(
      'creating Thing "show": SubmitLiveRecordJob answered 403 OperationDenied: Not enabled. (request 5F). Enable Intelligent Media Services for this account, then run up again.',
    );
  });

  test("after the thing was made keeps its id, its outputs and its __provider", async () => {
    const { handler, host } = start();
    handler.answers.create = () => {
      throw new ResourceError("It has not started.", { id: "thing-1", outs: { a: 1 } });
    };
    const thrown = await thrownBy(host.create(HIDDEN));
    expect(thrown).toMatchObject({
      id: "thing-1",
      properties: { a: 1, ...HIDDEN },
      reasons: ["It has not started."],
    });
  });

  test("before it was made leaves no id: there is nothing to keep", async () => {
    const { handler, host } = start();
    handler.answers.create = () => {
      throw new ResourceError("Nothing was submitted.");
    };
    const thrown = await thrownBy(host.create(HIDDEN));
    expect(thrown).not.toHaveProperty("id");
    expect(thrown).not.toHaveProperty("properties");
  });
});

describe("customTimeouts", () => {
  test.each<[unknown, number]>([
    ["90s", 90_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["250ms", 250],
    ["1m250ms", 60_250],
    [undefined, DEFAULT_TIMEOUTS.delete],
    ["", DEFAULT_TIMEOUTS.delete],
    ["0s", DEFAULT_TIMEOUTS.delete],
    ["soon", DEFAULT_TIMEOUTS.delete],
    [5, DEFAULT_TIMEOUTS.delete],
  ])("delete %j is %i ms; the others keep their standard", async (text, milliseconds) => {
    const { handler, host } = start();
    await host.delete("t", { ...HIDDEN, __customTimeouts: { delete: text } });
    expect(handler.asked[0]?.ctx.timeouts).toEqual({ ...DEFAULT_TIMEOUTS, delete: milliseconds });
  });

  test("none at all: the standard ones", async () => {
    const { handler, host } = start();
    await host.delete("t", HIDDEN);
    expect(handler.asked[0]?.ctx.timeouts).toEqual(DEFAULT_TIMEOUTS);
  });
});
