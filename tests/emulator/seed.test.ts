import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Emulator, readSeedFile, type Seed, startEmulator } from "../../emulator/src/index";
import { type CommandRun, runCommand } from "./emulatorCommand";
import { admin, createCaller, type Fields, sendRaw, signedRequest, type Target } from "./rpcSupport";

const FREE_PORTS = ["--port", "0", "--oss-port", "0", "--rtmp-port", "0"];
const TEMPLATE_ID = "6c1f0f5e-1e97-11ed-ba64-0c42a1b73d66";

const SEED: Seed = {
  accessKeys: [
    { accessKeyId: "seed-id", accessKeySecret: "seed-secret" },
    { accessKeyId: "second-id", accessKeySecret: "second-secret" },
  ],
  buckets: ["recordings", { name: "public", acl: "public-read" }],
  templates: [
    { TemplateId: TEMPLATE_ID, Name: "hourly", RecordFormat: [{ Format: "mp4", CycleDuration: 3600 }] },
    { Name: "flv", RecordFormat: [{ Format: "flv" }] },
  ],
  jobs: [
    job("by-id", { TemplateId: TEMPLATE_ID }),
    job("by-name", { TemplateName: "flv" }),
    job("by-preset", { TemplateId: "00000000-0000-4000-8000-0000000000a2" }),
  ],
};

let folder: string;
let emulator: Emulator | undefined;
let command: CommandRun | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ice-seed-test-"));
});

afterAll(() => rm(folder, { recursive: true }));

afterEach(async () => {
  await emulator?.stop();
  emulator = undefined;
  command?.child.kill("SIGKILL");
  await command?.exited;
  command = undefined;
});

function job(name: string, template: { TemplateId?: string; TemplateName?: string }) {
  return {
    Name: name,
    ...template,
    StreamInput: { Type: "rtmp", Url: "rtmp://h/live/show" },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
  };
}

async function seedFile(content: unknown): Promise<string> {
  const file = join(folder, "seed.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

async function begun(target: Target): Promise<unknown> {
  const call = createCaller(target);
  const templates = await call("ListLiveRecordTemplates", { Type: "custom", SortBy: "asc" });
  const jobs = await call("ListLiveRecordJobs", { SortBy: "asc" });
  return {
    templates: (templates.RecordTemplateList as Fields[]).map(({ Name }) => Name),
    jobs: (jobs.LiveRecordJobs as Fields[]).map(({ Name, TemplateName }) => `${Name} ${TemplateName}`),
  };
}

const BEGUN = { templates: ["hourly", "flv"], jobs: ["by-id hourly", "by-name flv", "by-preset preset-mp4"] };

it("--seed makes keys, buckets, templates and jobs before it is ready", async () => {
  command = runCommand("--json", "--no-media", ...FREE_PORTS, "--seed", await seedFile(SEED));
  const ready = JSON.parse(await command.firstLine) as Target;

  expect(ready).toMatchObject({ accessKeyId: "seed-id", accessKeySecret: "seed-secret" });
  expect(await begun(ready)).toEqual(BEGUN);
  expect(await begun({ ...ready, accessKeyId: "second-id", accessKeySecret: "second-secret" })).toEqual(
    BEGUN,
  );
  expect(await createCaller(ready)("GetLiveRecordTemplate", { TemplateId: TEMPLATE_ID })).toMatchObject({
    RecordTemplate: { Name: "hourly", RecordFormatList: [{ Format: "mp4", CycleDuration: 3600 }] },
  });
});

it("a reset leads back to the seed", async () => {
  emulator = await startEmulator({ media: false, seed: SEED });
  const call = createCaller(emulator);
  await call("DeleteLiveRecordTemplate", { TemplateId: TEMPLATE_ID });
  emulator.store.deleteBucket("public");
  emulator.clock.advance(200_000);
  await admin(emulator, "POST", "reset");

  expect(await begun(emulator)).toEqual(BEGUN);
  expect(emulator.store.bucket("public").acl).toBe("public-read");
  expect(emulator.jobs().map(({ status }) => status)).toEqual(["initial", "initial", "initial"]);
});

it.each([
  ["{", "is not JSON"],
  ["[]", "the seed has to be an object"],
  [
    { bucket: [] },
    "the seed has no field bucket, only accessKeys, buckets, templates, jobs, snapshotTemplates, snapshotJobs",
  ],
  [
    { snapshotTemplates: [{ TemplateName: "t", TimeInterval: 4, SequenceFormat: "{Sequence}.jpg" }] },
    "snapshotTemplates[0]: The parameter TimeInterval is invalid: it must be a whole number from 5 to 3600",
  ],
  [{ snapshotTemplates: [{ Name: "t" }] }, "snapshotTemplates[0] has no field Name"],
  [
    { snapshotJobs: [{ JobName: "j", TemplateName: "none" }] },
    'snapshotJobs[0]: there is no template of the name "none"',
  ],
  [{ buckets: "recordings" }, "buckets has to be a list"],
  [{ buckets: ["a"] }, "buckets[0]: "],
  [{ buckets: [{ name: "recordings", acl: "open" }] }, "buckets[0].acl has to be one of private"],
  [{ buckets: [{ acl: "private" }] }, "buckets[0] has to be a name"],
  [{ accessKeys: [{ accessKeyId: "id" }] }, "accessKeys[0] needs accessKeyId and accessKeySecret"],
  [
    { templates: [{ Name: "t", RecordFormat: [{ Format: "avi" }] }] },
    "templates[0]: The parameter RecordFormat[0].Format is invalid: it must be one of m3u8, mp4, flv",
  ],
  [{ templates: [{ RecordFormat: [{ Format: "mp4" }] }] }, "templates[0]: The parameter Name is required"],
  [{ templates: [{ Name: "t", Formats: [] }] }, "templates[0] has no field Formats"],
  [{ jobs: [job("show", { TemplateName: "none" })] }, 'jobs[0]: there is no template of the name "none"'],
  [
    { jobs: [job("show", { TemplateId: "00000000-0000-4000-8000-0000000000a2" })] },
    'jobs[0]: There is no bucket "recordings"',
  ],
])("a broken seed %j is one clear line and exit code 2", async (seed, message) => {
  command = runCommand("--no-media", ...FREE_PORTS, "--seed", await seedFile(seed));

  expect(await command.exited).toBe(2);
  expect(command.printed.stdout).toBe("");
  expect(command.printed.stderr).toMatch(/^ice-emulator: seed[^\n]*\n$/);
  expect(command.printed.stderr).toContain(message);
});

it("a seed file that is not there is one clear line and exit code 2", async () => {
  command = runCommand("--seed", join(folder, "nowhere.json"));

  expect(await command.exited).toBe(2);
  expect(command.printed.stderr).toBe(
    `ice-emulator: seed file ${folder}/nowhere.json cannot be read: ENOENT\n`,
  );
});

it("a good seed file reads as it was written", async () => {
  expect(readSeedFile(await seedFile(SEED))).toEqual(SEED);
});

it("the log file has every request as a line of JSON, faults included, secrets masked", async () => {
  const logFile = join(folder, "requests.jsonl");
  emulator = await startEmulator({ media: false, seed: SEED, logFile });
  const call = createCaller(emulator);
  await call("SubmitLiveRecordJob", job("show", { TemplateId: TEMPLATE_ID }) as Fields);
  emulator.faults.add({ kind: "reset-before", action: "*" });
  await expect(call("ListLiveRecordJobs")).rejects.toThrow();
  await sendRaw(emulator, signedRequest({ ...emulator, accessKeySecret: "wrong" }));

  const text = await readFile(logFile, "utf8");
  const lines = text.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as Fields)).toEqual(emulator.requests());
  expect(lines.map((line) => (JSON.parse(line) as Fields).fault)).toEqual([
    undefined,
    "reset-before",
    undefined,
  ]);
  expect(text).not.toContain("live/show");
});

it("a log file that cannot be written is one clear line and exit code 2", async () => {
  command = runCommand("--no-media", ...FREE_PORTS, "--log", join(folder, "no-folder", "log"));

  expect(await command.exited).toBe(2);
  expect(command.printed.stderr).toMatch(/^ice-emulator: the log file .* cannot be written: ENOENT\n$/);
});
