import { afterEach, beforeEach, expect, it } from "vitest";
import { configFor, REGION, secretConfigFor, useLocalIms } from "../support/localIms";
import { succeeded } from "../support/localStack";
import { Stack } from "../support/stack";
import {
  changingCalls,
  PLANTED,
  THEIR_BUCKET,
  THEIR_FORMAT,
  THEIR_JOB_NAME,
  THEIR_NOTIFY_URL,
  THEIR_STREAM,
  THEIR_TEMPLATE,
  THEIR_TEMPLATE_NAME,
  theirJobId,
  WITH_THEIR_THINGS,
} from "../support/theirThings";

const ims = useLocalIms(WITH_THEIR_THINGS);
let stack: Stack;
beforeEach(() => ims().reset());
afterEach(() => stack.remove());

async function createStack(job: string, template: string, bucket: string): Promise<void> {
  stack = await Stack.create({
    program: `
      const ice = require("pulumi-alicloud-ice");
      exports.job = ice.LiveRecordJob.get("job", "${job}");
      exports.template = ice.LiveRecordTemplate.get("template", "${template}");
      exports.bucket = ice.Bucket.get("bucket", "${bucket}");
    `,
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
  });
}

it("get knows all of what is there, changes nothing, keeps secrets encrypted, and destroy leaves it alone", async () => {
  const jobId = theirJobId(ims());
  await createStack(jobId, THEIR_TEMPLATE, THEIR_BUCKET);
  const outputs: string[] = [];
  const first = await stack.up("--diff");
  succeeded(first);
  outputs.push(first.output);
  expect(await stack.outputs()).toMatchObject({
    job: {
      id: jobId,
      name: THEIR_JOB_NAME,
      templateId: THEIR_TEMPLATE,
      templateName: THEIR_TEMPLATE_NAME,
      streamInput: { type: "rtmp", url: THEIR_STREAM },
      recordOutput: { type: "oss", bucket: THEIR_BUCKET },
      notifyUrl: THEIR_NOTIFY_URL,
      status: "initial",
      ended: false,
      region: REGION,
    },
    template: {
      id: THEIR_TEMPLATE,
      name: THEIR_TEMPLATE_NAME,
      type: "custom",
      recordFormats: [THEIR_FORMAT],
      region: REGION,
    },
    bucket: {
      id: THEIR_BUCKET,
      bucket: THEIR_BUCKET,
      acl: "private",
      storageClass: "Standard",
      extranetEndpoint: `oss-${REGION}.aliyuncs.com`,
      region: REGION,
    },
  });

  for (const command of ["up", "refresh", "destroy"]) {
    const unchanged = command === "destroy" ? [] : ["--expect-no-changes"];
    const result = await stack.run(command, "--yes", "--diff", ...unchanged);
    succeeded(result);
    outputs.push(result.output);
  }
  expect(`${outputs.join()}${stack.allStoredText()}`).not.toContain(PLANTED);
  expect(changingCalls(ims())).toEqual([]);
  expect(theirJobId(ims())).toBe(jobId);
  expect(ims().store.hasBucket(THEIR_BUCKET)).toBe(true);
});

it("get of what is missing fails, and says which id was looked for and where", async () => {
  await createStack("no-such-job", "no-such-template", "no-such-bucket");
  const { exitCode, output } = await stack.up();
  expect(exitCode).not.toBe(0);
  const place = `in region ${REGION} (ICE at ${new URL(ims().ice).host}`;
  expect(output).toContain(`there is no LiveRecordJob with the id "no-such-job" ${place}`);
  expect(output).toContain(`there is no LiveRecordTemplate with the id "no-such-template" ${place}`);
  expect(output).toContain(`there is no Bucket with the id "no-such-bucket" ${place}`);
});
