import { type Context, DEFAULT_TIMEOUTS, type Log } from "../../../provider/context";
import { readSettings, type Settings } from "../../../provider/settings";
import { FakeClock } from "./fakeClock";
import { FakeIce } from "./fakeIce";
import { FakeLive } from "./fakeLive";
import { FakeOss } from "./fakeOss";

/** Keeps what a user would have been told. */
export class RecordedLog implements Log {
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly statuses: string[] = [];
  info(message: string): void {
    this.infos.push(message);
  }
  warn(message: string): void {
    this.warnings.push(message);
  }
  status(message: string): void {
    this.statuses.push(message);
  }
}

export interface TestContext extends Context {
  readonly ice: FakeIce;
  readonly live: FakeLive;
  readonly ossApi: FakeOss;
  readonly clock: FakeClock;
  readonly log: RecordedLog;
}

/** Settings as `pulumi config set alicloud-ice:KEY VALUE` would make them. */
export function settingsWith(values: Record<string, string> = {}): Settings {
  const all: Record<string, string> = { region: "cn-shanghai", ...values };
  return readSettings((namespace, key) => (namespace === "alicloud-ice" ? all[key] : undefined), {});
}

export const TEST_ACCOUNT = "1000000000000001";

/** A provider's context in which every service is a fake and no time passes by itself. */
export function testContext(overrides: Partial<Context> = {}): TestContext {
  const clock = new FakeClock();
  const ossApi = new FakeOss();
  const name = "show";
  return {
    ice: new FakeIce(clock),
    live: new FakeLive(),
    ossApi,
    oss: () => Promise.resolve(ossApi),
    account: () => Promise.resolve(TEST_ACCOUNT),
    clock,
    log: new RecordedLog(),
    signal: new AbortController().signal,
    timeouts: DEFAULT_TIMEOUTS,
    urn: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/alicloud-ice:LiveRecordJob::${name}`,
    name,
    settings: settingsWith(),
    namesInState: new Map(),
    callerAlive: () => Promise.resolve(true),
    ...overrides,
  } as TestContext;
}

/** The same services seen through other settings, time limits and so on. */
export function seenWith(ctx: TestContext, overrides: Partial<Context>): TestContext {
  return { ...ctx, ...overrides } as TestContext;
}
