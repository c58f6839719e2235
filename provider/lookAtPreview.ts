import { ServiceError } from "./client/errors";
import type { Context } from "./context";

/**
 * A look that diff makes. A preview may run without credentials: it then says what it could not see; up can't go on
 * without them.
 * @param unseen what stays unknown, as half a sentence
 */
export async function lookAtPreview<Found>(
  ctx: Context,
  jobId: string,
  unseen: string,
  look: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || thrown.code !== "NoCredentials") throw thrown;
    ctx.log.warn(`without credentials job ${jobId} could not be read: ${unseen}`);
    return undefined;
  }
}
