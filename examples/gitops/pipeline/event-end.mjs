// Ends an event: its recording, verified; then what was recorded, kept as a file; then the rest of the stack.
import { existsSync, readFileSync } from "node:fs";
import { keep, onlyStack, readArguments } from "./arguments.mjs";
import { EXIT_CODES, exitWith, WrongUse } from "./exitCodes.mjs";
import { nameOf } from "./preview.mjs";
import { LOCK_WAIT_OPTION, mustSucceed, pulumi, pulumiOnceUnlocked, run } from "./pulumi.mjs";

const USAGE = "pipeline/event-end.mjs STACK [--lock-wait SECONDS] [--manifest FILE]";

/** Settings of the provider that the package's command takes too, by the flags that it has for them. */
const SETTINGS = {
  "alicloud-ice:region": "--region",
  "alicloud-ice:endpoint": "--endpoint",
  "alicloud-ice:ossEndpoint": "--oss-endpoint",
};

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, {
    "lock-wait": LOCK_WAIT_OPTION,
    manifest: { type: "string" },
  });
  const stack = onlyStack(USAGE, stacks);
  const file = `Pulumi.${stack.split("/").at(-1)}.yaml`;
  // Pulumi itself makes one that holds nothing but the salt of the state.
  if (existsSync(file) && /^config:/m.test(readFileSync(file, "utf8"))) {
    throw new WrongUse(
      `${file} is still here: the next deployment would record ${stack} again. Remove it from the main branch first.`,
    );
  }
  const lockWaitSeconds = Number(values["lock-wait"]);
  const { jobs, settings } = await recordingsIn(stack);
  // Once the stack is destroyed nothing else knows which jobs were its own.
  keep(values.manifest, textOf({ stack, jobs }));
  if (jobs.length > 0) {
    // Delete makes the stop call and returns once the service has confirmed the end; the files are whole only then.
    const targets = jobs.flatMap(({ urn }) => ["--target", urn]);
    const end = ["destroy", "--yes", "--skip-preview", "--target-dependents", ...targets];
    mustSucceed(await pulumiOnceUnlocked(stack, end, lockWaitSeconds), `Ending the recording of ${stack}`);
  }
  const recordings = [];
  for (const job of jobs) recordings.push({ ...job, manifest: await manifestOf(job.jobId, settings) });
  const manifest = textOf({ stack, jobs: recordings });
  process.stdout.write(manifest);
  keep(values.manifest, manifest);
  const rest = ["destroy", "--yes", "--skip-preview"];
  mustSucceed(await pulumiOnceUnlocked(stack, rest, lockWaitSeconds), `Removing the rest of ${stack}`);
  return EXIT_CODES.done;
});

/** @param {object} content */
function textOf(content) {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * The recordings that the stack owns, and where they live: its configuration is no longer here to say it, but the state
 * keeps what the last deployment gave the provider.
 * @param {string} stack
 */
async function recordingsIn(stack) {
  const end = await pulumi(stack, ["stack", "export"], { isShown: false });
  /** @type {{ deployment: { resources?: { urn: string, id?: string, inputs?: Record<string, unknown> }[] } }} */
  const { deployment } = JSON.parse(mustSucceed(end, `Reading the state of ${stack}`));
  const resources = deployment.resources ?? [];
  const provider = resources.find(({ urn }) => urn.includes("::pulumi:providers:pulumi-nodejs::"));
  return {
    jobs: resources.flatMap(({ urn, id }) => {
      const { kind, name } = nameOf(urn);
      return kind === "LiveRecordJob" && id !== undefined ? [{ name, jobId: id, urn }] : [];
    }),
    settings: Object.entries(SETTINGS).flatMap(([key, flag]) => {
      const value = provider?.inputs?.[key];
      return typeof value === "string" ? [flag, value] : [];
    }),
  };
}

/**
 * @param {string} jobId
 * @param {readonly string[]} settings
 */
async function manifestOf(jobId, settings) {
  const args = ["--no-install", "pulumi-alicloud-ice", "manifest", jobId, ...settings];
  const { exitCode, stdout } = await run("npx", args, { isShown: false });
  if (exitCode !== 0) throw new Error(`The files of job ${jobId} could not be listed.`);
  return JSON.parse(stdout);
}
