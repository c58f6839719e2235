import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaksIn, MARKERS, NOTIFY, STREAM } from "../support/markers";
import { type CommandRun, runCommand } from "./emulatorCommand";
import { NPM_CLIENTS } from "./npmClients";

const { accessKeyId, accessKeySecret, securityToken } = MARKERS;
const KEY = { accessKeyId, accessKeySecret, securityToken };
const TEMPLATE = "00000000-0000-4000-8000-0000000000a3";
const SNAPSHOT_TEMPLATE = "00000000-0000-4000-8000-0000000000b1";
const VIEWS = [
  "health",
  "clock",
  "settings",
  "faults",
  "requests",
  "jobs",
  "snapshot-jobs",
  "callbacks",
  "streams",
];
const CONSOLE_VIEWS = [
  "overview",
  "jobs",
  "templates",
  "buckets",
  "buckets/recordings",
  "requests",
  "callbacks",
  "faults",
];

let folder: string;
let run: CommandRun;
let ice: string;
const submitted: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "emulator-secrets-"));
  const keys = [
    "--access-key-id",
    accessKeyId,
    "--access-key-secret",
    accessKeySecret,
    "--security-token",
    securityToken,
  ];
  const ports = ["--port", "0", "--oss-port", "0", "--no-media", "--json"];
  run = runCommand(...keys, ...ports, "--log", path.join(folder, "requests.jsonl"));
  const ready = JSON.parse(await run.firstLine);
  ice = ready.ice;
  const options = { ...KEY, endpoint: ready.oss, region: "oss-cn-shanghai", secure: false };
  const oss = new OSS({
    ...options,
    stsToken: securityToken,
    refreshSTSTokenInterval: 3_600_000,
  } as OSS.Options);
  await oss.putBucket("recordings");
  for (const open of Object.values(NPM_CLIENTS)) await isUsed(open({ ice, ...KEY }));
});

afterAll(async () => {
  run.child.kill("SIGTERM");
  await run.exited;
  rmSync(folder, { recursive: true });
});

/** A job with secret addresses, and refusals of all kinds, each with secrets in it. */
async function isUsed(call: (action: string, parameters?: Record<string, string>) => Promise<unknown>) {
  const job = {
    Name: "show",
    TemplateId: TEMPLATE,
    StreamInput: JSON.stringify({ Type: "rtmp", Url: STREAM }),
    RecordOutput: '{"Type":"oss","Bucket":"recordings"}',
    NotifyUrl: NOTIFY,
  };
  const { JobId } = (await call("SubmitLiveRecordJob", job)) as { JobId: string };
  submitted.push(JobId);
  await call("GetLiveRecordJob", { JobId });
  for (const changes of [
    { TemplateId: STREAM },
    { StreamInput: job.StreamInput.replace("rtmp:", "srt:") },
    { StreamInput: STREAM },
    { NotifyUrl: NOTIFY.replace("http", "ftp") },
    { RecordOutput: NOTIFY },
  ]) {
    await expect(call("SubmitLiveRecordJob", { ...job, ...changes })).rejects.toThrow();
  }
  const snapshotJob = {
    JobName: "show",
    TemplateId: SNAPSHOT_TEMPLATE,
    StreamInput: job.StreamInput,
    SnapshotOutput: '{"StorageType":"oss","Bucket":"recordings","Endpoint":"oss-cn-shanghai.aliyuncs.com"}',
    CallbackUrl: NOTIFY,
  };
  await call("SubmitLiveSnapshotJob", snapshotJob);
  for (const changes of [{ CallbackUrl: NOTIFY.replace("http", "ftp") }, { SnapshotOutput: NOTIFY }]) {
    await expect(call("SubmitLiveSnapshotJob", { ...snapshotJob, ...changes })).rejects.toThrow();
  }
}

async function shown(name: string): Promise<string> {
  const answer = await fetch(`${ice}/_emulator/${name}`);
  expect(answer.status, name).toBe(200);
  return answer.text();
}

/** The id of a key is a name: reports say who submitted a job. Its secret and its token are not. */
const { accessKeyId: _id, ...UNTOLD } = MARKERS;

describe("after calls with secrets in every place, by every client, the local IMS", () => {
  it("has none of them in the file of --log, not even the id of a key", () => {
    const log = readFileSync(path.join(folder, "requests.jsonl"), "utf8");
    expect(log).toContain("rtmp://127.0.0.1:1/***");
    expect(log.split("\n").length).toBeGreaterThan(6 * Object.keys(NPM_CLIENTS).length);
    expect(leaksIn({ log })).toEqual([]);
  });

  it("has none of them at its own endpoints, nor in what the console is given", async () => {
    const views = [
      ...VIEWS,
      ...CONSOLE_VIEWS.map((name) => `console/${name}`),
      ...submitted.map((id) => `console/jobs/${id}`),
    ];
    for (const name of views) {
      const text = await shown(name);
      expect(leaksIn({ [name]: text }, UNTOLD)).toEqual([]);
    }
    expect(leaksIn({ requests: await shown("requests"), console: await shown("console/requests") })).toEqual(
      [],
    );
    expect(await shown("jobs")).toContain(accessKeyId);
  });

  it("prints its own key once, so that it can be used, and nothing else", async () => {
    const { accessKeySecret: _secret, ...unprinted } = UNTOLD;
    expect(leaksIn({ ...run.printed }, unprinted)).toEqual([]);
    expect(run.printed.stdout.trim().split("\n")).toHaveLength(1);
    expect(run.printed.stderr).toBe("");
  });
});
