import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConcurrentUpdateError, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

/** An event that is to be recorded. Times are UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
export interface EventPlan {
  /** Names the stack, `event-NAME`, and the manifest, `NAME.json`. */
  readonly name: string;
  readonly start: string;
  readonly end: string;
  /** Configuration of the program and the provider, by full key: `event:bucket`, `alicloud-ice:region`. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfig: Readonly<Record<string, string>>;
  /** Where manifests are kept. */
  readonly folder: string;
  readonly onProgress?: (line: string) => void;
}

const PROGRAM = path.join(__dirname, "..", "program");
const LOOK_SECONDS = 30;
const LOCK_WAIT_SECONDS = 5;
/** How long after the event its job's lease ends: time for a run that was killed to be started again. */
const LEASE_MARGIN_SECONDS = 600;

/**
 * Records one event: waits for its start, makes its stack, watches it to its end, stops the recording, keeps what it
 * left behind as a manifest, and removes the stack. Safe to be killed at any moment and started again with the same
 * plan: every step looks at what is there, and one event makes one recording.
 * @returns the file of the manifest.
 * @throws Error for an event that was over before anybody began.
 */
export async function recordEvent(plan: EventPlan): Promise<string> {
  const manifestFile = path.join(plan.folder, `${plan.name}.json`);
  const say = plan.onProgress ?? (() => undefined);
  if (!(await stackExists(plan))) {
    if (existsSync(manifestFile)) return manifestFile;
    if (Date.now() >= Date.parse(plan.end))
      throw new Error(`${plan.name} was over at ${plan.end}: nothing was recorded.`);
  }
  const stack = await openStack(plan);
  if (!existsSync(manifestFile)) {
    await until(plan.start, say, "the start");
    const jobId = await record(plan, stack, say);
    say("stopping the recording");
    await up(stack, { stage: "over", jobId });
    // The program runs before what has left it is deleted: only now does its manifest know the end.
    const { outputs } = await up(stack, {});
    keep(manifestFile, outputs.manifest?.value);
    say(`the manifest is in ${manifestFile}`);
  }
  await unlocked(stack, () => stack.destroy());
  await stack.workspace.removeStack(stack.name);
  say("the stack is removed");
  return manifestFile;
}

/** Records until the event is over. @returns the job's id; also of a recording that an earlier run has stopped. */
async function record(plan: EventPlan, stack: Stack, say: (line: string) => void): Promise<string> {
  const config = await stack.getAllConfig();
  if (config["event:stage"]?.value === "over") return config["event:jobId"]?.value ?? "";
  const { outputs } = await up(stack, { stage: "recording" });
  const jobId = String(outputs.jobId?.value);
  say(`job ${jobId} records`);
  await until(plan.end, say, `the end of job ${jobId}`);
  return jobId;
}

async function openStack({ name, end, config, secretConfig }: EventPlan): Promise<Stack> {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: `event-${name}`, workDir: PROGRAM });
  const endAt = utcSeconds(Date.parse(end) + LEASE_MARGIN_SECONDS * 1_000);
  const plain = Object.entries({ ...config, "event:endAt": endAt }).map(([key, value]) => [key, { value }]);
  const secret = Object.entries(secretConfig).map(([key, value]) => [key, { value, secret: true }]);
  await stack.setAllConfig(Object.fromEntries([...plain, ...secret]));
  return stack;
}

async function stackExists({ name }: EventPlan): Promise<boolean> {
  const stacks = await (await LocalWorkspace.create({ workDir: PROGRAM })).listStacks();
  return stacks.some((stack) => stack.name === `event-${name}`);
}

async function up(
  stack: Stack,
  settings: Readonly<Record<string, string>>,
): Promise<Awaited<ReturnType<Stack["up"]>>> {
  const config = Object.entries(settings).map(([key, value]) => [`event:${key}`, { value }]);
  await stack.setAllConfig(Object.fromEntries(config));
  return unlocked(stack, () => stack.up());
}

/** What a killed run has left locked is unlocked; what a living command holds is waited for. */
async function unlocked<Result>(stack: Stack, command: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await command();
    } catch (thrown) {
      if (!(thrown instanceof ConcurrentUpdateError)) throw thrown;
      const holder = Number(/\(pid (\d+)\)/.exec(thrown.message)?.[1]);
      if (isAlive(holder)) await sleep(LOCK_WAIT_SECONDS * 1_000);
      else await stack.cancel();
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function utcSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

async function until(time: string, say: (line: string) => void, awaited: string): Promise<void> {
  for (;;) {
    const left = Math.ceil((Date.parse(time) - Date.now()) / 1_000);
    if (left <= 0) return;
    say(`${left} s to ${awaited}`);
    await sleep(Math.min(left, LOOK_SECONDS) * 1_000);
  }
}

/** Written beside and renamed: a manifest that is there is whole. */
function keep(file: string, manifest: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

if (require.main === module) {
  const plan: EventPlan = JSON.parse(readFileSync(process.argv[2] ?? "event.json", "utf8"));
  recordEvent({ ...plan, onProgress: (line) => process.stdout.write(`${line}\n`) }).catch(
    (thrown: unknown) => {
      process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
      process.exitCode = 1;
    },
  );
}
