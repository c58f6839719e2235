import { Command } from "commander";
import { readManifest } from "../../provider/recording/readManifest";
import { explained, openAccess } from "../stack";
import { type SettingOptions, withSettingOptions } from "../stackOptions";

interface ManifestOptions extends SettingOptions {
  readonly successors?: true;
}

/** `manifest`: what a recording left behind, as JSON. */
export function manifestCommand(): Command {
  const command = new Command("manifest")
    .description("Write which files there are of a recording, its gaps and its seconds, as JSON.")
    .argument("<JOB_ID>", "the job")
    .option("--successors", "also of the jobs that were submitted after it for the same declaration")
    .action(run)
    .addHelpText(
      "after",
      "\nWhat is being written is missing: a file is listed once its cycle or its job has ended.",
    );
  return withSettingOptions(command);
}

async function run(jobId: string, options: ManifestOptions): Promise<void> {
  const access = openAccess(options, (line) => process.stderr.write(`${line}\n`));
  const query = { jobId, successors: options.successors === true };
  const manifest = await readManifest(access.services, query).catch((thrown: unknown) => {
    throw explained(access, thrown);
  });
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
}
