// Ends events: the recording, verified; then what was recorded, kept as a file; then the rest of the stack.
import path from "node:path";
import { keep, readArguments } from "./arguments.mjs";
import { EXIT_CODES, exitWith, WrongUse } from "./exitCodes.mjs";
import { nameOf } from "./preview.mjs";
import { LOCK_WAIT_OPTION, mustSucceed, pulumi, pulumiOnceUnlocked, run } from "./pulumi.mjs";
import { fileOf, isDeclared, removedEvents, stacksOfBackend } from "./stacks.mjs";

// Without STACK: every event that the backend still has and this repository no longer declares.
const USAGE = "pipeline/event-end.mjs [STACK …] [--lock-wait SECONDS] [--manifests FOLDER]";

/** Settings of the provider that the package's command takes too, by the flags that it has for them. */
const SETTINGS = {
  "alicloud-ice:region": "--region",
  "alicloud-ice:endpoint": "--endpoint",
  "alicloud-ice:ossEndpoint": "--oss-endpoint",
};

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, {
    "lock-wait": LOCK_WAIT_OPTION,
    manifests: { type: "string" },
  });
  const declared = stacks.find(isDeclared);
  if (declared !== undefined) {
    throw new WrongUse(
      `${fileOf(declared)} is still here: the next deployment would record ${declared} again. Remove it from the main branch first.`,
    );
  }
  const ended = [];
  for (const stack of stacks.length > 0 ? stacks : removedEvents(await stacksOfBackend())) {
    const file = values.manifests && path.join(values.manifests, `${encodeURIComponent(stack)}.json`);
    ended.push(await end(stack, Number(values["lock-wait"]), (manifest) => keep(file, textOf(manifest))));
  }
  process.stdout.write(textOf(ended));
  return EXIT_CODES.done;
});

/**
 * @param {string} stack
 * @param {number} lockWaitSeconds
 * @param {(manifest: object) => void} keepManifest
 */
async function end(stack, lockWaitSeconds, keepManifest) {
  const { jobs, settings } = await recordingsIn(stack);
  // Once the stack is destroyed nothing else knows which jobs were its own.
  keepManifest({ stack, jobs });
  if (jobs.length > 0) {
    // Delete makes the stop call and returns once the service has confirmed the end; the files are whole only then.
    const targets = jobs.flatMap(({ urn }) => ["--target", urn]);
    const destroy = ["destroy", "--yes", "--skip-preview", "--target-dependents", ...targets];
    mustSucceed(
      await pulumiOnceUnlocked(stack, destroy, lockWaitSeconds),
      `Ending the recording of ${stack}`,
    );
  }
  const recordings = [];
  for (const job of jobs) recordings.push({ ...job, manifest: await manifestOf(job.jobId, settings) });
  const manifest = { stack, jobs: recordings };
  keepManifest(manifest);
  const rest = ["destroy", "--yes", "--skip-preview"];
  mustSucceed(await pulumiOnceUnlocked(stack, rest, lockWaitSeconds), `Removing the rest of ${stack}`);
  return manifest;
}

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
