import type {
  LiveSnapshotJobInputs,
  LiveSnapshotJobOutputs,
} from "../../../provider/resources/liveSnapshotJob";
import { liveSnapshotJob } from "../../../provider/resources/liveSnapshotJob";
import { FakeEngine } from "./fakeEngine";
import type { JobProgram } from "./recordings";
import type { TestContext } from "./testContext";

export const SNAPSHOT_STREAM = "live/show-key-7f3a";

/** A program's snapshot job, as plain as can be. */
export const SNAPSHOT_JOB = {
  templateId: "snapshot-template-1",
  streamInput: { type: "rtmp", url: `rtmp://pull.example.com/${SNAPSHOT_STREAM}` },
  snapshotOutput: { storageType: "oss", bucket: "pictures", endpoint: "oss-cn-shanghai.aliyuncs.com" },
} as const;

/** What check makes of a program. */
export async function checkedSnapshotJob(
  ctx: TestContext,
  program: JobProgram = SNAPSHOT_JOB,
  olds?: Partial<LiveSnapshotJobInputs>,
): Promise<LiveSnapshotJobInputs> {
  const { inputs, failures } = await liveSnapshotJob.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

/** A job that this program has submitted. The calls it took are forgotten. */
export async function submittedSnapshotJob(
  ctx: TestContext,
  program: JobProgram = SNAPSHOT_JOB,
): Promise<{ id: string; inputs: LiveSnapshotJobInputs; outs: LiveSnapshotJobOutputs }> {
  const inputs = await checkedSnapshotJob(ctx, program);
  const { id, outs } = await liveSnapshotJob.create(ctx, inputs);
  ctx.ice.calls.length = 0;
  return { id, inputs, outs };
}

/** A program whose job has these fields too. */
export function snapshotProgram(given: JobProgram = {}): JobProgram {
  return { ...SNAPSHOT_JOB, ...given };
}

/** An engine whose first up is over. The calls and warnings it took are forgotten. */
export async function snapshotEngine(ctx: TestContext, given: JobProgram = {}): Promise<FakeEngine> {
  const engine = new FakeEngine(liveSnapshotJob, ctx);
  await engine.up(snapshotProgram(given));
  ctx.ice.calls.length = 0;
  ctx.log.warnings.length = 0;
  return engine;
}

/** The commands that jobs were sent, in order. */
export function commands({ ice }: TestContext): unknown[] {
  const sent = ice.calls.filter(({ action }) => action === "SendLiveSnapshotJobCommand");
  return sent.map(({ request }) => (request as { command: string }).command);
}
