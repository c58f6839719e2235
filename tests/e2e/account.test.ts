import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useCredentialsUri } from "../support/credentialsUri";
import { callsOf, REGION, recordingJobs, useLocalIms } from "../support/localIms";
import { startOver } from "../support/presetJob";
import { jobProgram } from "../support/programs";
import { Stack } from "../support/stack";

const OURS = { accessKeyId: "sts-ours", accessKeySecret: "secret-1", securityToken: "token-1" };
const THEIRS = {
  accessKeyId: "sts-theirs",
  accessKeySecret: "secret-2",
  securityToken: "token-2",
  accountId: "2000000000000002",
};
const IDENTITY = "GetCallerIdentity";

const ims = useLocalIms();
const uri = useCredentialsUri();
let stack: Stack;
let jobId: string;
beforeEach(async () => {
  await startOver(ims());
  ims().addAccessKey(OURS);
  ims().addAccessKey(THEIRS);
  uri().key = OURS;
  stack = await Stack.create({
    program: jobProgram(),
    config: {
      "alicloud-ice:region": REGION,
      "alicloud-ice:endpoint": ims().ice,
      "alicloud-ice:ossEndpoint": ims().oss,
    },
    // Credentials of the environment count at once, in destroy and refresh too.
    env: { ALIBABA_CLOUD_CREDENTIALS_URI: uri().url },
  });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  jobId = String(stack.resource("show").id);
});
afterEach(() => stack.remove());

function expectNothingChanged(): void {
  expect(["show", "hls", "recordings"].map((name) => stack.resource(name).id)).not.toContain(undefined);
  expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([jobId]);
  expect(callsOf(ims(), "DeleteLiveRecordTemplate", "UpdateLiveRecordTemplate", "DeleteBucket")).toBe(0);
}

describe("the account", () => {
  it("when it is another one is refused by up, refresh and destroy, until the credentials are ours again", async () => {
    const { account } = stack.resource("show").outputs ?? {};
    expect(account).toMatch(/^\d+$/);
    uri().key = THEIRS;
    const changed = jobProgram({ template: 'recordFormats: [{ format: "flv" }]' });

    const refused = [await stack.refresh(), await stack.destroy(), await stack.up("--refresh")];
    stack.writeProgram(changed);
    refused.push(await stack.up());
    for (const { exitCode, output } of refused) {
      expect(exitCode).not.toBe(0);
      expect(output).toContain(
        `lives in account ${account}, but the credentials now belong to account ${THEIRS.accountId}`,
      );
    }
    expectNothingChanged();

    uri().key = OURS;
    stack.writeProgram(jobProgram());
    expect(await stack.up("--refresh", "--expect-no-changes")).toMatchObject({ exitCode: 0 });
    expectNothingChanged();
  });

  it("when it can't be asked for: nothing is created", async () => {
    ims().faults.add({ action: IDENTITY, kind: "error", status: 403, code: "Forbidden", count: 9 });
    const second = 'new ice.LiveRecordTemplate("second", { recordFormats: [{ format: "flv" }] });';
    stack.writeProgram(jobProgram({ extra: second }));

    const refused = await stack.up();

    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(`${IDENTITY} answered 403 Forbidden`);
    expect(callsOf(ims(), "CreateLiveRecordTemplate")).toBe(1);
    expectNothingChanged();
  });

  it("is asked for once a command, however many resources there are, and not by an unchanged up", async () => {
    const before = callsOf(ims(), IDENTITY);
    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    expect(callsOf(ims(), IDENTITY)).toBe(before + 1);
    expect(await stack.up("--expect-no-changes")).toMatchObject({ exitCode: 0 });
    expect(callsOf(ims(), IDENTITY)).toBe(before + 1);
  });
});
