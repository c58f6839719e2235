// Ends an event: its recording, verified; then what was recorded, kept as a file; then the rest of the stack.
import { existsSync } from "node:fs";
import { keep, onlyStack, readArguments } from "./arguments.mjs";
import { EXIT_CODES, exitWith, WrongUse } from "./exitCodes.mjs";
import { nameOf } from "./preview.mjs";
import { LOCK_WAIT_OPTION, mustSucceed, pulumi, pulumiOnceUnlocked, run } from "./pulumi.mjs";

const USAGE = "pipeline/event-end.mjs STACK [--lock-wait SECONDS] [--manifest FILE]";

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, {
    "lock-wait": LOCK_WAIT_OPTION,
    manifest: { type: "string" },
  });
  const stack = onlyStack(USAGE, stacks);
  const file = `Pulumi.${stack.split("/").at(-1)}.yaml`;
  if (existsSync(file)) {
    throw new WrongUse(
      `${file} is still here: the next deployment would record ${stack} again. Remove it from the main branch first.`,
    );
  }
  const lockWaitSeconds = Number(values["lock-wait"]);
  const jobs = await jobsIn(stack);
  // Once the stack is destroyed nothing else knows which jobs were its own.
  keep(values.manifest, textOf({ stack, jobs }));
  if (jobs.length > 0) {
    // Delete makes the stop call and returns once the service has confirmed the end; the files are whole only then.
    const targets = jobs.flatMap(({ urn }) => ["--target", urn]);
    const end = ["destroy", "--yes", "--skip-preview", "--target-dependents", ...targets];
    mustSucceed(await pulumiOnceUnlocked(stack, end, lockWaitSeconds), `Ending the recording of ${stack}`);
  }
  const manifest = textOf({ stack, jobs: await Promise.all(jobs.map(withFiles(stack))) });
  process.stdout.write(manifest);
  keep(values.manifest, manifest);
  const rest = ["destroy", "--yes", "--skip-preview"];
  mustSucceed(await pulumiOnceUnlocked(stack, rest, lockWaitSeconds), `Removing the rest of ${stack}`);
  return EXIT_CODES.done;
});

/**
 * The recordings that the stack owns.
 * @param {string} stack
 * @returns {Promise<{ name: string, jobId: string, urn: string }[]>}
 */
async function jobsIn(stack) {
  const end = await pulumi(stack, ["stack", "export"], { isShown: false });
  /** @type {{ deployment: { resources?: { urn: string, id?: string }[] } }} */
  const { deployment } = JSON.parse(mustSucceed(end, `Reading the state of ${stack}`));
  return (deployment.resources ?? []).flatMap(({ urn, id }) => {
    const { kind, name } = nameOf(urn);
    return kind === "LiveRecordJob" && id !== undefined ? [{ name, jobId: id, urn }] : [];
  });
}
