import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secretOnWire } from "../../provider/hosts/dynamic/secrets";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { PolicyPackProcess, type PolicyResource } from "../support/policyPack";
import { jobProgram } from "../support/programs";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
const GOOD = {
  bucket: 'acl: "private"',
  template: 'recordFormats: [{ format: "mp4", cycleDuration: 3600 }]',
  job: 'triggers: { take: "1" }, notifyUrl: "https://hooks.example.com/PLANTEDnotify"',
};

let pack: PolicyPackProcess;
beforeAll(async () => {
  pack = await PolicyPackProcess.start();
});
afterAll(() => pack.stop());

/** The resources of a real preview of this program in a stack of this name. */
async function previewed(parts: Record<string, string>, stackName = "prod"): Promise<PolicyResource[]> {
  const stack = await stacks.create(jobProgram(parts), { stackName });
  const preview = await stack.run("preview", "--json", "--refresh=false");
  succeeded(preview);
  const { steps }: { steps: { newState?: PolicyResource }[] } = JSON.parse(preview.stdout);
  return steps.flatMap(({ newState }) => (newState === undefined ? [] : [newState]));
}

/** Everything that the pack refuses, but the notify URL: a preview has it masked. */
const BAD = {
  bucket: 'acl: "public-read", forceDestroy: true',
  template: 'recordFormats: [{ format: "mp4", cycleDuration: 3600 }, { format: "flv" }]',
  job: 'onDelete: "abandon"',
};

describe("the policy pack on the resources of a real preview", () => {
  it("has nothing against a stack as the examples have it", async () => {
    const resources = await previewed(GOOD);
    expect(resources.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
      "Bucket",
      "LiveRecordJob",
      "LiveRecordTemplate",
      "Stack",
    ]);
    expect(await pack.violations(resources)).toEqual([]);
  });

  it("names everything that is wrong with another one, once each", async () => {
    const violations = await pack.violations(await previewed(BAD));
    expect(violations.map(({ policy, message }) => `${policy}: ${message}`).sort()).toEqual([
      expect.stringMatching(
        /^bucket-is-private: .*Bucket "recordings": acl has to be "private", and is "public-read"/s,
      ),
      expect.stringMatching(/^recording-has-bounds: .*LiveRecordJob "show": set maxDuration or endAt/s),
      expect.stringMatching(/^recording-is-not-abandoned: .*stack prod is one of production/s),
      expect.stringMatching(/^recordings-are-not-deleted: .*stack prod is one of production/s),
      expect.stringMatching(/^template-has-bounded-cycles: .*recordFormats\[1\]\.cycleDuration/s),
    ]);
  });

  it("lets a stack that is none of production abandon and empty", async () => {
    const policies = (await pack.violations(await previewed(BAD, "dev"))).map(({ policy }) => policy);
    expect(policies.sort()).toEqual([
      "bucket-is-private",
      "recording-has-bounds",
      "template-has-bounded-cycles",
    ]);
  });

  it("sees a notify URL as the engine gives it to packs, and passes one that is masked", async () => {
    const resources = await previewed(GOOD);
    const job = resources.find(({ type }) => type.endsWith(":LiveRecordJob"));
    expect(job?.inputs?.notifyUrl).toBe("[secret]");
    const withUrl = (notifyUrl: string): PolicyResource[] =>
      job === undefined ? [] : [{ ...job, inputs: { ...job.inputs, notifyUrl: secretOnWire(notifyUrl) } }];
    expect(await pack.violations(withUrl("https://hooks.example.com/"))).toEqual([]);
    expect(await pack.violations(withUrl("http://hooks.example.com/"))).toMatchObject([
      { policy: "notify-url-is-https" },
    ]);
  });
});

it("--policy-pack on the real engine refuses what the pack refuses", async ({ skip }) => {
  const stack = await stacks.create(
    jobProgram({ ...GOOD, job: 'notifyUrl: "http://127.0.0.1:1/PLANTEDnotify"' }),
    {
      stackName: "prod",
    },
  );
  const policyPack = path.join(REPOSITORY_ROOT, "examples", "policy");
  const refused = await stack.preview("--policy-pack", policyPack);
  if (/could not read plugin|not supported/.test(refused.output)) {
    return skip(
      "SKIPPED: the language host that was built from its Go module (3.68) can't start policy packs",
    );
  }
  expect(refused.exitCode, refused.output).not.toBe(0);
  expect(refused.output).toContain("recording-has-bounds");
  expect(refused.output).toContain("notify-url-is-https");
  expect(refused.output).not.toContain("PLANTEDnotify");
});
