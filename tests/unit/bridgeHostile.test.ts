import { writeFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ResourceError } from "../../provider/handler";
import { bridge, type DynamicProvider } from "../../provider/hosts/dynamic/bridge";
import { PROVIDER_INPUT } from "../../provider/hosts/dynamic/hidden";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { DynamicProviderProcess, messages, Struct } from "./support/dynamicProviderProcess";
import { FakeHandler } from "./support/fakeHandler";

const HIDDEN = { __provider: "exports.handler=()=>0", __urn: "urn:pulumi:dev::shop::a:b:C$t::show" };
const NOTHING_SAID = "a failure that says nothing of itself";

/** Values that break whoever looks at them, each as the text of an expression: they have to reach another process. */
const HOSTILE: readonly [string, string, string][] = [
  ["null", "null", NOTHING_SAID],
  ["undefined", "undefined", NOTHING_SAID],
  ["an empty text", '""', NOTHING_SAID],
  ["text", '"text"', "text"],
  ["a symbol", 'Symbol("why")', "Symbol(why)"],
  ["an object that can't be text", "Object.create(null)", NOTHING_SAID],
  [
    "an Error whose message throws",
    'Object.defineProperty(new Error(), "message", { get() { throw new Error("inner"); } })',
    NOTHING_SAID,
  ],
  ["an Error without a message", "new Error()", NOTHING_SAID],
  ["an Error whose message is no text", "Object.assign(new Error(), { message: { a: 1 } })", NOTHING_SAID],
  [
    "a proxy that refuses every question",
    "new Proxy({}, { getPrototypeOf() { throw 1; }, get() { throw 2; }, has() { throw 3; } })",
    NOTHING_SAID,
  ],
];

function started(): { handler: FakeHandler; host: DynamicProvider } {
  const handler = new FakeHandler();
  const host = bridge(handler);
  void host.configure({ config: { get: (key) => ({ "alicloud-ice:region": "cn-shanghai" })[key] } });
  return { handler, host };
}

async function thrownBy(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const thrown: unknown = await call.then(
    () => "nothing",
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("no Error was thrown");
  return thrown as Error & Record<string, unknown>;
}

describe("a handler that throws", () => {
  const operations: [string, (host: DynamicProvider) => Promise<unknown>][] = [
    ["check", (host) => host.check({}, HIDDEN)],
    ["diff", (host) => host.diff("t", HIDDEN, HIDDEN)],
    ["create", (host) => host.create(HIDDEN)],
    ["read", (host) => host.read("t", HIDDEN)],
    ["update", (host) => host.update("t", HIDDEN, HIDDEN)],
    ["delete", (host) => host.delete("t", HIDDEN)],
  ];

  test.each(HOSTILE)(
    "%s: an Error leaves every operation, with words and without a stack",
    async (_what, text, said) => {
      for (const [method, call] of operations) {
        const { handler, host } = started();
        handler.answers[method as "check"] = () => {
          throw runInThisContext(`(${text})`);
        };
        const thrown = await thrownBy(call(host));
        expect(thrown.message).toContain(`Thing "show": ${said}`);
        expect(thrown.message).not.toContain("undefined");
        expect(thrown.stack).toBe("");
      }
    },
  );

  test("an Error with an id and outputs that are no JSON: the id is kept", async () => {
    const { handler, host } = started();
    handler.answers.create = () => {
      throw new ResourceError("It has not started.", { id: "thing-1", outs: { big: 1n } });
    };
    expect(await thrownBy(host.create(HIDDEN))).toMatchObject({ id: "thing-1", properties: HIDDEN });
  });

  test("nothing, but answers with outputs that are no JSON: the id of what was made is kept", async () => {
    const { handler, host } = started();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    handler.answers.create = () => ({ id: "thing-1", outs: circular });
    expect(await thrownBy(host.create(HIDDEN))).toMatchObject({
      id: "thing-1",
      message: expect.stringContaining("thing-1 was made"),
    });
  });
});

describe("a message that can't be delivered", () => {
  const ADDRESS_ARGUMENT = 2;
  const before = process.argv[ADDRESS_ARGUMENT];
  afterEach(() => {
    vi.restoreAllMocks();
    if (before === undefined) process.argv.length = ADDRESS_ARGUMENT;
    else process.argv[ADDRESS_ARGUMENT] = before;
  });

  test.each<[string, unknown]>([
    ["is no text", 5],
    ["can't be text", Object.create(null)],
    ["is a promise that is rejected", undefined],
    ["meets a connection that throws", "text"],
  ])("since it %s: what it speaks of succeeds all the same", async (_what, message) => {
    process.argv[ADDRESS_ARGUMENT] = "127.0.0.1:1";
    if (message === "text") {
      vi.spyOn(EngineClient.prototype, "log").mockImplementation(() => {
        throw new Error("no connection");
      });
    }
    const rejected = message === undefined ? Promise.reject(new Error("late")) : undefined;
    rejected?.catch(() => undefined);
    const { handler, host } = started();
    let said = 0;
    handler.answers.create = () => {
      const [asked] = handler.asked;
      if (asked === undefined) throw new Error("nobody was asked");
      const { log } = asked.ctx;
      for (const say of [log.info, log.warn, log.status]) {
        say((rejected ?? message) as string);
        said += 1;
      }
      return { id: "thing-1", outs: {} };
    };
    expect(await host.create(HIDDEN)).toMatchObject({ id: "thing-1" });
    expect(said).toBe(3);
  });
});

describe("Pulumi's own process", () => {
  let provider: DynamicProviderProcess;
  let file = "";
  beforeAll(async () => {
    provider = await DynamicProviderProcess.start({ "alicloud-ice:region": "cn-shanghai" });
    file = path.join(provider.folder, "hostile.cjs");
    writeFileSync(
      file,
      `const { bridge } = require(${JSON.stringify(`${REPOSITORY_ROOT}/dist/provider/hosts/dynamic/bridge`)});
       const { ResourceError } = require(${JSON.stringify(`${REPOSITORY_ROOT}/dist/provider/handler`)});
       const run = async (_ctx, first) => { throw require("node:vm").runInThisContext("(" + first.text + ")"); };
       const create = async (ctx, inputs) => {
         if (inputs.size) throw new ResourceError("x".repeat(inputs.size), { id: "thing-1", outs: { a: 1 } });
         return run(ctx, inputs);
       };
       exports.handler = bridge({ kind: "Thing", fields: {}, outputs: {}, create, delete: (ctx, id, outs) => run(ctx, outs) });`,
    );
  });
  afterAll(() => provider?.stop());

  function create(inputs: object): Promise<unknown> {
    const request = new messages.CreateRequest();
    const provided = { [PROVIDER_INPUT]: `exports.handler=()=>require(${JSON.stringify(file)}).handler` };
    request.setProperties(Struct.fromJavaScript({ ...provided, __urn: HIDDEN.__urn, ...inputs }));
    return provider.call("create", request);
  }

  test.each(HOSTILE)("answers the engine when a create throws %s", async (_what, text, said) => {
    await expect(create({ text })).rejects.toThrow(`creating Thing "show": ${said}`);
  });

  test("gives an id to the engine however long the message is", async () => {
    const failed = (await create({ size: 1_000_000 }).catch((error: unknown) => error)) as {
      details: string;
      metadata: { get(name: string): Buffer[] };
    };
    expect(failed.details).toMatch(/^x+…$/);
    expect(failed.metadata.get("grpc-status-details-bin")[0]?.toString("latin1")).toContain("thing-1");
  });
});
