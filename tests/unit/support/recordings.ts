import type { LiveRecordJobInputs, LiveRecordJobOutputs } from "../../../provider/resources/liveRecordJob";
import { liveRecordJob } from "../../../provider/resources/liveRecordJob";
import type { TestContext } from "./testContext";

/** The stream's key: no text that leaves the provider may hold it. */
export const STREAM_KEY = "stream-key-7f3a";

/** A program's job, as plain as can be. */
export const JOB = {
  templateId: "template-1",
  streamInput: { type: "rtmp", url: `rtmp://pull.example.com/live/${STREAM_KEY}` },
  recordOutput: { type: "oss", bucket: "recordings", endpoint: "oss-cn-shanghai.aliyuncs.com" },
} as const;

export const STOP_CALL = {
  kind: "forbidLiveStream",
  domainName: "push.example.com",
  appName: "live",
  streamName: "show",
} as const;

export type JobProgram = Record<string, unknown>;

/** What check makes of a program. */
export async function checkedJob(
  ctx: TestContext,
  program: JobProgram = JOB,
  olds?: Partial<LiveRecordJobInputs>,
): Promise<LiveRecordJobInputs> {
  const { inputs, failures } = await liveRecordJob.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

export interface MadeJob {
  readonly id: string;
  readonly inputs: LiveRecordJobInputs;
  readonly outs: LiveRecordJobOutputs;
}

/** A job that this program has submitted and that records. The calls it took are forgotten. */
export async function recordingJob(ctx: TestContext, program: JobProgram = JOB): Promise<MadeJob> {
  const inputs = await checkedJob(ctx, program);
  const { id, outs } = await liveRecordJob.create(ctx, inputs);
  ctx.ice.setStatus(id, "started");
  ctx.ice.calls.length = 0;
  ctx.log.warnings.length = 0;
  return { id, inputs, outs };
}
