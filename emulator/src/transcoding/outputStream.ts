/** The application that all output streams have at the local origin. */
export const OUTPUT_APP = "transcode";
/** Leads nowhere, as does every stream without media. */
const NO_ORIGIN = "rtmp://no-media.invalid";

/**
 * Where the output of a job is pulled from. Fixed by the job alone: an update of its input does not move it.
 * @param originUrl `rtmp://HOST:PORT`; undefined without media.
 */
export function outputUrl(originUrl: string | undefined, jobId: string): string {
  return `${originUrl ?? NO_ORIGIN}/${OUTPUT_APP}/${jobId}`;
}
