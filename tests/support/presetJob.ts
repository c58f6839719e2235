import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { STREAM_URL } from "./programs";

const PRESET_FLV = "00000000-0000-4000-8000-0000000000a3";

/** The bucket that `presetJobProgram` records to. It belongs to no stack. */
export const PRESET_BUCKET = "recordings";

/** What a test cares for; each text is JavaScript, written as in a program. */
export interface PresetJobParts {
  /** Logical names of the jobs; default one, `show`. */
  names?: string[];
  /** Address of the stream; nobody pushes the default one. */
  url?: string;
  /** Fields of the job's args, over the defaults below. */
  job?: string;
  /** Fields of the job's resource options. */
  jobOptions?: string;
}

/** A program of jobs alone, with a preset and a bucket that is there: the fastest stack with a job. */
export function presetJobProgram({
  names = ["show"],
  url = STREAM_URL,
  job = "",
  jobOptions = "",
}: PresetJobParts = {}): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    for (const name of ${JSON.stringify(names)}) {
      new ice.LiveRecordJob(name, {
        templateId: "${PRESET_FLV}",
        streamInput: { type: "rtmp", url: ${JSON.stringify(url)} },
        recordOutput: { type: "oss", bucket: "${PRESET_BUCKET}" },
        ${job}
      }, { ${jobOptions} });
    }
  `;
}

/** The local IMS as it was at the start, with the bucket of `presetJobProgram`. */
export async function startOver(emulator: Emulator): Promise<void> {
  await emulator.reset();
  emulator.store.createBucket(PRESET_BUCKET);
}
