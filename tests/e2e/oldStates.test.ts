import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { OLD_STATES } from "../support/oldStates";
import { Stack } from "../support/stack";

const STATES = path.join(__dirname, "states");
const PAST_THE_WINDOW_MILLISECONDS = 181_000;
const STOPPED_TRANSCODE = 2;
const SUBMITS = ["SubmitLiveRecordJob", "SubmitLiveSnapshotJob", "SubmitLiveTranscodeJob"];

/** The key pair that is in the stored states: refresh and destroy sign with it. */
const accessKeys = [{ accessKeyId: "someone", accessKeySecret: "opens the local IMS alone" }];
const ims = useLocalIms({ media: false, accessKeys });
let stack: Stack | undefined;
beforeEach(() => ims().reset());
afterEach(() => stack?.remove());

/** The ids of the jobs that have neither ended nor were stopped. */
function openJobs(): string[] {
  const pictures = ims()
    .snapshotJobs()
    .filter(({ status }) => status !== "paused");
  const transcodes = ims()
    .transcodeJobs()
    .filter(({ status }) => status !== STOPPED_TRANSCODE);
  return [...recordingJobs(ims()), ...pictures, ...transcodes].map(({ jobId }) => jobId);
}

it.each(readdirSync(STATES))(
  "a state that release %s has left is read, unchanged and destroyed",
  async (file) => {
    const { program, restore } = OLD_STATES[/^[\d.]+\d(.*)\.json$/.exec(file)?.[1] ?? file] ?? {};
    if (program === undefined || restore === undefined)
      throw new Error(`Nobody knows the program of ${file}.`);
    const ids = await restore(ims());
    const words = { ...ids, ICE_ENDPOINT: new URL(ims().ice).host, OSS_ENDPOINT: new URL(ims().oss).host };
    const stored = Object.entries(words).reduce(
      (text, [word, id]) => text.replaceAll(word, id),
      readFileSync(path.join(STATES, file), "utf8"),
    );
    stack = await Stack.create({
      project: "old-state",
      program,
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
    expect(openJobs()).toEqual("JOB_ID" in ids ? [ids.JOB_ID] : []);

    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    const destroyed = await stack.destroy();
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    expect(stack.export().resources).toEqual([]);
    expect(openJobs()).toEqual([]);
  },
);
