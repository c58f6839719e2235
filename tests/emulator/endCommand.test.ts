import { useEmulator } from "pulumi-alicloud-ice-emulator/vitest";
import { describe, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { callsOf } from "../support/localIms";
import { HAS_TERMINAL, resourceOf, useCommandProject } from "../support/ownCommand";
import { PLANTED, theirJobId, WITH_THEIR_THINGS } from "../support/theirThings";

const ARRIVAL_LIMIT_MILLISECONDS = 30_000;

const ims = useEmulator(WITH_THEIR_THINGS);
const project = useCommandProject(ims);

/** Lets the time pass in which the job ends, once its stream is off the air. */
async function passTheWindow(): Promise<void> {
  await waitUntil(
    "ForbidLiveStream",
    () => callsOf(ims(), "ForbidLiveStream") > 0 || undefined,
    ARRIVAL_LIMIT_MILLISECONDS,
  );
  ims().clock.advance(181_000);
}

describe("end", () => {
  const END = ["end", "--stack", "dev"];

  it("asks nobody in a pipeline: without --yes nothing is done", async () => {
    const { code, stderr } = await project().run([...END, theirJobId(ims())]);
    expect(stderr).toContain("nobody can be asked here; give --yes");
    expect(code).toBe(2);
  });

  describe.skipIf(!HAS_TERMINAL)("on a terminal (needs `script` of util-linux)", () => {
    it.each([
      ["enter", "\r"],
      ["no", "no\r"],
      ["^D", "\u0004"],
      ["^C", "\u0003"],
    ])("asks, names the job and what ending it means, and does nothing after %s", async (_answer, keys) => {
      const args = [...END, theirJobId(ims()), "--forbid-live-stream", "push.example.com/live/show"];
      const { code, stdout, stderr } = await project().runOnTerminal(args, keys);
      expect(stdout, stderr).toContain(`End job ${theirJobId(ims())} named`);
      expect(stdout).toContain("Viewers of live/show lose the stream until the job has ended. [y/N]");
      expect(stdout).toContain(`Ending job ${theirJobId(ims())} was not confirmed: nothing was done.`);
      expect(code).toBe(1);
      expect(stdout).not.toContain(PLANTED);
      expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);
    });

    it("ends it after yes", async () => {
      const args = [...END, theirJobId(ims()), "--forbid-live-stream", "push.example.com/live/show"];
      const ending = project().runOnTerminal(args, "yes\r");
      await passTheWindow();
      const { code, stdout } = await ending;
      expect([code, stdout.includes(`job ${theirJobId(ims())}: ended`)], stdout).toEqual([0, true]);
    });
  });

  it("refuses a job that a stack owns", async () => {
    const state = project().exportState("prod", [resourceOf("prod", theirJobId(ims()))]);
    const { code, stderr } = await project().run([...END, theirJobId(ims()), "--yes", "--state", state]);
    expect(stderr).toContain("belongs to the stack shop/prod: nothing was done");
    expect(code).toBe(1);
  });

  it("says of a job that runs on that there is no call that stops it", async () => {
    const { code, stderr } = await project().run([...END, theirJobId(ims()), "--yes", "--timeout", "1"]);
    expect(stderr).toContain("IMS publishes no call that stops a record job");
    expect(code).toBe(1);
    expect(ims().jobs()[0]?.status).toBe("initial");
  });

  it("knows a job that is not there", async () => {
    const { code, stderr } = await project().run([...END, "no-such-job", "--yes"]);
    expect([code, stderr.includes("There is no job no-such-job in cn-shanghai")]).toEqual([1, true]);
  });

  it("makes the stop call, and says ended once the service has said it twice", async () => {
    const stop = ["--forbid-live-stream", "push.example.com/live/show"];
    const ending = project().run([...END, theirJobId(ims()), "--yes", ...stop]);
    await passTheWindow();
    const { code, stdout, stderr } = await ending;
    expect([code, stdout], stderr).toEqual([0, `job ${theirJobId(ims())}: ended\n`]);
    const actions = ims()
      .requests()
      .map(({ action }) => action);
    const after = actions.slice(actions.indexOf("ForbidLiveStream") + 1);
    expect([...new Set(after)]).toEqual(["GetLiveRecordJob", "ResumeLiveStream"]);
    expect(after.length).toBeGreaterThanOrEqual(3);
    expect(stderr).not.toContain(PLANTED);
    const again = await project().run([...END, theirJobId(ims()), "--yes", "--json"]);
    expect(JSON.parse(again.stdout)).toEqual({ jobId: theirJobId(ims()), outcome: "had ended" });
  });

  it.each([
    [
      "a stream without its app",
      ["--forbid-live-stream", "push.example.com/show"],
      "It must be DOMAIN/APP/STREAM",
    ],
    ["a time-out of a day", ["--timeout", "86400"], "It must be a whole number from 1 to 3600"],
  ])("wrong use: %s", async (_what, args, reason) => {
    const { code, stderr } = await project().run([...END, "a-job", "--yes", ...args]);
    expect([code, stderr.includes(reason)]).toEqual([2, true]);
  });
});
