import { Command } from "commander";
import { listJobs } from "../../provider/recording/jobs";
import { type ShownJob, shownJobs } from "../jobs/shownJobs";
import { explained, openAccess } from "../stack";
import { type SettingOptions, withSettingOptions } from "../stackOptions";
import { ownersOf } from "../state/owners";
import { readStates } from "../state/stateFiles";
import { table } from "../table";

interface JobsOptions extends SettingOptions {
  readonly state?: readonly string[];
  readonly running?: true;
  readonly json?: true;
}

/** `jobs`: what records in the account and region, and whose it is. */
export function jobsCommand(): Command {
  const command = new Command("jobs")
    .description("List running and ended recordings of the account and region, and the stacks that own them.")
    .option(
      "--state <place...>",
      "files of `pulumi stack export`, or folders of a file backend, to find owners in",
    )
    .option("--running", "leave out those that say paused")
    .option("--json", "write JSON")
    .action(run)
    .addHelpText(
      "after",
      "\nThe service looks at most 30 days back. Streams are shown by number: equal numbers, one stream.",
    );
  return withSettingOptions(command);
}

async function run(options: JobsOptions): Promise<void> {
  const owners = ownersOf("LiveRecordJob", readStates(options.state ?? []));
  const access = openAccess(options, (line) => process.stderr.write(`${line}\n`));
  const jobs = await listJobs(access.services, {}).catch((thrown: unknown) => {
    throw explained(access, thrown);
  });
  const shown = shownJobs(jobs, owners).filter(({ status }) => !options.running || status !== "paused");
  process.stdout.write(options.json ? `${JSON.stringify({ jobs: shown }, null, 2)}\n` : `${textOf(shown)}\n`);
}

function textOf(jobs: readonly ShownJob[]): string {
  if (jobs.length === 0) return "no jobs in the last 30 days";
  return table(
    ["JOB", "NAME", "STATUS", "SINCE", "STREAM", "STACK"],
    jobs.map(({ jobId, name, status, since = "-", stream, owner }) => [
      jobId,
      name,
      status,
      since,
      stream === undefined ? "-" : `${stream.number} ${stream.url}`,
      owner === undefined ? "-" : `${owner.project}/${owner.stack}`,
    ]),
  );
}
