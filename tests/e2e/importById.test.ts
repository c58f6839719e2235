import { afterEach, beforeEach, expect, it } from "vitest";
import { configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { succeeded } from "../support/localStack";
import { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";
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
beforeEach(async () => {
  await ims().reset();
  stack = await Stack.create({
    program: "",
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
    // Reaches every Node process of every command: the program and what starts it must not notice.
    env: { NODE_OPTIONS: "--require pulumi-alicloud-ice/register" },
  });
});
afterEach(() => stack.remove());

interface Options {
  job?: string;
  template?: string;
  bucket?: string;
}

/** A program that declares their things, each with these resource options, and the job with these fields besides. */
function programOf({ job = "", template = "", bucket = "" }: Options = {}, jobFields = ""): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings", { bucket: "${THEIR_BUCKET}" }, { ${bucket} });
    const template = new ice.LiveRecordTemplate(
      "hls",
      { name: "${THEIR_TEMPLATE_NAME}", recordFormats: [${JSON.stringify(THEIR_FORMAT)}] },
      { ${template} },
    );
    new ice.LiveRecordJob(
      "show",
      {
        name: "${THEIR_JOB_NAME}",
        templateId: template.id,
        streamInput: { type: "rtmp", url: "${THEIR_STREAM}" },
        recordOutput: { type: "oss", bucket: bucket.id },
        notifyUrl: "${THEIR_NOTIFY_URL}",
        ${jobFields}
      },
      { ${job} },
    );
  `;
}

function importById(kind: string, name: string, id: string): Promise<CommandResult> {
  const type = `pulumi-nodejs:dynamic/alicloud-ice:${kind}`;
  return stack.run("import", "--yes", "--skip-preview", "--diff", "--generate-code=false", type, name, id);
}

it("pulumi import by type, name and id takes each kind over, and the same declaration is unchanged", async () => {
  const job = theirJobId(ims());
  const missing = await importById("LiveRecordJob", "show", "no-such-job");
  expect(missing.exitCode).not.toBe(0);
  expect(missing.output).toContain(
    'there is no LiveRecordJob with the id "no-such-job" in region cn-shanghai',
  );

  const outputs: string[] = [];
  for (const [kind, name, id] of [
    ["LiveRecordJob", "show", job],
    ["Bucket", "recordings", THEIR_BUCKET],
    ["LiveRecordTemplate", "hls", THEIR_TEMPLATE],
  ] as const) {
    const imported = await importById(kind, name, id);
    succeeded(imported);
    outputs.push(imported.output);
  }
  expect(stack.resource("show").inputs?.__urn).toBe(stack.resource("show").urn);
  expect(`${outputs.join()}${stack.allStoredText()}`).not.toContain(PLANTED);

  stack.writeProgram(programOf());
  const up = await stack.up("--expect-no-changes");
  succeeded(up);
  expect(up.output).toContain("4 unchanged");
  expect(stack.resource("show").id).toBe(job);
  expect(changingCalls(ims())).toEqual([]);
});

it("the option import takes each kind over in one up, what differs is applied by the usual rules, and the next up is unchanged", async () => {
  const job = theirJobId(ims());
  const options = {
    job: `import: "${job}"`,
    bucket: `import: "${THEIR_BUCKET}"`,
    template: `import: "${THEIR_TEMPLATE}"`,
  };
  stack.writeProgram(programOf(options, 'name: "another-show"'));
  const refused = await stack.preview();
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain(`name of LiveRecordJob "show" changed, which replaces it, but job ${job}`);

  const own = 'onDelete: "abandon"';
  stack.writeProgram(programOf(options, own));
  const imported = await stack.run("up", "--yes", "--diff");
  succeeded(imported);
  expect(imported.output).toContain("3 imported");
  expect(imported.output).toContain("1 updated");
  stack.writeProgram(programOf({}, own));
  const up = await stack.up("--expect-no-changes");
  succeeded(up);
  expect(up.output).toContain("4 unchanged");
  expect(stack.resource("show").id).toBe(job);
  expect(`${imported.output}${up.output}${stack.allStoredText()}`).not.toContain(PLANTED);
  expect(changingCalls(ims())).toEqual([]);
});
