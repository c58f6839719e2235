import { beforeEach, describe, expect, it } from "vitest";
import { createCaller } from "../emulator/rpcSupport";
import { callsOf, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
beforeEach(() => ims().reset());

const STREAM = "rtmp://127.0.0.1:1/live/show-with-a-key";
const CHAIN = [
  "SendLiveTranscodeJobCommand",
  "DeleteLiveTranscodeJob",
  "DeleteLiveTranscodeTemplate",
  "CreateLiveTranscodeTemplate",
  "SubmitLiveTranscodeJob",
];

interface Parts {
  /** Fields of the template's args, over 720p. */
  template?: string;
  /** Fields of the job's args, over a start at once. */
  job?: string;
  extra?: string;
}

/** A template `hd` and a job `stage` that uses it. */
function transcodeProgram({ template = "", job = "", extra = "" }: Parts = {}): string {
  return `
    const pulumi = require("@pulumi/pulumi");
    const ice = require("pulumi-alicloud-ice");
    const template = new ice.LiveTranscodeTemplate("hd", {
      type: "normal",
      templateConfig: { videoParams: { height: 720, fps: 25, bitrate: 2000 }, audioParams: { codec: "AAC" } },
      ${template}
    });
    const job = new ice.LiveTranscodeJob("stage", {
      templateId: template.id,
      startMode: 0,
      streamInput: { type: "rtmp", inputUrl: "${STREAM}" },
      transcodeOutput: { type: "LiveCenter", domainName: "play.example.com" },
      ${job}
    });
    ${extra}
  `;
}

function utc(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}

/** Times this many minutes from now, by the service's clock. */
function times(startMinutes: number, endMinutes: number): string {
  const now = ims().clock.now();
  const [start, end] = [startMinutes, endMinutes].map((minutes) => utc(now + minutes * 60_000));
  return `startMode: 1, timedConfig: { startTime: "${start}", endTime: "${end}" },`;
}

function actionsSince(index: number): string[] {
  return ims()
    .requests()
    .slice(index)
    .map(({ action }) => action)
    .filter((action) => CHAIN.includes(action));
}

describe("a transcode template and a job that uses it", () => {
  it("are made once, changed in place, seen to drift, and destroyed for certain", async () => {
    const stack = await stacks.create(
      transcodeProgram({ extra: "exports.url = job.outputStream.streamInfos[0].outputUrl;" }),
    );
    const first = await stack.up();
    succeeded(first);
    succeeded(await stack.run("up", "--yes", "--expect-no-changes"));
    succeeded(await stack.refresh("--expect-no-changes"));
    const { id = "" } = stack.resource("stage");
    expect(stack.resource("stage").outputs).toMatchObject({ status: 1, templateType: "normal" });
    const { url } = await stack.outputs();
    expect(url).toMatch(new RegExp(`^rtmp://.*/transcode/${id}$`));
    expect(`${first.output}${stack.allStoredText()}`).not.toContain("show-with-a-key");
    expect(`${first.output}${stack.allStoredText()}`).not.toContain(`/transcode/${id}`);

    stack.writeProgram(
      transcodeProgram({
        template: "templateConfig: { videoParams: { height: 480, fps: 25, bitrate: 900 } },",
        job: 'name: "evening",',
      }),
    );
    const changed = await stack.up();
    succeeded(changed);
    expect(changed.output).toContain("2 updated");
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: id, name: "evening", status: 1 }]);
    succeeded(await stack.refresh("--expect-no-changes"));

    const call = createCaller(ims());
    await call("UpdateLiveTranscodeJob", { JobId: id, Name: "theirs" });
    expect((await stack.refresh("--expect-no-changes")).exitCode).not.toBe(0);
    succeeded(await stack.refresh());
    succeeded(await stack.up());
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: id, name: "evening" }]);

    succeeded(await stack.destroy());
    expect(ims().transcodeJobs()).toEqual([]);
    expect(await call("ListLiveTranscodeTemplates", { Category: "customized" })).toMatchObject({
      TotalCount: 0,
    });
    expect(callsOf(ims(), "SubmitLiveTranscodeJob")).toBe(1);
  });

  it("are replaced in order: the job ends before its template goes", async () => {
    const stack = await stacks.create(transcodeProgram());
    succeeded(await stack.up());
    const { id } = stack.resource("stage");
    const before = ims().requests().length;
    stack.writeProgram(transcodeProgram({ template: 'type: "narrow-band",' }));
    succeeded(await stack.up());
    expect(actionsSince(before)).toEqual(CHAIN);
    expect(stack.resource("stage").id).not.toBe(id);
    expect(ims().transcodeJobs()).toMatchObject([
      { jobId: stack.resource("stage").id, templateType: "narrow-band", status: 1 },
    ]);
    succeeded(await stack.up("--expect-no-changes"));
  });

  it("keep the template while a job of somebody else uses it, and name that job", async () => {
    const stack = await stacks.create(transcodeProgram());
    succeeded(await stack.up());
    const call = createCaller(ims());
    const { JobId } = await call("SubmitLiveTranscodeJob", {
      Name: "theirs",
      TemplateId: stack.resource("hd").id,
      StartMode: 0,
      StreamInput: { Type: "rtmp", InputUrl: STREAM },
      TranscodeOutput: { Type: "LiveCenter" },
    });
    const kept = await stack.destroy();
    expect(kept.exitCode).not.toBe(0);
    expect(kept.output).toContain(`It is used by the transcode jobs ${String(JobId)} (running)`);
    expect(stack.resource("hd").id).toBeTruthy();
    await call("SendLiveTranscodeJobCommand", { JobId, Command: "stop" });
    succeeded(await stack.destroy());
  });

  it("are read by get and by the functions, which change nothing", async () => {
    const stack = await stacks.create(transcodeProgram());
    succeeded(await stack.up());
    const job = String(stack.resource("stage").id);
    const template = String(stack.resource("hd").id);
    const reader = await stacks.create(`
      const ice = require("pulumi-alicloud-ice");
      const job = ice.LiveTranscodeJob.get("seen", "${job}");
      const template = ice.LiveTranscodeTemplate.get("template", "${template}");
      exports.url = job.streamInput.inputUrl;
      exports.status = job.status;
      exports.fps = template.templateConfig.videoParams.fps;
      exports.category = template.category;
      exports.read = ice.getLiveTranscodeJobOutput({ jobId: job.id }).apply(({ name, status }) => ({ name, status }));
      exports.listed = ice.listLiveTranscodeJobsOutput({ status: 1 }).apply((all) => all.map(({ jobId }) => jobId));
      exports.config = ice.getLiveTranscodeTemplateOutput({ templateId: template.id }).apply((found) => found.templateConfig);
      exports.presets = ice.listLiveTranscodeTemplates({ category: "system", type: "origin" }).then((all) => all.length);
    `);
    succeeded(await reader.up());
    expect(await reader.outputs()).toEqual({
      url: STREAM,
      status: 1,
      fps: 25,
      category: "customized",
      read: { name: stack.resource("stage").inputs?.name, status: 1 },
      listed: [job],
      config: { videoParams: { height: 720, fps: 25, bitrate: 2_000 }, audioParams: { codec: "AAC" } },
      presets: 1,
    });
    expect(reader.stateText()).not.toContain("show-with-a-key");
    succeeded(await reader.destroy());
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: job, status: 1 }]);
  });
});

describe("a timed job", () => {
  it("takes other times and another stream in place until it has started, and is replaced afterwards", async () => {
    const stack = await stacks.create(transcodeProgram({ job: times(60, 120) }));
    succeeded(await stack.up());
    const { id } = stack.resource("stage");
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: id, status: 0 }]);

    const later = times(90, 150);
    const moved = `${later} streamInput: { type: "rtmp", inputUrl: "rtmp://127.0.0.1:1/live/another" },`;
    stack.writeProgram(transcodeProgram({ job: moved }));
    const changed = await stack.up();
    succeeded(changed);
    expect(changed.output).toContain("1 updated");
    expect(stack.resource("stage").id).toBe(id);
    const [job] = ims().transcodeJobs();
    expect(later).toContain(utc(Date.parse(job?.timedConfig?.startTime ?? "")));
    succeeded(await stack.refresh("--expect-no-changes"));

    stacks.pass(91 * 60);
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: id, status: 1 }]);
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(stack.resource("stage").outputs).toMatchObject({ status: 1 });

    stack.writeProgram(transcodeProgram({ job: times(30, 60) }));
    const replaced = await stack.up();
    succeeded(replaced);
    expect(replaced.output).toContain("1 replaced");
    expect(stack.resource("stage").id).not.toBe(id);
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: stack.resource("stage").id, status: 0 }]);
    succeeded(await stack.destroy());
    expect(ims().transcodeJobs()).toEqual([]);
  });

  it("that started between refresh and up is replaced: the service is asked", async () => {
    const stack = await stacks.create(transcodeProgram({ job: times(60, 120) }));
    succeeded(await stack.up());
    const { id } = stack.resource("stage");
    stacks.pass(61 * 60);
    stack.writeProgram(transcodeProgram({ job: times(30, 60) }));
    succeeded(await stack.up());
    expect(stack.resource("stage").id).not.toBe(id);
    expect(callsOf(ims(), "UpdateLiveTranscodeJob")).toBe(0);
  });

  it("with times that can't be is refused at preview, and nothing is made", async () => {
    const stack = await stacks.create(transcodeProgram({ job: times(-60, 12_000) }));
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain("timedConfig.startTime: must lie in the future");
    expect(refused.output).toContain("timedConfig.endTime: must lie at most 7 days ahead");
    expect(ims().requests()).toEqual([]);
  });
});

describe("a job that was stopped behind its back", () => {
  it("is done with keep, and replaced by the next up with restart", async () => {
    const stack = await stacks.create(transcodeProgram());
    succeeded(await stack.up());
    const { id = "" } = stack.resource("stage");
    await createCaller(ims())("SendLiveTranscodeJobCommand", { JobId: id, Command: "stop" });
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(stack.resource("stage").outputs).toMatchObject({ status: 2 });
    succeeded(await stack.up("--expect-no-changes"));

    stacks.pass(181);
    stack.writeProgram(transcodeProgram({ job: 'onEnded: "restart",' }));
    succeeded(await stack.up());
    succeeded(await stack.up("--expect-no-changes"));
    expect(stack.resource("stage").id).not.toBe(id);
    expect(ims().transcodeJobs()).toMatchObject([{ jobId: stack.resource("stage").id, status: 1 }]);
  });
});
