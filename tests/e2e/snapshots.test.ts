import { beforeEach, describe, expect, it } from "vitest";
import { createCaller } from "../emulator/rpcSupport";
import { callsOf, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { STREAM_URL, snapshotProgram } from "../support/programs";

const ims = useLocalIms({});
const stacks = useLocalStacks(ims);
beforeEach(async () => {
  await ims().reset();
  pushStream();
});

const COMMAND = "SendLiveSnapshotJobCommand";
const DAY_SECONDS = 86_400;
/** Two days of pictures are more than one page a day. */
const INTERVAL_SECONDS = 600;
const PICTURES_TIME_LIMIT_MILLISECONDS = 60_000;
const CALLBACK_URL = "https://hooks.example.com/planted-marker";

function pushStream(): void {
  ims().streams.startSynthetic("live", "show");
}

function loseStream(): void {
  ims().streams.stopSynthetic("live", "show");
}

/** What the service says of each job, oldest first. */
function statuses(): string[] {
  return ims()
    .snapshotJobs()
    .map(({ status }) => status);
}

/** How many pictures the first job has taken. */
function pictures(): number {
  return ims().snapshotJobs()[0]?.files.length ?? 0;
}

/** The commands that the service was sent since the request with this index. */
function commandsSince(index: number): unknown[] {
  return ims()
    .requests()
    .slice(index)
    .filter(({ action }) => action === COMMAND)
    .map(({ parameters }) => parameters?.Command);
}

describe("a declared snapshot job", () => {
  it("takes pictures from its up to its destroy, and costs one call a refresh", async () => {
    const stack = await stacks.create(snapshotProgram({ job: `callbackUrl: "${CALLBACK_URL}"` }));
    const first = await stack.run("up", "--yes");
    succeeded(first);
    expect(statuses()).toEqual(["started"]);
    expect(stack.resource("show").outputs).toMatchObject({ status: "started" });
    expect(
      callsOf(ims(), "ListLiveSnapshotJobs", "SubmitLiveSnapshotJob", "GetLiveSnapshotJob", COMMAND),
    ).toBe(3);

    const calls = ims().requests().length;
    succeeded(await stack.up("--expect-no-changes"));
    expect(ims().requests().length).toBe(calls);
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(callsOf(ims(), "GetLiveSnapshotJob")).toBe(2);

    stacks.pass(3_600);
    await expect.poll(pictures, { timeout: PICTURES_TIME_LIMIT_MILLISECONDS }).toBeGreaterThanOrEqual(360);
    succeeded(await stack.destroy());
    expect(statuses()).toEqual(["paused"]);
    expect(stack.export().resources).toEqual([]);
    for (const secret of [STREAM_URL, CALLBACK_URL]) {
      expect(first.output).not.toContain(secret);
      expect(stack.allStoredText()).not.toContain(secret);
    }
  });

  it("is stopped, started and restarted in place, and what is our own changes without a call", async () => {
    const stack = await stacks.create(snapshotProgram());
    succeeded(await stack.up());
    const { id } = stack.resource("show");
    const before = ims().requests().length;
    for (const [job, status] of [
      ['desiredStatus: "stopped"', "paused"],
      ["", "started"],
      ['triggers: { take: "2" }', "started"],
    ] as const) {
      stack.writeProgram(snapshotProgram({ job }));
      const changed = await stack.up();
      succeeded(changed);
      expect(changed.output).toContain("1 updated");
      expect(statuses()).toEqual([status]);
      expect(stack.resource("show")).toMatchObject({ id, outputs: { status } });
    }
    expect(commandsSince(before)).toEqual(["stop", "start", "restart"]);

    const calls = ims().requests().length;
    stack.writeProgram(snapshotProgram({ job: 'triggers: { take: "2" }, onDelete: "abandon"' }));
    succeeded(await stack.up());
    expect(ims().requests().length).toBe(calls);
    const dropped = await stack.destroy("--target", stack.resource("show").urn);
    succeeded(dropped);
    expect(dropped.output).toContain(`job ${id} is dropped from state and was not stopped`);
    expect(statuses()).toEqual(["started"]);
  });

  it("is replaced by what the service takes: the old one is stopped before the new one is submitted", async () => {
    const stack = await stacks.create(snapshotProgram());
    succeeded(await stack.up());
    const { id } = stack.resource("show");
    const before = ims().requests().length;
    stack.writeProgram(snapshotProgram({ job: `callbackUrl: "${CALLBACK_URL}"` }));
    const preview = await stack.preview();
    expect(preview.output).toContain("1 to replace");
    succeeded(await stack.up());
    const actions = ims()
      .requests()
      .slice(before)
      .map(({ action }) => action);
    expect(actions.indexOf(COMMAND)).toBeLessThan(actions.indexOf("SubmitLiveSnapshotJob"));
    expect(statuses()).toEqual(["paused", "started"]);
    expect(stack.resource("show").id).not.toBe(id);

    succeeded(await stack.up("--replace", stack.resource("show").urn));
    expect(statuses()).toEqual(["paused", "paused", "started"]);
    succeeded(await stack.up("--expect-no-changes"));
  });

  it("that somebody stops is seen by refresh and started by the next up", async () => {
    const stack = await stacks.create(snapshotProgram());
    succeeded(await stack.up());
    const { id: JobId } = stack.resource("show");
    await createCaller(ims())(COMMAND, { JobId, Command: "stop" });
    expect((await stack.refresh("--expect-no-changes")).exitCode).not.toBe(0);
    succeeded(await stack.refresh());
    const preview = await stack.preview("--diff");
    expect(preview.output).toMatch(/desiredStatus: "stopped"/);
    succeeded(await stack.up());
    expect(statuses()).toEqual(["started"]);
    succeeded(await stack.refresh("--expect-no-changes"));
  });

  it("and its template are edited and replaced in order: a template in place, without touching the job", async () => {
    const stack = await stacks.create(snapshotProgram());
    succeeded(await stack.up());
    const { id } = stack.resource("show");
    stack.writeProgram(
      snapshotProgram({ template: 'timeInterval: 60, overwriteFormat: "pictures/{JobId}.jpg"' }),
    );
    const changed = await stack.up();
    succeeded(changed);
    expect(changed.output).toContain("1 updated");
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(stack.resource("show").id).toBe(id);

    const before = ims().requests().length;
    succeeded(await stack.up("--replace", stack.resource("every").urn));
    const order = ["DeleteLiveSnapshotTemplate", "CreateLiveSnapshotTemplate", "SubmitLiveSnapshotJob"];
    const made = ims()
      .requests()
      .slice(before)
      .filter(({ action }) => order.includes(action));
    expect(made.map(({ action }) => action)).toEqual(order);
    expect(statuses()).toEqual(["paused", "started"]);
  });

  it("whose Submit is not answered is found, and submitted once", async () => {
    const stack = await stacks.create(snapshotProgram());
    ims().faults.add({ action: "SubmitLiveSnapshotJob", kind: "reset-after" });
    ims().settings.listLagSeconds = 2;
    const { output, exitCode } = await stack.up();
    expect(exitCode, output).toBe(0);
    expect(output).toContain("the answer to SubmitLiveSnapshotJob was lost");
    expect(ims().snapshotJobs()).toMatchObject([{ jobId: stack.resource("show").id }]);
  });
});

describe("a snapshot job whose stream is away", () => {
  it("is made, is no change as long as the stream is away, and is started by an up once it is there", async () => {
    loseStream();
    const stack = await stacks.create(snapshotProgram());
    const made = await stack.up();
    succeeded(made);
    expect(made.output).toContain("takes no pictures yet: its stream is not there");
    expect(statuses()).toEqual(["init"]);
    succeeded(await stack.up("--expect-no-changes"));
    succeeded(await stack.refresh("--expect-no-changes"));
    succeeded(await stack.preview("--refresh", "--expect-no-changes"));

    pushStream();
    const preview = await stack.preview();
    expect(preview.output).toContain("1 to update");
    expect(statuses()).toEqual(["init"]);
    succeeded(await stack.up());
    expect(statuses()).toEqual(["started"]);
    succeeded(await stack.up("--expect-no-changes"));
  });
});

describe("what exists already", () => {
  it("is read by the functions and by get, which leaves it alone", async () => {
    const stack = await stacks.create(
      snapshotProgram({
        template: `templateName: "by-name", timeInterval: ${INTERVAL_SECONDS}`,
        extra: `
          const daysFromNow = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 19) + "Z";
          exports.job = ice.getLiveSnapshotJobOutput({ jobId: job.id }).apply(({ status, streamInput }) => ({ status, streamInput }));
          exports.listed = ice.listLiveSnapshotJobsOutput({ searchKeyWord: job.id }).apply((jobs) => jobs.map(({ jobId }) => jobId));
          exports.template = ice.getLiveSnapshotTemplateOutput({ templateId: template.id });
          exports.templates = ice.listLiveSnapshotTemplatesOutput({ templateIds: [template.id] }).apply((all) => all.map(({ templateName }) => templateName));
          exports.presets = ice.listLiveSnapshotTemplates({ type: "system" }).then((all) => all.length);
          exports.files = ice.listLiveSnapshotFilesOutput({
            jobId: job.id,
            startTime: daysFromNow(-5),
            endTime: daysFromNow(1),
          }).apply((files) => files.map(({ createTimestamp }) => createTimestamp));
        `,
      }),
    );
    succeeded(await stack.up());
    stacks.pass(2 * DAY_SECONDS);
    const taken = (2 * DAY_SECONDS) / INTERVAL_SECONDS;
    await expect.poll(pictures, { timeout: PICTURES_TIME_LIMIT_MILLISECONDS }).toBeGreaterThanOrEqual(taken);
    succeeded(await stack.up());
    const { id = "" } = stack.resource("show");
    const outputs = await stack.outputs();
    expect(outputs).toMatchObject({
      job: { status: "started", streamInput: { type: "rtmp", url: STREAM_URL } },
      listed: [id],
      template: { timeInterval: INTERVAL_SECONDS, sequenceFormat: "pictures/{JobId}/{Sequence}.jpg" },
      templates: ["by-name"],
      presets: expect.any(Number),
    });
    const files = outputs.files as number[];
    expect(files.length).toBeGreaterThanOrEqual(taken);
    expect(files).toEqual([...new Set(files)].sort((left, right) => left - right));
    expect(stack.stateText()).not.toContain(STREAM_URL);

    const reader = await stacks.create(`
      const ice = require("pulumi-alicloud-ice");
      const job = ice.LiveSnapshotJob.get("seen", "${id}");
      exports.seen = { status: job.status, url: job.streamInput.url, name: job.jobName };
      exports.template = ice.LiveSnapshotTemplate.get("every", job.templateId).templateName;
    `);
    succeeded(await reader.up());
    expect(await reader.outputs()).toMatchObject({
      seen: { status: "started", url: STREAM_URL },
      template: "by-name",
    });
    succeeded(await reader.destroy());
    expect(statuses()).toEqual(["started"]);
  });
});
