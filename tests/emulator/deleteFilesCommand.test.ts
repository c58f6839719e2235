import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useEmulator } from "pulumi-alicloud-ice-emulator/vitest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clockAhead } from "../../tools/stack/clockAhead";
import { callsOf } from "../support/localIms";

const COMMAND = join(__dirname, "../../bin/pulumi-alicloud-ice.js");
const BUCKET = "recordings";
const CYCLE_SECONDS = 600;
const CYCLES = 25;
const DAY_SECONDS = 24 * 3_600;
const STREAM_URL = "rtmp://pull.example.invalid/live/show?auth_key=planted";

const ims = useEmulator({
  seed: {
    buckets: [BUCKET],
    templates: [{ Name: "t", RecordFormat: [{ Format: "mp4", CycleDuration: CYCLE_SECONDS }] }],
    jobs: [
      {
        Name: "show",
        TemplateName: "t",
        StreamInput: { Type: "rtmp", Url: STREAM_URL },
        RecordOutput: { Type: "oss", Bucket: BUCKET },
      },
    ],
  },
});
let project: string;
let jobId: string;
/** A job that has recorded 25 cycles and has ended. */
beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), "delete-files-command-"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  const lines = [
    "region: cn-shanghai",
    `endpoint: ${ims().ice}`,
    `ossEndpoint: ${ims().oss}`,
    `accessKey: ${ims().accessKeyId}`,
    `secretKey: ${ims().accessKeySecret}`,
  ];
  writeFileSync(
    join(project, "Pulumi.dev.yaml"),
    `config:\n${lines.map((line) => `  alicloud-ice:${line}\n`).join("")}`,
  );
  ims().clock.freeze();
  ims().streams.startSynthetic("live", "show");
  await pass(CYCLES * CYCLE_SECONDS);
  jobId = ims().jobs()[0]?.jobId ?? "";
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

async function pass(seconds: number): Promise<void> {
  ims().clock.advance(seconds * 1_000);
  await ims().settled();
}

async function end(): Promise<void> {
  ims().streams.stopSynthetic("live", "show");
  await pass(181);
}

function objects(): number {
  return ims().store.listObjects(BUCKET, "").length;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with a clock that is as far ahead as the emulator's. */
function run(...args: string[]): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(ALI|OSS_|PULUMI_)/.test(name));
  writeFileSync(join(project, "ahead"), String(ims().clock.now() - Date.now()));
  writeFileSync(join(project, "clock.cjs"), clockAhead(join(project, "ahead")));
  const preload = `--require ${join(project, "clock.cjs")}`;
  const env = { ...Object.fromEntries(inherited), HOME: project, NODE_OPTIONS: preload };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [COMMAND, "delete-files", "--stack", "dev", ...args],
      { cwd: project, env },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
  });
}

describe("delete-files", () => {
  it("lists what it would delete, and changes nothing without --yes", async () => {
    await end();
    const { code, stdout, stderr } = await run(jobId, "--remove-objects");
    expect(code, stderr).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(CYCLES);
    expect(stdout).toMatch(/^\S+\tmp4\t\S+Z\t\S+Z\t600 s\thttp/);
    expect(stderr).toContain("25 of 25 files, and their objects would be deleted. Nothing was changed");
    expect(stdout + stderr).not.toContain("planted");
    expect(callsOf(ims(), "DeleteLiveRecordFiles")).toBe(0);
    expect(objects()).toBe(CYCLES);
  });

  it("deletes the records in calls of 20, leaves the objects, and has nothing to do afterwards", async () => {
    await end();
    const { code, stderr } = await run(jobId, "--yes");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("25 of 25 files were deleted");
    expect(callsOf(ims(), "DeleteLiveRecordFiles")).toBe(2);
    expect(objects()).toBe(CYCLES);
    const again = await run(jobId, "--yes");
    expect(again).toMatchObject({ code: 0, stdout: "" });
    expect(again.stderr).toContain("no file is to be deleted; 0 are listed");
  });

  it("deletes the objects too when it is told to", async () => {
    await end();
    expect(await run(jobId, "--yes", "--remove-objects")).toMatchObject({ code: 0 });
    expect(objects()).toBe(0);
  });

  it("says of a job that still records that its file is not listed yet", async () => {
    const { code, stderr } = await run(jobId);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`job ${jobId} still records`);
  });

  it("takes up what is left after a failure", async () => {
    await end();
    ims().faults.add({ action: "DeleteLiveRecordFiles", kind: "error", status: 403, code: "Forbidden.RAM" });
    const failed = await run(jobId, "--yes");
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("files were deleted before. Run the same command again");
    ims().faults.clear();
    expect(await run(jobId, "--yes")).toMatchObject({ code: 0 });
  });

  it.each<[string, string[], RegExp]>([
    ["no job", [], /missing required argument 'JOB_ID'/],
    ["days that are none", ["x", "--keep-days", "soon"], /It must be a whole number of days of at least 0/],
    ["a format of another service", ["x", "--format", "hls"], /Allowed choices are m3u8, mp4, flv/],
  ])("is refused with %s", async (_what, args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("fails for a job that the service does not know, unless it is told where to begin", async () => {
    const unknown = await run("00000000-0000-4000-8000-00000000dead");
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("Give startTime");
    expect(
      await run("00000000-0000-4000-8000-00000000dead", "--start-time", "2026-01-01T00:00:00Z"),
    ).toMatchObject({
      code: 0,
    });
  });

  it("keeps files that ended less long ago than it is told", async () => {
    await end();
    const { stdout, stderr } = await run(jobId, "--keep-days", "1");
    expect(stdout).toBe("");
    expect(stderr).toContain(`no file is to be deleted; ${CYCLES} are listed`);
    await pass(DAY_SECONDS - 2 * CYCLE_SECONDS);
    const later = await run(jobId, "--keep-days", "1");
    expect(later.stdout.trim().split("\n")).toHaveLength(CYCLES - 2);
  });
});
