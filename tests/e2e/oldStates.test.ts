import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { createCaller } from "../emulator/rpcSupport";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { FORBID_STOP_CALL, jobProgram, STREAM_URL } from "../support/programs";
import { Stack } from "../support/stack";

const STATES = path.join(__dirname, "states");
const PAST_THE_WINDOW_MILLISECONDS = 181_000;
const NOTIFY_URL = "https://hooks.example.com/x";

/** The program of which each release has left its state: it never changes. */
const PROGRAM = jobProgram({
  job: `notifyUrl: "${NOTIFY_URL}", triggers: { edition: "1" }, ${FORBID_STOP_CALL}`,
  bucket: 'tags: { purpose: "recordings" }',
});

/** The key pair that is in the stored states: refresh and destroy sign with it. */
const accessKeys = [{ accessKeyId: "someone", accessKeySecret: "opens the local IMS alone" }];
const ims = useLocalIms({ media: false, accessKeys });
let stack: Stack | undefined;
afterEach(() => stack?.remove());

/** The names in the stored states, which were made by the release that stored them. */
const NAMES = { template: "hls-a454c970", bucket: "recordings-32170e18", job: "show-64a600fc-94f649" };

/** What the service holds of the stored stack, and its ids, which the stored state has as words in capitals. */
async function restoreService(): Promise<Record<string, string>> {
  const call = createCaller(ims());
  ims().store.createBucket(NAMES.bucket, { tags: [{ Key: "purpose", Value: "recordings" }] });
  const { TemplateId } = await call("CreateLiveRecordTemplate", {
    Name: NAMES.template,
    RecordFormat: [{ Format: "mp4" }],
  });
  const { JobId } = await call("SubmitLiveRecordJob", {
    Name: NAMES.job,
    TemplateId,
    StreamInput: { Type: "rtmp", Url: STREAM_URL },
    RecordOutput: { Type: "oss", Bucket: NAMES.bucket, Endpoint: "oss-cn-shanghai.aliyuncs.com" },
    NotifyUrl: NOTIFY_URL,
  });
  return {
    JOB_ID: String(JobId),
    TEMPLATE_ID: String(TemplateId),
    ICE_ENDPOINT: new URL(ims().ice).host,
    OSS_ENDPOINT: new URL(ims().oss).host,
  };
}

it.each(readdirSync(STATES))(
  "a state that release %s has left is read, unchanged and destroyed",
  async (file) => {
    const ids = await restoreService();
    const stored = Object.entries(ids).reduce(
      (text, [word, id]) => text.replaceAll(word, id),
      readFileSync(path.join(STATES, file), "utf8"),
    );
    stack = await Stack.create({
      project: "old-state",
      program: PROGRAM,
      config: configFor(ims()),
      secretConfig: secretConfigFor(ims()),
    });
    const state = path.join(stack.folder, file);
    writeFileSync(state, stored);
    const imported = await stack.run("stack", "import", "--file", state);
    expect(imported.exitCode, imported.output).toBe(0);

    const submits = callsOf(ims(), "SubmitLiveRecordJob");
    const preview = await stack.preview("--refresh", "--expect-no-changes");
    expect(preview.exitCode, preview.output).toBe(0);
    const up = await stack.up("--refresh", "--expect-no-changes");
    expect(up.exitCode, up.output).toBe(0);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits);
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([ids.JOB_ID]);

    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    const destroyed = await stack.destroy();
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    expect(stack.export().resources).toEqual([]);
  },
);
