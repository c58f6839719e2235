import { Command } from "commander";
import { utcSeconds } from "../../provider/clock";
import { listJobs, stillRecords } from "../../provider/recording/jobs";
import { leaseEnd } from "../../provider/recording/lease";
import { EXIT_CODES } from "../exitCodes";
import { findingsIn, type Lease } from "../jobs/findings";
import { type ShownJob, shownJobs } from "../jobs/shownJobs";
import { explained, openAccess } from "../stack";
import { type SettingOptions, withSettingOptions } from "../stackOptions";
import { type Owner, ownersOf } from "../state/owners";
import { readStates } from "../state/stateFiles";

interface OrphansOptions extends SettingOptions {
  readonly state: readonly string[];
  readonly json?: true;
}

/** `orphans`: running jobs that nobody would miss. */
export function orphansCommand(): Command {
  const command = new Command("orphans")
    .description(
      "Find recordings that run and should not: in no stack given, two on one stream, or past their lease.",
    )
    .requiredOption(
      "--state <place...>",
      "files of `pulumi stack export`, or folders of a file backend: all stacks of the account and region",
    )
    .option("--json", "write JSON")
    .action(run)
    .addHelpText("after", "\nExit code 3 when something was found.");
  return withSettingOptions(command);
}

async function run(options: OrphansOptions): Promise<void> {
  const owners = ownersOf("LiveRecordJob", readStates(options.state));
  const access = openAccess(options, (line) => process.stderr.write(`${line}\n`));
  const jobs = await listJobs(access.services, {}).catch((thrown: unknown) => {
    throw explained(access, thrown);
  });
  const running = shownJobs(jobs.filter(stillRecords), owners);
  const findings = findingsIn(running, overdueOf(running, owners, access.services.clock.now()));
  if (options.json)
    process.stdout.write(`${JSON.stringify({ running: running.length, findings }, null, 2)}\n`);
  else for (const { message } of findings) process.stdout.write(`${message}\n`);
  if (!options.json && findings.length === 0) {
    process.stdout.write(`${running.length} jobs record, each in one stack and on a stream of its own\n`);
  }
  if (findings.length > 0) process.exitCode = EXIT_CODES.found;
}

function overdueOf(running: readonly ShownJob[], owners: ReadonlyMap<string, Owner>, now: number): Lease[] {
  return running.flatMap(({ jobId, since }) => {
    const { maxDuration, endAt } = owners.get(jobId)?.resource.outputs ?? {};
    const lease = {
      ...(typeof maxDuration === "number" ? { maxDuration } : {}),
      ...(typeof endAt === "string" ? { endAt } : {}),
    };
    const end = leaseEnd(lease, since);
    return end === undefined || end > now ? [] : [{ jobId, overSince: utcSeconds(end) }];
  });
}
