/**
 * Object keys of recordings and snapshots, from the prefixes of a record template and the formats of a snapshot
 * template. The placeholders are documented (CreateLiveRecordTemplate, CreateLiveSnapshotTemplate), what they expand to is not: all expansions here are assumed.
 */

/** Assumed: the documented example; the service's own default is not published. */
export const DEFAULT_OSS_OBJECT_PREFIX = "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}";
/** Assumed: the documented example; the service's own default is not published. */
export const DEFAULT_SLICE_OSS_OBJECT_PREFIX = "record/{JobId}/{UnixTimestamp}_{Sequence}";

export interface FileName {
  readonly jobId: string;
  /** Number of the cycle within the job and the format, from 1. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds since the epoch. */
  readonly endTime: number;
}

export interface SliceName {
  readonly jobId: string;
  /** Number of the slice within the job, from 1; slices of all formats count. */
  readonly sequence: number;
  /** Milliseconds since the epoch; the name holds whole seconds. */
  readonly startTime: number;
}

/** Key of a recorded file: the expanded `OssObjectPrefix` and the extension, such as `.mp4`. */
export function fileKey(prefix: string | undefined, extension: string, name: FileName): string {
  const key = expand(prefix || DEFAULT_OSS_OBJECT_PREFIX, {
    JobId: name.jobId,
    Sequence: String(name.sequence),
    StartTime: isoSeconds(name.startTime),
    EndTime: isoSeconds(name.endTime),
    EscapedStartTime: escapedTime(name.startTime),
    EscapedEndTime: escapedTime(name.endTime),
  });
  return key + extension;
}

/** Key of a slice: the expanded `SliceOssObjectPrefix` and `.ts`. */
export function sliceKey(prefix: string | undefined, name: SliceName): string {
  const key = expand(prefix || DEFAULT_SLICE_OSS_OBJECT_PREFIX, {
    JobId: name.jobId,
    UnixTimestamp: String(Math.floor(name.startTime / 1000)),
    Sequence: String(name.sequence),
  });
  return `${key}.ts`;
}

export interface SnapshotName {
  readonly jobId: string;
  /** Number of the picture within the job, from 1. */
  readonly sequence: number;
  /** Milliseconds since the epoch; the name holds whole seconds. */
  readonly time: number;
}

/** Key of a picture, from a format of a snapshot template. */
export function snapshotKey(format: string, name: SnapshotName): string {
  return expand(format, {
    JobId: name.jobId,
    Date: isoSeconds(name.time).slice(0, 10),
    UnixTimestamp: String(Math.floor(name.time / 1000)),
    Sequence: String(name.sequence),
  });
}

/**
 * The key itself, or with `_2`, `_3` … before the extension when `taken` has it: two formats of a template may expand
 * to one name, and no recording may overwrite another.
 */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) {
    return key;
  }
  const dot = key.lastIndexOf(".");
  for (let copy = 2; ; copy++) {
    const candidate = `${key.slice(0, dot)}_${copy}${key.slice(dot)}`;
    if (!taken.has(candidate)) {
      return candidate;
    }
  }
}

/** URI of the object `target` as seen from the object `base` in the same bucket, percent-encoded. */
export function relativeUri(base: string, target: string): string {
  const from = base.split("/").slice(0, -1);
  const to = target.split("/");
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) {
    common++;
  }
  const up = from.slice(common).map(() => "..");
  return [...up, ...to.slice(common).map(encodeURIComponent)].join("/");
}

/** An unknown placeholder stays as it is, so that it can be seen in the bucket. */
function expand(prefix: string, values: Readonly<Record<string, string>>): string {
  return prefix.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** `2026-01-31T09:30:00Z` */
function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-31T09-30-00Z`: needs no escaping in an address or in a file's name. */
function escapedTime(milliseconds: number): string {
  return isoSeconds(milliseconds).replaceAll(":", "-");
}
