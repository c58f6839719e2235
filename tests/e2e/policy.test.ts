import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { PolicyPackProcess, type PolicyResource, type Violation } from "../support/policyPack";
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

async function violationsOf(parts: Record<string, string>, stackName?: string): Promise<Violation[]> {
  return pack.violations(await previewed({ ...GOOD, ...parts }, stackName));
}

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

  it.each<[string, Record<string, string>, string, string]>([
    [
      "a job with neither lease nor triggers",
      { job: "" },
      "recording-has-bounds",
      "set maxDuration or endAt",
    ],
    [
      "a job that would be abandoned",
      { job: `${GOOD.job}, onDelete: "abandon"` },
      "recording-is-not-abandoned",
      "prod",
    ],
    [
      "a template whose cycles are not bounded",
      { template: "" },
      "template-has-bounded-cycles",
      "recordFormats[0]",
    ],
    ["a bucket that everybody reads", { bucket: 'acl: "public-read"' }, "bucket-is-private", '"public-read"'],
    ["a bucket that is emptied", { bucket: "forceDestroy: true" }, "recordings-are-not-deleted", "prod"],
  ])("refuses %s, and nothing else of its stack", async (_what, parts, policy, said) => {
    const violations = await violationsOf(parts);
    expect(violations).toMatchObject([{ policy, message: expect.stringContaining(said) }]);
  });

  it("lets a stack that is none of production abandon and empty", async () => {
    const parts = { job: `${GOOD.job}, onDelete: "abandon"`, bucket: "forceDestroy: true" };
    expect(await violationsOf(parts, "dev")).toEqual([]);
  });

  it("sees a notify URL as the engine gives it to packs, and passes one that is masked", async () => {
    const resources = await previewed(GOOD);
    const job = resources.find(({ type }) => type.endsWith(":LiveRecordJob"));
    expect(job?.inputs?.notifyUrl).toBe("[secret]");
    const withUrl = (notifyUrl: string): PolicyResource[] =>
      job === undefined ? [] : [{ ...job, inputs: { ...job.inputs, notifyUrl } }];
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
