import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { useEmulator } from "pulumi-alicloud-ice-emulator/vitest";
import { describe, expect, it } from "vitest";
import { resourceOf, useCommandProject } from "../support/ownCommand";
import { PLANTED, THEIR_BUCKET, THEIR_TEMPLATE, theirJobId, WITH_THEIR_THINGS } from "../support/theirThings";
import { createCaller } from "./rpcSupport";

const ims = useEmulator(WITH_THEIR_THINGS);
const project = useCommandProject(ims);

/** A job of the service that nobody's stack has made; on another stream unless told so. */
async function submit(name: string, stream: string): Promise<string> {
  const { JobId } = await createCaller(ims())("SubmitLiveRecordJob", {
    Name: name,
    TemplateId: THEIR_TEMPLATE,
    StreamInput: { Type: "rtmp", Url: `rtmp://127.0.0.1:1/live/${stream}` },
    RecordOutput: { Type: "oss", Bucket: THEIR_BUCKET },
  });
  return String(JobId);
}

async function json(...args: string[]) {
  const { code, stdout, stderr } = await project().run([...args, "--stack", "dev", "--json"]);
  return { code, found: JSON.parse(stdout), stderr };
}

describe("jobs", () => {
  it("shows running and ended ones with their stacks, and of streams no more than a number", async () => {
    const second = await submit("matinee", "PLANTEDother");
    ims().clock.advance(181_000);
    const third = await submit("again", "PLANTEDother?auth_key=PLANTED-2");
    const state = project().exportState("prod", [resourceOf("prod", theirJobId(ims()))]);
    const { code, stdout } = await project().run(["jobs", "--stack", "dev", "--state", state]);
    expect(code).toBe(0);
    const rows = stdout.trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      [third, "again", "initial", expect.any(String), "1 rtmp://127.0.0.1:1/[secret]", "-"],
      [second, "matinee", "paused", expect.any(String), "1 rtmp://127.0.0.1:1/[secret]", "-"],
      [
        theirJobId(ims()),
        "evening-show",
        "paused",
        expect.any(String),
        "2 rtmp://127.0.0.1:1/[secret]",
        "shop/prod",
      ],
    ]);
    expect(stdout).not.toContain(PLANTED);
  });

  it("leaves out the ended ones when told to, and needs no project with flags and the environment", async () => {
    ims().clock.advance(181_000);
    const running = await submit("again", "x");
    const { found } = await json("jobs", "--running");
    expect(found.jobs.map(({ jobId }: { jobId: string }) => jobId)).toEqual([running]);
    const { accessKeyId, accessKeySecret, ice, oss } = ims();
    const flags = ["--region", "cn-shanghai", "--endpoint", ice, "--oss-endpoint", oss];
    const { code, stdout, stderr } = await project().run(["jobs", ...flags, "--json"], {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).jobs).toHaveLength(2);
  });
});

describe("orphans", () => {
  it("finds nothing where every running job is in one stack, also of a backend folder", async () => {
    const stacks = join(project().folder, "backend", ".pulumi", "stacks", "shop");
    mkdirSync(stacks, { recursive: true });
    const checkpoint = {
      version: 3,
      checkpoint: { latest: { resources: [resourceOf("prod", theirJobId(ims()))] } },
    };
    writeFileSync(join(stacks, "prod.json.gz"), gzipSync(JSON.stringify(checkpoint)));
    writeFileSync(join(stacks, "empty.json"), JSON.stringify({ version: 3, checkpoint: {} }));
    const args = ["orphans", "--stack", "dev", "--state", join(project().folder, "backend")];
    const { code, stdout } = await project().run(args);
    expect([code, stdout]).toEqual([0, "1 jobs record, each in one stack and on a stream of its own\n"]);
  });

  it("finds the job that no stack owns and the two of one stream, with exit code 3 and what to do", async () => {
    const twin = await submit("twin", "one");
    const orphan = await submit("orphan", "one?auth_key=2");
    const state = project().exportState("prod", [
      resourceOf("prod", theirJobId(ims())),
      resourceOf("prod", twin),
    ]);
    const { code, found } = await json("orphans", "--state", state);
    expect(code).toBe(3);
    expect(found.findings).toEqual([
      {
        kind: "unowned",
        jobIds: [orphan],
        message: expect.stringContaining(`pulumi-alicloud-ice end ${orphan}`),
      },
      {
        kind: "sameStream",
        jobIds: [orphan, twin],
        message: expect.stringContaining(`${twin} (of shop/prod)`),
      },
    ]);
  });

  it("finds the job past its lease", async () => {
    const endAt = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, "Z");
    const state = project().exportState("prod", [resourceOf("prod", theirJobId(ims()), { endAt })]);
    const { code, found } = await json("orphans", "--state", state);
    expect([code, found.findings[0].kind]).toEqual([3, "overdue"]);
  });

  it("names an ended job of no stack nowhere", async () => {
    ims().clock.advance(181_000);
    const { code, found } = await json("orphans", "--state", project().exportState("prod", []));
    expect([code, found.findings]).toEqual([0, []]);
  });

  it.each([
    ["no state", () => [], 2, "required option '--state <place...>' not specified"],
    ["a place that is not there", () => ["--state", "nowhere.json"], 1, "There is no state at nowhere.json"],
    ["a folder without state", () => ["--state", project().folder], 1, "There is no state in"],
    [
      "a file that is something else",
      () => {
        writeFileSync(join(project().folder, "x.json"), "[1]");
        return ["--state", "x.json"];
      },
      1,
      "x.json is no state of a stack",
    ],
  ])("takes %s for no answer", async (_what, args, exitCode, reason) => {
    const { code, stdout, stderr } = await project().run(["orphans", "--stack", "dev", ...args()]);
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(reason);
  });
});
