import { Command, InvalidArgumentError, Option } from "commander";
import type { RecordFile } from "../../provider/client/ice";
import { ProviderError } from "../../provider/error";
import { type DeletableFile, deletable, deleteFiles } from "../../provider/recording/fileDeletion";
import { stillRecords } from "../../provider/recording/jobs";
import { type ListedRecording, listRecording } from "../../provider/recording/readManifest";
import { explained, openStack } from "../stack";
import { type StackOptions, withStackOptions } from "../stackOptions";

interface DeleteFilesOptions extends StackOptions {
  readonly keepDays: number;
  readonly format?: string;
  readonly successors?: true;
  readonly startTime?: string;
  readonly removeObjects?: true;
  readonly yes?: true;
}

/** `delete-files`: removes what a recording has left behind. Shows what it would remove unless it is told to. */
export function deleteFilesCommand(): Command {
  const command = new Command("delete-files")
    .description("Delete the recorded files of a job. Without --yes it only lists them.")
    .argument("<JOB_ID>", "the job, as the service gave its id; it may be gone from the stack")
    .addOption(
      new Option("--keep-days <days>", "keep files that ended less than so many days ago")
        .argParser(parseDays)
        .default(0),
    )
    .addOption(new Option("--format <format>", "only files of this format").choices(["m3u8", "mp4", "flv"]))
    .option("--successors", "also of the jobs that were submitted after it under the same name")
    .option("--start-time <time>", "where to begin looking, UTC; for a job that the service no longer knows")
    .option("--remove-objects", "delete the objects in the bucket too, not their records alone")
    .option("--yes", "delete; without it nothing is changed")
    .action((jobId: string, options: DeleteFilesOptions) => run(jobId, options));
  return withStackOptions(command);
}

function parseDays(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of days of at least 0.");
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function run(jobId: string, options: DeleteFilesOptions): Promise<void> {
  const stack = openStack(options, say);
  const { services } = stack;
  try {
    const found = await listRecording(services, {
      jobId,
      successors: options.successors === true,
      ...(options.format ? { recordFormat: options.format } : {}),
      ...(options.startTime ? { startTime: options.startTime } : {}),
    });
    const files = deletable(found.files, options.keepDays, services.clock.now());
    show(found, files);
    if (files.length === 0) return;
    const what = `${files.length} of ${found.files.length} files${options.removeObjects ? ", and their objects" : ""}`;
    if (!options.yes) {
      say(`${what} would be deleted. Nothing was changed: add --yes to delete them.`);
      return;
    }
    const left = await deleteFiles(services, files, options.removeObjects === true, found.span);
    if (left.length > 0) throw leftOver(left);
    say(`${what} were deleted.`);
  } catch (thrown) {
    throw explained(stack, thrown);
  }
}

/** What goes, a line each on stdout; what should be known of it on stderr. */
function show({ jobs, files }: ListedRecording, chosen: readonly DeletableFile[]): void {
  for (const { recordId, format, startTime, endTime, duration, recordUrl } of chosen) {
    process.stdout.write(
      `${[recordId, format, startTime, endTime, `${duration ?? "?"} s`, recordUrl].join("\t")}\n`,
    );
  }
  for (const job of jobs) {
    if (job.status !== undefined && stillRecords(job)) {
      say(`job ${job.jobId} still records: the file that is being written is not listed yet`);
    }
  }
  if (chosen.length === 0) say(`no file is to be deleted; ${files.length} are listed`);
}

function leftOver(left: readonly RecordFile[]): ProviderError {
  const ids = left.map(({ recordId }) => recordId).join(", ");
  return new ProviderError(
    "DeletionError",
    `DeleteLiveRecordFiles was answered, but ${left.length} files are still listed: ${ids}. Run the same command again; if they stay, the IMS console shows more of them.`,
  );
}
