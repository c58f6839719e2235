import { ResourceError } from "../../../provider/handler";
import { liveRecordJob } from "../../../provider/resources/liveRecordJob";
import { checkedJob, JOB, type JobProgram } from "./recordings";
import type { TestContext } from "./testContext";

/** Creates a job as the engine does, after its check. */
export async function create(ctx: TestContext, program: JobProgram = JOB) {
  return liveRecordJob.create(ctx, await checkedJob(ctx, program));
}

/** What a failed create leaves behind. */
export async function failureOf(creating: Promise<unknown>): Promise<ResourceError> {
  const thrown = await creating.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ResourceError)) throw new Error(`expected a ResourceError, got ${String(thrown)}`);
  return thrown;
}
