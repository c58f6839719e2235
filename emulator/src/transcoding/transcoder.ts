import type { Clock } from "../clock";
import type { Media } from "../recorder";
import type { CreateTranscode } from "./jobs";
import { StreamTranscode } from "./transcode";

/** What runs the transcode jobs of an emulator. @param media absent when it runs without media: nothing is ever streamed. */
export function createTranscoder(clock: Clock, media: Media | undefined): CreateTranscode {
  if (media === undefined) {
    return () => ({ begin: () => {}, stop: () => Promise.resolve() });
  }
  return ({ jobId, inputUrl, template }, events) =>
    new StreamTranscode({ jobId, inputUrl, template, clock, ...media, events });
}
