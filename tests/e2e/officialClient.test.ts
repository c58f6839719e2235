import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { succeeded } from "../support/localStack";
import { installOfficialIce } from "../support/officialIce";
import { jobProgram } from "../support/programs";
import { Stack } from "../support/stack";

const ims = useLocalIms();
beforeEach(() => ims().reset());

let installed = "";
let stack: Stack | undefined;
beforeAll(() => {
  installed = mkdtempSync(path.join(os.tmpdir(), "official-ice-"));
  installOfficialIce(installed, path.join(installed, "calls"));
});
afterEach(() => stack?.remove());
afterAll(() => rmSync(installed, { recursive: true }));

const PROGRAM = jobProgram({
  job: 'onDelete: "abandon",',
  extra: `
    new ice.EventCallback("events", {
      callbackType: "HTTP", callbackURL: "https://hooks.example.com/show", eventTypeList: ["LiveRecordFileCreated"],
    });
    exports.jobs = ice.listLiveRecordJobsOutput({ keyword: "nothing" });
  `,
});

/** A stack whose Node processes find the official client, or not. */
async function makeStack(project: string, isInstalled: boolean): Promise<Stack> {
  stack = await Stack.create({
    program: PROGRAM,
    project,
    config: { ...configFor(ims()), "alicloud-ice:transport": "sdk" },
    secretConfig: secretConfigFor(ims()),
    ...(isInstalled ? { env: { NODE_PATH: path.join(installed, "node_modules") } } : {}),
  });
  return stack;
}

describe("a program whose transport is the official client", () => {
  it("lives through everything that one with ours does", async () => {
    const made = await makeStack("official", true);
    succeeded(await made.up());
    expect(recordingJobs(ims()).map(({ jobId }) => jobId)).toEqual([made.resource("show").id]);
    succeeded(await made.up("--expect-no-changes"));
    succeeded(await made.refresh("--expect-no-changes"));

    made.writeProgram(PROGRAM.replace('format: "mp4"', 'format: "flv"'));
    succeeded(await made.up());
    expect(callsOf(ims(), "UpdateLiveRecordTemplate")).toBe(1);
    succeeded(await made.destroy());
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
    expect(callsOf(ims(), "DeleteLiveRecordTemplate")).toBe(1);

    const byOfficial = readFileSync(path.join(installed, "calls"), "utf8").trim().split("\n");
    const toIce = ims()
      .requests()
      .filter(({ service }) => service === "ice");
    expect(byOfficial.sort()).toEqual(toIce.map(({ action }) => action).sort());
  });

  it("submits once although the answer is lost, and finds the job by its name", async () => {
    const made = await makeStack("official-lost", true);
    ims().faults.add({ action: "SubmitLiveRecordJob", kind: "reset-after" });
    succeeded(await made.up());
    expect(recordingJobs(ims()).map(({ jobId }) => jobId)).toEqual([made.resource("show").id]);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
  });

  it("is told in the preview how to install it, and what else to do", async () => {
    const made = await makeStack("official-missing", false);
    const refused = await made.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(
      'alicloud-ice:transport is "sdk", but @alicloud/ice20201109 is not installed',
    );
    expect(refused.output).not.toMatch(/\n +at /);
    expect(ims().requests()).toEqual([]);

    await made.setConfig("alicloud-ice:transport", "openapi");
    succeeded(await made.up());
    expect(recordingJobs(ims())).toHaveLength(1);
  });
});
