import type { Clock } from "../clock";
import { startTaking } from "../media/snapshotTaking";
import { isOnAir } from "../media/streamSeeker";
import { makeSyntheticJpeg } from "../media/syntheticPictures";
import type { Media } from "../recorder";
import type { SnapshotMedia } from "./snapshotJobs";

/** What takes the pictures of an emulator; undefined without media. */
export function createSnapshotMedia(clock: Clock, media: Media | undefined): SnapshotMedia | undefined {
  if (media === undefined) {
    return undefined;
  }
  const { ffmpeg, origin } = media;
  const { synthetic } = origin;
  let made: Promise<Buffer> | undefined;
  const syntheticJpeg = (): Promise<Buffer> => {
    made ??= makeSyntheticJpeg(ffmpeg).catch((error: Error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return {
    isOnAir: (streamUrl) => isOnAir(streamUrl, { origin, synthetic }),
    take: ({ streamUrl, template: { timeInterval } }, events) =>
      startTaking({ streamUrl, timeInterval, clock, ffmpeg, origin, synthetic, syntheticJpeg, events }),
  };
}
