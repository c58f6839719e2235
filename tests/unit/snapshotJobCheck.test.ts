import { describe, expect, test } from "vitest";
import { liveSnapshotJob } from "../../provider/resources/liveSnapshotJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { checkedSnapshotJob, SNAPSHOT_JOB } from "./support/snapshots";
import { seenWith, settingsWith, testContext } from "./support/testContext";

async function failuresOf(program: Record<string, unknown>): Promise<string[]> {
  const { failures } = await liveSnapshotJob.check(testContext(), undefined, program);
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

const stream = (url: string) => ({ streamInput: { type: "rtmp", url } });
const output = (given: object) => ({ snapshotOutput: { ...SNAPSHOT_JOB.snapshotOutput, ...given } });

describe("check", () => {
  test.each<[string, Record<string, unknown>]>([
    ["the least", {}],
    [
      "everything",
      {
        jobName: "mine",
        callbackUrl: "https://hooks.example.com/x",
        desiredStatus: "stopped",
        triggers: { a: "1" },
        onDelete: "abandon",
        adoptExisting: true,
      },
    ],
    [
      "what is not known yet",
      { templateId: UNKNOWN, streamInput: UNKNOWN, desiredStatus: UNKNOWN, triggers: UNKNOWN },
    ],
    ["an address of 255 characters", stream(`rtmp://h/${"a".repeat(244)}/s`)],
  ])("takes %s", async (_what, given) => {
    expect(await failuresOf({ ...SNAPSHOT_JOB, ...given })).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no template", { templateId: undefined }, "templateId: must be given, got nothing"],
    ["no stream", { streamInput: undefined }, "streamInput: must be given, got nothing"],
    [
      "another protocol",
      { streamInput: { type: "srt", url: "rtmp://h/a/s" } },
      'streamInput.type: must be "rtmp", got "srt"',
    ],
    [
      "an address of another protocol",
      stream("srt://h/a/s"),
      "streamInput.url: must be an address such as rtmp://HOST/APP/STREAM, got srt://h/[secret]",
    ],
    [
      "an address without a stream",
      stream("rtmp://h"),
      "streamInput.url: must be an address such as rtmp://HOST/APP/STREAM, got rtmp://h",
    ],
    [
      "an address of 256 characters",
      stream(`rtmp://h/${"a".repeat(245)}/s`),
      "streamInput.url: must be at most 255 characters long, got rtmp://h/[secret]",
    ],
    [
      "another storage",
      output({ storageType: "vod" }),
      'snapshotOutput.storageType: must be "oss", got "vod"',
    ],
    ["no bucket", output({ bucket: undefined }), "snapshotOutput.bucket: must be given, got nothing"],
    ["no endpoint", output({ endpoint: undefined }), "snapshotOutput.endpoint: must be given, got nothing"],
    [
      "an endpoint with a scheme",
      output({ endpoint: "https://oss-cn-shanghai.aliyuncs.com" }),
      'snapshotOutput.endpoint: must be a host name without a scheme, such as oss-cn-shanghai.aliyuncs.com, got "https://oss-cn-shanghai.aliyuncs.com"',
    ],
    [
      "a callback over another protocol",
      { callbackUrl: "ftp://h/x" },
      "callbackUrl: must be an http:// or https:// address, got ftp://h/[secret]",
    ],
    [
      "a callback of 256 characters",
      { callbackUrl: `https://h/${"x".repeat(246)}` },
      "callbackUrl: must be at most 255 characters long, got https://h/[secret]",
    ],
    [
      "a name of 129 characters",
      { jobName: "n".repeat(129) },
      `jobName: must be at most 128 characters long, got "${"n".repeat(79)}…`,
    ],
    [
      "a status in the service's words",
      { desiredStatus: "paused" },
      'desiredStatus: must be "running" or "stopped", got "paused"',
    ],
    ["a trigger that is no text", { triggers: { take: 2 } }, 'triggers["take"]: must be text, got 2'],
    ["an unknown way to delete", { onDelete: "keep" }, 'onDelete: must be "stop" or "abandon", got "keep"'],
    [
      "adoption without a name",
      { adoptExisting: true },
      "adoptExisting: must come with an explicit jobName, got none",
    ],
    [
      "a field of recordings",
      { notifyUrl: "https://h/x" },
      "notifyUrl: is not a field here; the fields are jobName, templateId, streamInput, snapshotOutput, callbackUrl, desiredStatus, triggers, onDelete, adoptExisting",
    ],
  ])("refuses %s", async (_what, given, failure) => {
    expect(await failuresOf({ ...SNAPSHOT_JOB, ...given })).toEqual([failure]);
  });

  test("a name is made once, kept whatever the triggers, and never longer than the service takes", async () => {
    const ctx = testContext();
    expect((await checkedSnapshotJob(ctx)).jobName).toMatch(/^show-[0-9a-f]{8}$/);
    const olds = { __autoName: true, jobName: "made-by-an-older-release", triggers: { a: "1" } } as const;
    expect((await checkedSnapshotJob(ctx, SNAPSHOT_JOB, olds)).jobName).toBe(olds.jobName);
    const long = seenWith(ctx, { urn: ctx.urn.replace(/show$/, "s".repeat(200)) });
    expect((await checkedSnapshotJob(long)).jobName).toHaveLength(128);
  });
});

test("a configuration that points elsewhere is refused", async () => {
  const ctx = testContext();
  const inputs = await checkedSnapshotJob(ctx);
  const { id, outs } = await liveSnapshotJob.create(ctx, inputs);
  const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
  await expect(liveSnapshotJob.diff(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
  await expect(liveSnapshotJob.read(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
  await expect(liveSnapshotJob.update(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
  await expect(liveSnapshotJob.delete(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
  const stranger = seenWith(ctx, { account: () => Promise.resolve("2") });
  await expect(liveSnapshotJob.read(stranger, id, outs)).rejects.toThrow("account 2");
  await expect(liveSnapshotJob.delete(stranger, id, outs)).rejects.toThrow("account 2");
  expect(ctx.ice.taking).toEqual([id]);
});
