import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import {
  InfraRepository,
  type InfraRepositorySpec,
  LEASE_SECONDS,
  PLANTED_STREAM,
} from "../support/infraRepository";
import { callsOf, clientOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";

const NOTHING_FOUND = 0;
const FAILED = 1;
const WRONG_USE = 2;
const FOUND = 3;
const CALL_TIME_LIMIT_MILLISECONDS = 60_000;
const STREAM_WINDOW_SECONDS = 180;

interface DriftReport {
  stack: string;
  hasDrifted: boolean;
  errors: string[];
  findings: { what: string; isDrift: boolean; kind: string; name: string; id?: string }[];
}

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
afterEach(() => ims().reset());

const create = (spec: InfraRepositorySpec = {}): Promise<InfraRepository> =>
  InfraRepository.create(stacks, ims(), spec);

async function deployed(): Promise<InfraRepository> {
  const repository = await create();
  succeeded(await repository.run("deploy.mjs event-launch"));
  return repository;
}

describe("pull-request", () => {
  it("previews without a key and without a call, and says what the change does to the recording", async () => {
    const repository = await create();
    const first = await repository.run("pull-request.mjs --comment artifacts/preview.md");
    succeeded(first);
    expect(first.stdout).toMatch(/^<!-- recordings -->\n### Preview of `event-launch`: 4 to create/);
    expect(first.stdout).toContain("| LiveRecordJob `show` | create | starts a recording |");
    expect(ims().requests()).toEqual([]);

    succeeded(await repository.run("deploy.mjs event-launch"));
    const calls = ims().requests().length;
    const unchanged = await repository.run("pull-request.mjs event-launch");
    expect(unchanged.stdout).toContain("### Preview of `event-launch`: no changes");
    await repository.stack.setConfig("recordings:cycleDuration", "600");
    const inPlace = await repository.run("pull-request.mjs event-launch");
    expect(inPlace.stdout).toContain("| LiveRecordTemplate `hls` | update | `recordFormats` |");
    expect(inPlace.stdout).not.toContain("LiveRecordJob");
    await repository.stack.setConfig("recordings:take", "2");
    const replaced = await repository.run("pull-request.mjs event-launch");
    succeeded(replaced);
    expect(replaced.stdout).toMatch(
      /\| LiveRecordJob `show` \| \*\*replace\*\* \| \*\*ends the recording and starts another\*\*; .*`triggers`/,
    );
    expect(replaced.stdout).toContain("> warning: without credentials job");
    expect(ims().requests()).toHaveLength(calls);
    expect(`${first.output}${replaced.output}`).not.toContain(PLANTED_STREAM);
  });

  it("fails and says why when the program does not pass", async () => {
    const repository = await create();
    await repository.stack.setConfig("recordings:cycleDuration", "90000");
    const refused = await repository.run("pull-request.mjs");
    expect(refused.exitCode).toBe(FAILED);
    expect(refused.stdout).toContain("### Preview of `event-launch`: failed");
    expect(refused.stdout).toContain(
      "cycleDuration must be a whole number of seconds from 1 to 21600, got 90000",
    );
  });

  it("of a fork, without state and passphrase, and of a new stack: a first up is previewed, and nothing of it stays", async () => {
    const repository = await create({ language: "typescript" });
    const temporary = path.join(repository.stack.home, "temporary");
    mkdirSync(temporary);
    const fork = await repository.run("pull-request.mjs --throw-away", {
      PULUMI_BACKEND_URL: "",
      PULUMI_CONFIG_PASSPHRASE: "",
      TMPDIR: temporary,
    });
    succeeded(fork);
    expect(fork.stdout).toContain("### Preview of `event-launch`: 4 to create");
    expect(fork.stdout).toContain("placeholders for encrypted values");
    expect(readdirSync(temporary).filter((name) => name.startsWith("throw-away-stack-"))).toEqual([]);
    succeeded(await repository.stack.run("stack", "rm", "--yes", "--preserve-config"));
    const fresh = await repository.run("pull-request.mjs");
    succeeded(fresh);
    expect(fresh.stdout).toContain("### Preview of `event-launch`: 4 to create");
    expect(fresh.stdout).toContain("As a new stack");
    expect(ims().requests()).toEqual([]);
  });
});

describe("deploy", () => {
  it("makes one recording, gives outputs without secrets, and does nothing the second time", async () => {
    const repository = await create();
    // As on a backend that has never seen this stack: only its committed file is there.
    succeeded(await repository.stack.run("stack", "rm", "--yes", "--preserve-config"));
    const first = await repository.run("deploy.mjs event-launch --outputs artifacts/outputs.json");
    succeeded(first);
    const outputs = JSON.parse(first.stdout);
    expect(outputs).toMatchObject({ jobId: recordingJobs(ims())[0]?.jobId, streamUrl: "[secret]" });
    expect(repository.artifact("artifacts/outputs.json")).toEqual(outputs);
    const second = await repository.run("deploy.mjs event-launch");
    succeeded(second);
    expect(second.stderr).toContain("unchanged");
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
    expect(`${first.output}${second.output}`).not.toContain(PLANTED_STREAM);
  });

  it("waits for another command's lock, and gives up at its bound; a look for drift needs none", async () => {
    const repository = await deployed();
    const locks = path.join(
      repository.stack.backend,
      ".pulumi",
      "locks",
      "organization",
      "recordings",
      "event-launch",
    );
    const lock = path.join(locks, "00000000-0000-4000-8000-000000000001.json");
    const hold = (): void => {
      mkdirSync(locks, { recursive: true });
      writeFileSync(
        lock,
        JSON.stringify({ pid: 1, username: "other", hostname: "other", timestamp: new Date() }),
      );
    };
    hold();
    const bounded = await repository.run("deploy.mjs event-launch --lock-wait 0");
    expect(bounded.exitCode).toBe(FAILED);
    expect(bounded.stderr).toContain("was locked for 0 s: nothing was done");
    const drift = await repository.run("drift.mjs event-launch");
    expect(drift.exitCode, drift.output).toBe(NOTHING_FOUND);

    const waiting = repository.start("deploy.mjs event-launch");
    await waitUntil(
      "The lock's notice",
      () => (waiting.output.includes("is locked; trying again") ? true : undefined),
      CALL_TIME_LIMIT_MILLISECONDS,
    );
    rmSync(lock);
    succeeded(await waiting.result);
  });

  it("called in a way that it can't be: exit code 2, and how it is called", async () => {
    const repository = await create();
    const wrong = await repository.run("deploy.mjs");
    expect(wrong.exitCode).toBe(WRONG_USE);
    expect(wrong.stderr).toContain("Usage: node pipeline/deploy.mjs STACK");
  });
});

describe("drift", () => {
  const drift = "drift.mjs event-launch --report artifacts/drift.json";
  const reportOf = (repository: InfraRepository): DriftReport => repository.artifact("artifacts/drift.json");

  it("is clean after a deployment, and stays clean when the recording ended by itself", async () => {
    const repository = await deployed();
    expect(await repository.run(drift)).toMatchObject({ exitCode: NOTHING_FOUND });
    expect(reportOf(repository)).toEqual({
      stack: "event-launch",
      hasDrifted: false,
      findings: [],
      errors: [],
    });

    stacks.pass(PAST_THE_WINDOW_SECONDS);
    const ended = await repository.run(drift);
    expect(ended).toMatchObject({ exitCode: NOTHING_FOUND });
    const { id } = repository.stack.resource("show");
    expect(reportOf(repository)).toMatchObject({
      hasDrifted: false,
      findings: [{ what: "ended", isDrift: false, kind: "LiveRecordJob", name: "show", id }],
    });
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
  });

  it("names what is otherwise and what is gone, and the deployment that follows mends it", async () => {
    const repository = await deployed();
    const bucket = String(repository.stack.resource("recordings").id);
    ims().store.deleteBucket(bucket);
    ims().store.createBucket(bucket, { acl: "public-read" });
    const changed = await repository.run(drift);
    expect(changed.exitCode, changed.output).toBe(FOUND);
    expect(reportOf(repository).findings).toMatchObject([{ what: "changed", isDrift: true, kind: "Bucket" }]);

    await ims().reset();
    const gone = await repository.run(drift);
    expect(gone.exitCode, gone.output).toBe(FOUND);
    expect(
      reportOf(repository)
        .findings.map(({ what, kind }) => `${kind} ${what}`)
        .sort(),
    ).toEqual(["Bucket gone", "LiveRecordJob gone", "LiveRecordTemplate gone"]);
    expect(recordingJobs(ims())).toEqual([]);

    succeeded(await repository.run("deploy.mjs event-launch"));
    expect(recordingJobs(ims())).toHaveLength(1);
    expect(await repository.run(drift)).toMatchObject({ exitCode: NOTHING_FOUND });
  });

  it("names a recording that goes on past its lease", async () => {
    ims().settings.streamWindowSeconds = 2 * LEASE_SECONDS;
    try {
      const repository = await deployed();
      stacks.pass(LEASE_SECONDS + 1);
      const overdue = await repository.run(drift);
      expect(overdue.exitCode, overdue.output).toBe(FOUND);
      const { id } = repository.stack.resource("show");
      expect(reportOf(repository).findings).toMatchObject([{ what: "overdue", isDrift: true, id }]);
      expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);
    } finally {
      ims().settings.streamWindowSeconds = STREAM_WINDOW_SECONDS;
    }
  });

  it("names a commit that was not deployed", async () => {
    const repository = await deployed();
    await repository.stack.setConfig("recordings:cycleDuration", "600");
    const pending = await repository.run(drift);
    expect(pending.exitCode, pending.output).toBe(FOUND);
    expect(reportOf(repository).findings).toMatchObject([{ what: "pending", kind: "LiveRecordTemplate" }]);
  });

  it("of a template that is gone under a recording is found, although no deployment may mend it", async () => {
    const repository = await deployed();
    await clientOf(ims()).deleteLiveRecordTemplate({
      templateId: String(repository.stack.resource("hls").id),
    });
    const gone = await repository.run(drift);
    expect(gone.exitCode, gone.output).toBe(FOUND);
    const report = reportOf(repository);
    expect(report.findings).toMatchObject([{ what: "gone", kind: "LiveRecordTemplate" }]);
    expect(report.errors.join()).toContain("still records");
  });

  it("that could not be looked for is a failure, not a drift", async () => {
    const repository = await deployed();
    const blind = await repository.run(drift, {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "",
    });
    expect(blind.exitCode, blind.output).toBe(FAILED);
    expect(blind.stderr).toContain("could not be compared with the service");
  });
});

it("an orphan that was submitted by hand is found by its schedule, and ended by the command for good", async () => {
  const repository = await deployed();
  const clean = await repository.run("orphans.mjs");
  expect(clean.exitCode, clean.output).toBe(NOTHING_FOUND);
  const { jobId = "" } = await clientOf(ims()).submitLiveRecordJob({
    name: "by-hand",
    templateId: String(repository.stack.resource("hls").id),
    streamInput: { type: "rtmp", url: "rtmp://127.0.0.1:1/live/orphan" },
    recordOutput: { type: "oss", bucket: String(repository.stack.resource("recordings").id) },
  });

  const found = await repository.run("orphans.mjs --report artifacts/orphans.json");
  expect(found.exitCode, found.output).toBe(FOUND);
  expect(repository.artifact("artifacts/orphans.json")).toMatchObject({
    findings: [{ kind: "unowned", jobIds: [jobId] }],
  });

  const ending = repository.command(`end ${jobId} --yes --forbid-live-stream push.example.com/live/orphan`);
  await waitUntil(
    "ForbidLiveStream",
    () => (callsOf(ims(), "ForbidLiveStream") > 0 ? true : undefined),
    CALL_TIME_LIMIT_MILLISECONDS,
  );
  stacks.pass(PAST_THE_WINDOW_SECONDS);
  succeeded(await ending.result);
  expect(recordingJobs(ims()).filter((job) => job.jobId === jobId)).toEqual([]);
  expect(await repository.run("orphans.mjs")).toMatchObject({ exitCode: NOTHING_FOUND });
});
