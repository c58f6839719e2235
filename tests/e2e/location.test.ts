import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { startOver } from "../support/presetJob";
import { jobProgram } from "../support/programs";
import { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";

const SECRET = "the same at both places, so that only the place differs";
const accessKeys = [{ accessKeyId: "someone", accessKeySecret: SECRET }];
const here = useLocalIms({ media: false, accessKeys });
const elsewhere = useLocalIms({ media: false, accessKeys });

let stack: Stack;
let jobId: string;
beforeEach(async () => {
  await Promise.all([startOver(here()), startOver(elsewhere())]);
  stack = await Stack.create({
    program: jobProgram(),
    config: configFor(here()),
    secretConfig: secretConfigFor(here()),
  });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  jobId = String(stack.resource("show").id);
});
afterEach(() => stack.remove());

function expectRefusal(result: CommandResult, current: string): void {
  expect(result.exitCode).not.toBe(0);
  expect(result.output).toMatch(/lives in region cn-shanghai at 127\.0\.0\.1:\d+, but the configuration now/);
  expect(result.output).toContain(`now points to region ${current}`);
  expect(result.output).toContain("Set alicloud-ice:region");
}

function expectNothingChanged(): void {
  expect(stack.resource("show").id).toBe(jobId);
  expect(stack.resource("hls").id).toBeTruthy();
  expect(stack.resource("recordings").id).toBeTruthy();
  expect(recordingJobs(here()).map((job) => job.jobId)).toEqual([jobId]);
  expect(callsOf(here(), "SubmitLiveRecordJob")).toBe(1);
  expect(callsOf(here(), "DeleteLiveRecordTemplate", "DeleteBucket", "ForbidLiveStream")).toBe(0);
  expect(elsewhere().jobs()).toEqual([]);
}

describe("a configuration that points elsewhere", () => {
  it("another region is refused by preview, up, refresh and destroy until it is set back", async () => {
    await stack.setConfig("alicloud-ice:region", "cn-beijing");

    expectRefusal(await stack.refresh(), "cn-beijing");
    expectRefusal(await stack.destroy(), "cn-beijing");
    expectRefusal(await stack.preview("--refresh"), "cn-beijing");
    expectRefusal(await stack.up(), "cn-beijing");
    expectNothingChanged();

    await stack.setConfig("alicloud-ice:region", "cn-shanghai");
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ exitCode: 0 });
    expect(await stack.up("--expect-no-changes")).toMatchObject({ exitCode: 0 });
    expectNothingChanged();
  });

  it("another endpoint is refused by up, refresh and destroy, and nothing is made or looked for there", async () => {
    await stack.setConfig("alicloud-ice:endpoint", elsewhere().ice);
    await stack.setConfig("alicloud-ice:ossEndpoint", elsewhere().oss);

    expectRefusal(await stack.refresh(), "cn-shanghai at");
    expectRefusal(await stack.destroy(), "cn-shanghai at");
    expectRefusal(await stack.up("--refresh"), "cn-shanghai at");
    expectRefusal(await stack.destroy("--run-program"), "cn-shanghai at");

    expectNothingChanged();
    expect(elsewhere().requests()).toEqual([]);
  });
});
