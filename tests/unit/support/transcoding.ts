import { type LiveTranscodeJobInputs, liveTranscodeJob } from "../../../provider/resources/liveTranscodeJob";
import { STREAM_KEY } from "./recordings";
import { type TestContext, testContext } from "./testContext";

/** A program's transcode job, as plain as can be: a relay. */
export const RELAY = {
  templateId: "transcode-template-1",
  startMode: 0,
  streamInput: { type: "rtmp", inputUrl: `rtmp://pull.example.com/live/${STREAM_KEY}` },
  transcodeOutput: { type: "LiveCenter", domainName: "play.example.com" },
} as const;

/** The clock of the tests starts at 12:00. */
export const TIMES = { startTime: "2026-03-01T20:00:00Z", endTime: "2026-03-01T22:00:00Z" } as const;
export const TIMED = { ...RELAY, startMode: 1, timedConfig: TIMES } as const;

export type Program = Record<string, unknown>;

/** A context whose resource is a transcode job. */
export function transcodeContext(overrides: Parameters<typeof testContext>[0] = {}): TestContext {
  const urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/alicloud-ice:LiveTranscodeJob::show";
  return testContext({ urn, ...overrides });
}

/** What check makes of a program. */
export async function checkedRelay(
  ctx: TestContext,
  program: Program = RELAY,
  olds?: Partial<LiveTranscodeJobInputs>,
): Promise<LiveTranscodeJobInputs> {
  const { inputs, failures } = await liveTranscodeJob.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

/** A job that this program has submitted. The calls it took are forgotten. */
export async function submittedRelay(ctx: TestContext, program: Program = RELAY) {
  const inputs = await checkedRelay(ctx, program);
  const { id, outs } = await liveTranscodeJob.create(ctx, inputs);
  ctx.ice.calls.length = 0;
  return { id, inputs, outs };
}
