import type { Clock } from "../clock";
import type { Ffmpeg } from "./ffmpeg";
import type { Origin } from "./origin";
import type { SyntheticStreams } from "./syntheticStreams";

/** A format of the job's template, by the names of the wire. */
export interface RecordFormat {
  readonly Format: "m3u8" | "mp4" | "flv";
  /** Key of the file without its extension; default `record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}` (assumed). */
  readonly OssObjectPrefix?: string;
  /** m3u8 only: key of a slice without its extension; default `record/{JobId}/{UnixTimestamp}_{Sequence}` (assumed). */
  readonly SliceOssObjectPrefix?: string;
  /** Seconds, m3u8 only, default 30. Slices end at the first key frame after it. */
  readonly SliceDuration?: number;
  /** Seconds of media, default 21600 (6 hours). Cycles end at the first key frame after it. */
  readonly CycleDuration?: number;
}

/** Where recordings go: what the recorder needs of the object store. */
export interface RecordingStorage {
  /** @param headers what is answered with the object besides its type, names in lower case. */
  putFile(
    bucket: string,
    key: string,
    filePath: string,
    contentType: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<void>;
  putText(
    bucket: string,
    key: string,
    text: string,
    contentType: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<void>;
}

export interface StoredSlice {
  readonly key: string;
  readonly bytes: number;
  readonly durationSeconds: number;
  /** Present when its media was made up. */
  readonly synthetic?: true;
}

/** A file of a finished cycle; what it says of the media was read from the media. */
export interface RecordedFile {
  readonly format: RecordFormat["Format"];
  readonly key: string;
  /** Milliseconds since the epoch, by the emulator's clock, as is `endTime`. A gap in between counts. */
  readonly startTime: number;
  readonly endTime: number;
  /** Seconds of media; a gap in between does not count. */
  readonly durationSeconds: number;
  /** Pixels; 0 for a stream without video. */
  readonly width: number;
  /** Pixels; 0 for a stream without video. */
  readonly height: number;
  /** Size of the media; of all slices together for m3u8. */
  readonly bytes: number;
  /** When its cycle was over, by the emulator's clock; absent when that is now. */
  readonly finishedTime?: number;
  /** Present when some of its media was made up. */
  readonly synthetic?: true;
}

/**
 * Why a recording ended: the stream never came within the window, stayed away longer than the window, or the recording
 * was closed with the emulator.
 */
export type RecordingEnd = "never-pulled" | "stream-lost" | "closed";

/** Whether the media is pulled from a publisher, or made up. */
export type StreamSource = "pushed" | "synthetic";

/** All times in milliseconds since the epoch, by the emulator's clock. */
export interface RecordingEvents {
  /** @param source default `pushed`. */
  started(at: number, source?: StreamSource): void;
  interrupted(at: number): void;
  resumed(at: number, source?: StreamSource): void;
  sliceStored(slice: StoredSlice): void;
  /** The recording goes on with an earlier one that had stored these slices in all. */
  slicesRestored?(slices: { count: number; bytes: number; seconds: number }): void;
  fileCreated(file: RecordedFile): void;
  /** The last event: all files are stored. */
  ended(at: number, reason: RecordingEnd): void;
  /** Something was not stored: a full disk, a bucket that is gone. The recording goes on. No stream URL in `message`. */
  problem?(at: number, message: string): void;
}

export interface RecordingOptions {
  readonly jobId: string;
  readonly streamUrl: string;
  readonly formats: readonly RecordFormat[];
  readonly bucket: string;
  readonly store: RecordingStorage;
  readonly clock: Clock;
  readonly ffmpeg: Ffmpeg;
  readonly origin: Origin;
  /** The recorder keeps a folder of its own in it, until the recording has ended. */
  readonly spoolFolder: string;
  /** How long a stream may be away before the recording ends; asked anew each time that it is needed. */
  readonly streamAwayWindowMilliseconds: number | (() => number);
  readonly events: RecordingEvents;
  /** Streams whose media is made up. Default: none. */
  readonly synthetic?: SyntheticStreams;
  /** What the recording is told to suffer. Default: nothing. */
  readonly faults?: RecordingFaults;
  /**
   * `true`: the recorder's folder holds all that a later recording of the same job needs to go on, even after a
   * SIGKILL, and `close` leaves it there. A recording that finds its folder goes on with it. Default `false`.
   */
  readonly persist?: boolean;
}

export interface RecordingFaults {
  /** Whether to lose this recording's ffmpeg now; counted as applied. */
  takeKill(jobId: string): boolean;
}

export interface Recording {
  /** Ends the recording now, in order: stores what has arrived, closes the files of the cycle, then `ended`. */
  close(): Promise<void>;
  /** Resolves when everything is stored that has arrived until now. */
  settled(): Promise<void>;
  /**
   * Copies what a later recording of the job needs to go on into a folder of its own in `folder`. Nothing is stored
   * between then and `released`.
   */
  saveTo(folder: string, released: Promise<void>): Promise<void>;
  /** A fault was added that may act at once. */
  faultAdded(): void;
}
