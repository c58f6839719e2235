import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { createCaller } from "../emulator/rpcSupport";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { FORBID_STOP_CALL, jobProgram, STREAM_URL, snapshotProgram } from "../support/programs";
import { Stack } from "../support/stack";

const STATES = path.join(__dirname, "states");
const PAST_THE_WINDOW_MILLISECONDS = 181_000;
const NOTIFY_URL = "https://hooks.example.com/x";

/** The programs of which each release has left its states: they never change. */
const RECORDINGS = jobProgram({
  job: `notifyUrl: "${NOTIFY_URL}", triggers: { edition: "1" }, ${FORBID_STOP_CALL}`,
  bucket: 'tags: { purpose: "recordings" }',
});
const SNAPSHOTS = snapshotProgram({ job: `callbackUrl: "${NOTIFY_URL}", triggers: { edition: "1" }` });

/** The key pair that is in the stored states: refresh and destroy sign with it. */
const accessKeys = [{ accessKeyId: "someone", accessKeySecret: "opens the local IMS alone" }];
const ims = useLocalIms({ media: false, accessKeys });
let stack: Stack | undefined;
afterEach(() => stack?.remove());

/** The names in the stored states, which were made by the release that stored them. */
const NAMES = { template: "hls-a454c970", bucket: "recordings-32170e18", job: "show-64a600fc-94f649" };
const SNAPSHOT_NAMES = { template: "every-177140ae", bucket: "pictures-f7b181b3", job: "show-64a600fc" };
const SUBMITS = ["SubmitLiveRecordJob", "SubmitLiveSnapshotJob"];

/** What the service holds of a stored stack, and its ids, which the stored state has as words in capitals. */
async function restoreRecordings(): Promise<Record<string, string>> {
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
  return storedWords(JobId, TemplateId);
}

async function restoreSnapshots(): Promise<Record<string, string>> {
  const call = createCaller(ims());
  ims().store.createBucket(SNAPSHOT_NAMES.bucket);
  const { TemplateId } = await call("CreateLiveSnapshotTemplate", {
    TemplateName: SNAPSHOT_NAMES.template,
    TimeInterval: 10,
    SequenceFormat: "pictures/{JobId}/{Sequence}.jpg",
  });
  const { JobId } = await call("SubmitLiveSnapshotJob", {
    JobName: SNAPSHOT_NAMES.job,
    TemplateId,
    StreamInput: { Type: "rtmp", Url: STREAM_URL },
    SnapshotOutput: {
      StorageType: "oss",
      Bucket: SNAPSHOT_NAMES.bucket,
      Endpoint: "oss-cn-shanghai.aliyuncs.com",
    },
    CallbackUrl: NOTIFY_URL,
  });
  return storedWords(JobId, TemplateId);
}

function storedWords(jobId: unknown, templateId: unknown): Record<string, string> {
  return {
    JOB_ID: String(jobId),
    TEMPLATE_ID: String(templateId),
    ICE_ENDPOINT: new URL(ims().ice).host,
    OSS_ENDPOINT: new URL(ims().oss).host,
  };
}

/** The ids of the jobs that have neither ended nor were stopped. */
function openJobs(): string[] {
  const pictures = ims()
    .snapshotJobs()
    .filter(({ status }) => status !== "paused");
  return [...recordingJobs(ims()), ...pictures].map(({ jobId }) => jobId);
}

it.each(readdirSync(STATES))(
  "a state that release %s has left is read, unchanged and destroyed",
  async (file) => {
    const isOfSnapshots = file.endsWith("-snapshots.json");
    const ids = await (isOfSnapshots ? restoreSnapshots() : restoreRecordings());
    const stored = Object.entries(ids).reduce(
      (text, [word, id]) => text.replaceAll(word, id),
      readFileSync(path.join(STATES, file), "utf8"),
    );
    stack = await Stack.create({
      project: "old-state",
      program: isOfSnapshots ? SNAPSHOTS : RECORDINGS,
      config: configFor(ims()),
      secretConfig: secretConfigFor(ims()),
    });
    const state = path.join(stack.folder, file);
    writeFileSync(state, stored);
    const imported = await stack.run("stack", "import", "--file", state);
    expect(imported.exitCode, imported.output).toBe(0);

    const submits = callsOf(ims(), ...SUBMITS);
    const preview = await stack.preview("--refresh", "--expect-no-changes");
    expect(preview.exitCode, preview.output).toBe(0);
    const up = await stack.up("--refresh", "--expect-no-changes");
    expect(up.exitCode, up.output).toBe(0);
    expect(callsOf(ims(), ...SUBMITS)).toBe(submits);
    expect(openJobs()).toEqual([ids.JOB_ID]);

    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    const destroyed = await stack.destroy();
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    expect(stack.export().resources).toEqual([]);
    expect(openJobs()).toEqual([]);
  },
);
