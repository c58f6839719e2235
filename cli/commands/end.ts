import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { ResourceError } from "../../provider/handler";
import { getJob, statusOf } from "../../provider/recording/jobs";
import { type StopCall, stopByCall } from "../../provider/recording/stopCalls";
import { awaitEndByItself, confirmEnd, sightEnd } from "../../provider/recording/verifiedEnd";
import { maskUrl } from "../../provider/rules/masking";
import { type Access, contextOf, explained, openAccess } from "../stack";
import { type SettingOptions, withSettingOptions } from "../stackOptions";
import { ownersOf } from "../state/owners";
import { readStates } from "../state/stateFiles";

interface EndOptions extends SettingOptions {
  readonly state?: readonly string[];
  readonly forbidLiveStream?: StopCall;
  readonly stopLiveTranscodeJob?: string;
  readonly timeout: number;
  readonly yes?: true;
  readonly json?: true;
}

const DEFAULT_TIMEOUT_SECONDS = 480;
const MAX_TIMEOUT_SECONDS = 3_600;

/** `end`: ends one job that is in no stack, as delete would. */
export function endCommand(): Command {
  const command: Command = new Command("end")
    .description("End a recording that no stack owns: the stop call, and the end as the service confirms it.")
    .argument("<JOB_ID>", "the job, as `jobs` and `orphans` name it")
    .addOption(
      new Option(
        "--forbid-live-stream <domain/app/stream>",
        "take this stream off the air until the job has ended; the domain is the ingest domain",
      ).argParser(stopCallFrom),
    )
    .addOption(
      new Option(
        "--stop-live-transcode-job <id>",
        "stop this relay, whose output the job records; the original stream goes on",
      ).conflicts("forbidLiveStream"),
    )
    .option("--state <place...>", "refuse a job that one of these states owns")
    .option(
      "--timeout <seconds>",
      `how long the end may take, up to ${MAX_TIMEOUT_SECONDS}`,
      timeoutFrom,
      DEFAULT_TIMEOUT_SECONDS,
    )
    .option("-y, --yes", "do not ask")
    .option("--json", "write JSON")
    .action((jobId: string, options: EndOptions) => run(command, jobId, options))
    .addHelpText(
      "after",
      "\nWithout a stop call it waits as long as a lost stream needs to end the job: IMS publishes no call that stops one.",
    );
  return withSettingOptions(command);
}

function stopCallFrom(text: string): StopCall {
  const [, domainName, appName, streamName] = /^([a-z0-9.-]+)\/([^/?\s]+)\/([^/?\s]+)$/i.exec(text) ?? [];
  if (domainName === undefined || appName === undefined || streamName === undefined) {
    throw new InvalidArgumentError("It must be DOMAIN/APP/STREAM, such as push.example.com/live/show.");
  }
  return { kind: "forbidLiveStream", domainName, appName, streamName };
}

function timeoutFrom(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_TIMEOUT_SECONDS) return seconds;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_TIMEOUT_SECONDS}.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function run(command: Command, jobId: string, options: EndOptions): Promise<void> {
  const owner = ownersOf("LiveRecordJob", readStates(options.state ?? [])).get(jobId);
  if (owner !== undefined) {
    throw new ResourceError(
      `Job ${jobId} belongs to the stack ${owner.project}/${owner.stack}: nothing was done. Remove it from that program and run \`pulumi up\`.`,
    );
  }
  const access = openAccess(options, say);
  try {
    const outcome = await end(command, access, jobId, options);
    process.stdout.write(
      options.json ? `${JSON.stringify({ jobId, outcome })}\n` : `job ${jobId}: ${outcome}\n`,
    );
  } catch (thrown) {
    throw explained(access, thrown);
  }
}

/** How it came out, in a word; whatever is no end is thrown. */
async function end(
  command: Command,
  access: Access,
  jobId: string,
  { forbidLiveStream, stopLiveTranscodeJob, timeout, yes }: EndOptions,
): Promise<"ended" | "had ended"> {
  const ctx = contextOf(access, "", jobId, say, say);
  const job = await getJob(ctx, jobId);
  if (job === "gone") throw new ResourceError(`There is no job ${jobId} in ${ctx.settings.region}.`);
  if ((await confirmEnd(ctx, jobId, sightEnd(ctx, jobId, job, {}))).ended) return "had ended";
  const stream = job.streamInput?.url ? ` of ${maskUrl(job.streamInput.url)}` : "";
  const what = `job ${jobId} named ${JSON.stringify(job.name ?? "")} (${statusOf(job)} since ${job.createTime ?? "an unknown time"})${stream}`;
  const stopCall: StopCall | undefined =
    stopLiveTranscodeJob === undefined
      ? forbidLiveStream
      : { kind: "stopLiveTranscodeJob", jobId: stopLiveTranscodeJob };
  const how = consequenceOf(stopCall);
  if (!yes && !(await isConfirmed(command, `End ${what}? ${how}`))) {
    throw new ResourceError(`Ending job ${jobId} was not confirmed: nothing was done.`);
  }
  const deadline = ctx.clock.now() + timeout * 1_000;
  if (stopCall) {
    await stopByCall(ctx, jobId, stopCall, deadline);
    return "ended";
  }
  if (await awaitEndByItself(ctx, jobId, deadline)) return "ended";
  throw new ResourceError(
    `Job ${jobId} still records, and IMS publishes no call that stops a record job. End its stream, or give --forbid-live-stream or --stop-live-transcode-job.`,
  );
}

function consequenceOf(stopCall: StopCall | undefined): string {
  switch (stopCall?.kind) {
    case "forbidLiveStream":
      return `Viewers of ${stopCall.appName}/${stopCall.streamName} lose the stream until the job has ended.`;
    case "stopLiveTranscodeJob":
      return `The relay ${stopCall.jobId} is stopped for good; the original stream goes on.`;
    default:
      return "No stop call was given: only a stream that goes away ends it.";
  }
}

async function isConfirmed(command: Command, question: string): Promise<boolean> {
  if (!process.stdin.isTTY) command.error("error: nobody can be asked here; give --yes");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // ^C and ^D are a no: what they do to a question differs between versions of Node.
  const isLeft = new Promise<string>((resolve) => {
    terminal.once("SIGINT", () => resolve("no"));
    terminal.once("close", () => resolve("no"));
  });
  try {
    const isAnswered = terminal.question(`${question} [y/N] `).catch(() => "no");
    return /^y(es)?$/i.test((await Promise.race([isAnswered, isLeft])).trim());
  } finally {
    terminal.close();
  }
}
