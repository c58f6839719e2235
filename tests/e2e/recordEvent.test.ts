import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { JobReport } from "pulumi-alicloud-ice-emulator";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { createProgramFolder } from "../../tools/programFolder";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { stackEnvironment } from "../../tools/stack/environment";
import { endProcesses, findMarkedProcesses, waitUntil } from "../../tools/stack/processes";
import { callsOf, configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { StackCommand } from "../support/stackCommand";

const EXAMPLE = path.join(REPOSITORY_ROOT, "examples", "event");
const STREAM_WINDOW_SECONDS = 6;
/** The recording is made while this passes, from the moment at which the plan is written. */
const EVENT_SECONDS = 12;
const RECONNECT_SECONDS = 2;
const ARRIVAL_LIMIT_MILLISECONDS = 120_000;

const ims = useLocalIms({ streamWindowSeconds: STREAM_WINDOW_SECONDS });
let example = "";
beforeAll(async () => {
  const { runFolder, nodeModules } = inject("e2e");
  example = createProgramFolder(runFolder, nodeModules, filesOf(EXAMPLE));
  const compiler = path.join(example, "node_modules", "typescript", "bin", "tsc");
  const { exitCode, output } = await new StackCommand(process.execPath, [compiler], example, process.env)
    .result;
  expect(exitCode, output).toBe(0);
});

/** The example's own files, as a user copies them. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter(
    (name) => /\.(ts|json|yaml)$/.test(name) && !/^(dist|node_modules)\//.test(name),
  );
  return Object.fromEntries(files.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

/** One event with a stream, a backend and processes of its own. */
class Event {
  readonly root = mkdtempSync(path.join(inject("e2e").runFolder, "event-"));
  private readonly env: NodeJS.ProcessEnv;
  private readonly planFile = path.join(this.root, "plan.json");

  constructor(
    readonly name: string,
    private readonly seconds = EVENT_SECONDS,
  ) {
    const places = { backend: path.join(this.root, "backend"), home: path.join(this.root, "home") };
    for (const place of Object.values(places)) mkdirSync(place);
    const { searchPath } = inject("e2e");
    const { PULUMI_STACK: _none, ...env } = stackEnvironment({
      ...places,
      folder: this.root,
      stack: "",
      searchPath,
    });
    // A crash may come while state is written. The file backend writes its attribute files in place: one that is left
    // empty makes every later command end in "EOF". Without them a state file is replaced as a whole.
    this.env = { ...env, PULUMI_BACKEND_URL: `file://${places.backend}?metadata=skip` };
    // Reports mask the addresses of streams: the bucket says whose a job is.
    ims().store.createBucket(this.bucket);
    ims().streams.startSynthetic("live", name, { reconnectAfterSeconds: RECONNECT_SECONDS });
    writeFileSync(this.planFile, JSON.stringify(this.plan()));
  }

  private get bucket(): string {
    return `recordings-of-${this.name}`;
  }

  /** Told apart by it in the service's log, which shows no names of streams. */
  private get ingestDomain(): string {
    return `${this.name}.push.example.com`;
  }

  private plan() {
    const utc = (seconds: number) => `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;
    return {
      name: this.name,
      start: utc(0),
      end: utc(this.seconds),
      folder: path.join(this.root, "manifests"),
      config: {
        ...configFor(ims()),
        "event:bucket": this.bucket,
        "event:ingestDomain": this.ingestDomain,
        "event:appName": "live",
        "event:streamName": this.name,
      },
      secretConfig: {
        ...secretConfigFor(ims()),
        "event:streamUrl": `${ims().rtmp}/live/${this.name}`,
      },
    };
  }

  start(): StackCommand {
    const args = [path.join(example, "dist", "recordEvent.js"), this.planFile];
    return new StackCommand(process.execPath, args, this.root, this.env);
  }

  /** Ends it with everything that it has started, as when its machine goes down. */
  async crash(): Promise<void> {
    await endProcesses(() => findMarkedProcesses(this.root));
  }

  jobs(): JobReport[] {
    return ims()
      .jobs()
      .filter(({ bucket }) => bucket === this.bucket);
  }

  manifestFiles(): string[] {
    const folder = path.join(this.root, "manifests");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  manifest() {
    return JSON.parse(readFileSync(path.join(this.root, "manifests", `${this.name}.json`), "utf8"));
  }

  hasStack(): boolean {
    return existsSync(
      path.join(this.root, "backend", ".pulumi", "stacks", "event", `event-${this.name}.json`),
    );
  }

  forbids(): number {
    const calls = ims()
      .requests()
      .filter(({ action }) => action === "ForbidLiveStream");
    return calls.filter(({ parameters }) => parameters?.DomainName === this.ingestDomain).length;
  }
}

/** One recording, one manifest that says what it left behind, and no stack. */
function expectDone(event: Event): void {
  const jobs = event.jobs();
  expect(jobs.map(({ status }) => status)).toEqual(["paused"]);
  expect(event.manifestFiles()).toEqual([`${event.name}.json`]);
  const manifest = event.manifest();
  expect(manifest.jobs).toMatchObject([{ jobId: jobs[0]?.jobId, status: "paused", endReason: "streamLost" }]);
  expect(manifest.formats).toHaveLength(1);
  expect(event.hasStack()).toBe(false);
  expect(JSON.stringify(manifest)).not.toContain("auth_key");
}

describe.concurrent("one event is one recording, one manifest and no stack left", () => {
  it("from start to end", async () => {
    const event = new Event("whole");
    const { exitCode, output } = await event.start().result;
    expect(exitCode, output).toBe(0);
    expectDone(event);
    expect(event.forbids()).toBe(1);
    const again = await event.start().result;
    expect([again.exitCode, again.output]).toEqual([0, ""]);
    expect(event.jobs()).toHaveLength(1);
  });

  it.each<[string, (event: Event, run: StackCommand) => boolean]>([
    ["its-stack-was-made", (event) => event.hasStack()],
    ["it-was-submitted", (event) => event.jobs().length > 0],
    ["it-recorded", (_event, run) => run.output.includes(" records")],
    ["it-was-stopping", (event) => event.forbids() > 0],
    ["its-manifest-was-kept", (event) => event.manifestFiles().some((file) => file.endsWith(".json"))],
  ])("also when the machine went down after %s", async (name, hasCome) => {
    const event = new Event(name);
    const run = event.start();
    await waitUntil(name, () => hasCome(event, run) || undefined, ARRIVAL_LIMIT_MILLISECONDS);
    await event.crash();
    await run.result;
    const { exitCode, output } = await event.start().result;
    expect(exitCode, output).toBe(0);
    expectDone(event);
  });
});

it("that was over before anybody began makes nothing", async () => {
  const event = new Event("missed", -1);
  const { exitCode, output } = await event.start().result;
  expect([exitCode, output]).toEqual([1, expect.stringContaining("nothing was recorded")]);
  expect([event.hasStack(), event.jobs()]).toEqual([false, []]);
});

it("made no call that nobody asked for", () => {
  expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(6);
});
