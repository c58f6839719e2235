import { ServiceError } from "./client/errors";
import type { Context } from "./context";
import { sentenceOf } from "./error";
import { ResourceError } from "./handler";

/** Lists may lag behind a create: each look is this long after the one before. */
const LOOKS_AFTER_LOST_ANSWER_MILLISECONDS = [1_000, 2_000, 3_000];

/** One thing to make. */
export interface Creation {
  /** The call, for messages: `CreateLiveRecordTemplate`. */
  readonly action: string;
  /** What it makes, for messages: `template named "show"`. */
  readonly what: string;
  /** Makes the call. @returns the id that the answer holds */
  create(): Promise<string | undefined>;
  /** The id of what was not there before the call. */
  findNew(): Promise<string | undefined>;
  /**
   * Given where others may make such a thing too: what turns up is then not taken over, and this says what to do if it
   * is ours.
   */
  ifOurs?(id: string): string;
}

/** The service knows no client token: after an answer that never came, look whether the thing is there. */
export async function createOnce(
  ctx: Context,
  { action, what, create, findNew, ifOurs }: Creation,
): Promise<string> {
  try {
    const id = await create();
    if (id) return id;
    throw new ServiceError(action, "unclear", "EmptyAnswer", "the answer holds no id");
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !thrown.mayHaveTakenEffect) throw thrown;
    for (const pause of LOOKS_AFTER_LOST_ANSWER_MILLISECONDS) {
      await ctx.clock.sleep(pause, ctx.signal);
      const found = await findNew();
      if (!found) continue;
      if (ifOurs === undefined) return found;
      throw new ResourceError(
        `${sentenceOf(thrown)} A ${what} is there since then, ${found}: the lost call has made it, or somebody else has. It was not taken over. ${ifOurs(found)}`,
      );
    }
    throw new ResourceError(`${sentenceOf(thrown)} No ${what} was found afterwards. Run up again.`);
  }
}
