import type { CycleContext, FormatRecorder } from "./cycle";
import { FileRecorder } from "./fileRecorder";
import { M3u8Recorder } from "./m3u8Recorder";
import type { RecordFormat } from "./recordingTypes";

/** One recorder for each format of a template, in its order; each keeps its own cycles. */
export function makeFormatRecorders(
  context: CycleContext,
  formats: readonly RecordFormat[],
): FormatRecorder[] {
  return formats.map((format, index) => {
    const label = `${index}-${format.Format}`;
    return format.Format === "m3u8"
      ? new M3u8Recorder(context, format, label)
      : new FileRecorder(context, format, label);
  });
}
