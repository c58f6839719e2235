import { statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { succeeded } from "../support/localStack";
import { jobProgram } from "../support/programs";
import { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";
import {
  changingCalls,
  PLANTED,
  THEIR_BUCKET,
  THEIR_FORMAT,
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

async function createStack(program: string, language: "javascript" | "typescript"): Promise<void> {
  stack = await Stack.create({
    program,
    language,
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
  });
}

/** Writes `import.json`; the keys come from the environment, since those in the stack's file are encrypted. */
function generate(args: string): Promise<CommandResult> {
  const { accessKeyId, accessKeySecret } = ims();
  return stack.shell(`node_modules/.bin/pulumi-alicloud-ice import ${args} > import.json`, {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
  });
}

function importGenerated(): Promise<CommandResult> {
  return stack.run("import", "--yes", "--diff", "--file", "import.json", "--generate-code=false");
}

it("takes over what nobody declared: the program that comes with it is unchanged, secrets are encrypted", async () => {
  await createStack("", "typescript");
  const job = theirJobId(ims());
  const generated = await generate(
    `LiveRecordJob ${job} Bucket ${THEIR_BUCKET} recordings LiveRecordTemplate ${THEIR_TEMPLATE} hls --program index.ts`,
  );
  succeeded(generated);
  expect(generated.output).not.toContain(PLANTED);
  expect(statSync(path.join(stack.folder, "import.json")).mode & 0o077).toBe(0);

  const imported = await importGenerated();
  succeeded(imported);
  expect(imported.output).toContain("3 imported");
  await stack.run("config", "set", "--secret", "eveningShowStreamInputUrl", THEIR_STREAM);
  await stack.run("config", "set", "--secret", "eveningShowNotifyUrl", THEIR_NOTIFY_URL);
  const up = await stack.run("up", "--yes", "--diff", "--expect-no-changes");
  succeeded(up);
  expect(up.output).toContain("4 unchanged");
  succeeded(await stack.refresh("--expect-no-changes"));
  expect(stack.resource("evening-show").id).toBe(job);
  expect(`${imported.output}${up.output}${stack.allStoredText()}`).not.toContain(PLANTED);

  const destroyed = await stack.destroy();
  expect(destroyed.exitCode).not.toBe(0);
  expect(destroyed.output).toContain("protected");
  expect(changingCalls(ims())).toEqual([]);
});

it("gives a stack that lost its state its own things back, by the names that they were made with", async () => {
  await createStack(jobProgram(), "javascript");
  succeeded(await stack.up());
  const [job, bucket, template] = ["show", "recordings", "hls"].map((name) => stack.resource(name).id);
  succeeded(await stack.run("state", "delete", "--all", "--force", "--yes"));
  expect(stack.export().resources).toEqual([]);
  const before = changingCalls(ims()).length;

  succeeded(await generate(`LiveRecordJob ${job} Bucket ${bucket} LiveRecordTemplate ${template}`));
  succeeded(await importGenerated());
  const up = await stack.up("--expect-no-changes");
  succeeded(up);
  expect(up.output).toContain("4 unchanged");
  expect(["show", "recordings", "hls"].map((name) => stack.resource(name).id)).toEqual([
    job,
    bucket,
    template,
  ]);
  expect(changingCalls(ims())).toHaveLength(before);
});

it("takes over what belongs below a parent that the stack has", async () => {
  const programWith = (child: string): string => `
    const pulumi = require("@pulumi/pulumi");
    const ice = require("pulumi-alicloud-ice");
    const parent = new pulumi.ComponentResource("my:studio:Studio", "main");
    ${child}
  `;
  await createStack(programWith(""), "javascript");
  succeeded(await stack.up());
  succeeded(await generate(`Bucket ${THEIR_BUCKET} tapes --parent '${stack.resource("main").urn}'`));
  succeeded(await importGenerated());
  stack.writeProgram(programWith(`new ice.Bucket("tapes", { bucket: "${THEIR_BUCKET}" }, { parent });`));
  const up = await stack.up("--expect-no-changes");
  succeeded(up);
  expect(up.output).toContain("3 unchanged");
  const { inputs, urn } = stack.resource("tapes");
  expect(inputs?.__urn).toBe(urn);
  expect(urn).toContain("my:studio:Studio$pulumi-nodejs:dynamic");
});

it("of another region than the stack's is noticed by the next up, which refuses to touch what lives elsewhere", async () => {
  await createStack("", "javascript");
  succeeded(await generate(`LiveRecordTemplate ${THEIR_TEMPLATE} hls --region cn-hangzhou`));
  succeeded(await importGenerated());
  stack.writeProgram(`
    const ice = require("pulumi-alicloud-ice");
    const recordFormats = [${JSON.stringify(THEIR_FORMAT)}];
    new ice.LiveRecordTemplate("hls", { name: "${THEIR_TEMPLATE_NAME}", recordFormats }, { protect: true });
  `);
  const { exitCode, output } = await stack.up();
  expect(exitCode).not.toBe(0);
  expect(output).toContain('LiveRecordTemplate "hls" lives in region cn-hangzhou');
  expect(output).toContain("the configuration now points to region cn-shanghai");
  expect(changingCalls(ims())).toEqual([]);
});
