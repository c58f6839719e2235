import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { succeeded } from "../support/localStack";
import { Stack } from "../support/stack";

const WINDOW_SECONDS = 8;
const STREAM = { ingestDomain: "push.example.com", appName: "live", streamName: "show" };
const FORBIDDING = ["ForbidLiveStream", "ResumeLiveStream"];

const ims = useLocalIms({ streamWindowSeconds: WINDOW_SECONDS });
beforeEach(async () => {
  await ims().reset();
  ims().streams.startSynthetic(STREAM.appName, STREAM.streamName, { reconnectAfterSeconds: 2 });
});

/** Runs an example as it stands, in TypeScript, and takes it through its life. */
async function lifeOf(example: string, beforeDestroy: () => void = () => undefined): Promise<Stack> {
  const file = path.join(REPOSITORY_ROOT, "examples", example, "index.ts");
  const plain = Object.entries(STREAM).map(([key, value]) => [`e2e:${key}`, value]);
  const stack = await Stack.create({
    program: readFileSync(file, "utf8"),
    language: "typescript",
    config: { ...configFor(ims()), ...Object.fromEntries(plain) },
    secretConfig: {
      ...secretConfigFor(ims()),
      "e2e:streamUrl": `${ims().rtmp}/${STREAM.appName}/${STREAM.streamName}`,
    },
  });
  try {
    succeeded(await stack.up());
    const { jobId } = await stack.outputs();
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([jobId]);
    succeeded(await stack.preview("--refresh", "--expect-no-changes"));
    beforeDestroy();
    succeeded(await stack.destroy());
    expect(stack.export().resources).toEqual([]);
    expect(ims().jobs()).toMatchObject([{ jobId, status: "paused" }]);
    expect(ims().store.buckets()).toHaveLength(1);
    return stack;
  } finally {
    await stack.remove();
  }
}

describe("an example leads from its up to its destroy:", () => {
  it("the simplest recording, once its stream is over", async () => {
    await lifeOf("simplest", () => {
      ims().streams.stopSynthetic(STREAM.appName, STREAM.streamName);
    });
    expect(callsOf(ims(), ...FORBIDDING)).toBe(0);
  });

  it("the program of the demonstration", async () => {
    await lifeOf("live-recording");
    expect(callsOf(ims(), ...FORBIDDING)).toBe(2);
  });

  it("two formats and a wall of pictures", async () => {
    await lifeOf("snapshot-wall");
    expect(ims().snapshotJobs()).toMatchObject([{ status: "paused" }]);
    const [bucket] = ims().store.buckets();
    const objects = ims().store.listObjects(bucket?.name ?? "");
    const folders = new Set(objects.map(({ key }) => key.split("/")[0]));
    expect([...folders].sort()).toEqual(["pictures", "record", "wall"]);
    expect(callsOf(ims(), ...FORBIDDING)).toBe(2);
  });

  it("a relay, whose end leaves the stream on the air", async () => {
    await lifeOf("relay");
    expect(callsOf(ims(), ...FORBIDDING)).toBe(0);
    expect(ims().streams.online()).toMatchObject([{ stream: STREAM.streamName }]);
  });
});
