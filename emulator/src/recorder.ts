import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { StartRecording } from "./jobs";
import type { Ffmpeg } from "./media/ffmpeg";
import type { OriginWithSynthetic } from "./media/originWithSynthetic";
import { startRecording } from "./media/recording";
import type { RecordingFaults, RecordingStorage } from "./media/recordingTypes";
import type { Settings } from "./service";
import { waitForNoStream } from "./waitingOnly";

export interface Media {
  readonly ffmpeg: Ffmpeg;
  readonly origin: OriginWithSynthetic;
}

export interface RecorderParts {
  readonly clock: Clock;
  readonly store: RecordingStorage;
  readonly settings: Settings;
  /** Absent when the emulator runs without media. */
  readonly media: Media | undefined;
  readonly spoolFolder: string;
  readonly faults: () => Faults;
  /** Whether recordings can go on after a restart. */
  readonly persist: boolean;
}

/** What records the jobs of an emulator. */
export function createRecorder(parts: RecorderParts): StartRecording {
  const { clock, store, settings, media, spoolFolder, faults, persist } = parts;
  const windowMilliseconds = (): number => settings.streamWindowSeconds * 1000;
  if (media === undefined) {
    return waitForNoStream(clock, windowMilliseconds);
  }
  const recordingFaults: RecordingFaults = {
    takeKill: (jobId) => faults().take("ffmpeg-killed", (fault) => hits(fault, jobId)) !== undefined,
  };
  return (job, events) =>
    startRecording({
      jobId: job.jobId,
      streamUrl: job.streamUrl ?? "",
      formats: job.template.recordFormats,
      bucket: job.bucket,
      store: diskThatMayBeFull(store, job.jobId, faults),
      clock,
      ...media,
      synthetic: media.origin.synthetic,
      spoolFolder,
      streamAwayWindowMilliseconds: windowMilliseconds,
      events,
      faults: recordingFaults,
      persist,
    });
}

function diskThatMayBeFull(store: RecordingStorage, jobId: string, faults: () => Faults): RecordingStorage {
  const refuseWhenFull = (): void => refuseWhenDiskIsFull(faults(), jobId);
  return {
    putFile: async (...file) => {
      refuseWhenFull();
      await store.putFile(...file);
    },
    putText: async (...text) => {
      refuseWhenFull();
      await store.putText(...text);
    },
  };
}

/** @throws Error when a fault says that the bucket's disk has no room for what this job stores. */
export function refuseWhenDiskIsFull(faults: Faults, jobId: string): void {
  if (faults.take("disk-full", (fault) => hits(fault, jobId)) !== undefined) {
    throw new Error("ENOSPC: no space left on device (fault disk-full)");
  }
}

function hits(fault: { readonly jobId?: string }, jobId: string): boolean {
  return fault.jobId === undefined || fault.jobId === jobId;
}
