import { afterEach, beforeEach, expect, it } from "vitest";
import { configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { jobProgram } from "../support/programs";
import { useRewritingProxy } from "../support/rewritingProxy";
import { Stack } from "../support/stack";

const PAST_THE_WINDOW_MILLISECONDS = 181_000;

const ims = useLocalIms();
const proxy = useRewritingProxy(() => ims().ice);
let stack: Stack;
beforeEach(() => ims().reset());
afterEach(() => stack.remove());

type Fields = Record<string, unknown>;

/** More than is documented: fields at every depth, numbers as texts, lists that are null. */
function more(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(more);
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.entries(value).map(([name, field]) => [name, more(field)]);
  return { ...Object.fromEntries(known), Later: { Since: "2027", Flags: [null, { On: "1" }] }, Labels: null };
}

/** What the jobs of this service do has a word that nobody knows yet. */
function frozen(action: string, answer: Fields): Fields {
  const { RecordJob, ...rest } = more(answer) as { RecordJob?: Fields };
  return action === "GetLiveRecordJob" && RecordJob
    ? { ...rest, RecordJob: { ...RecordJob, Status: "frozen" } }
    : (more(answer) as Fields);
}

/** Templates have a format and a type that nobody knows yet. */
function withMkv(action: string, answer: Fields): Fields {
  if (action !== "GetLiveRecordTemplate") return answer;
  const RecordTemplate = answer.RecordTemplate as Fields & { RecordFormatList: Fields[] };
  const RecordFormatList = [
    ...RecordTemplate.RecordFormatList,
    { Format: "mkv", CycleDuration: 60, Chapters: 5 },
  ];
  return { ...answer, RecordTemplate: { ...RecordTemplate, Type: "shared", RecordFormatList } };
}

async function createStack(program: string): Promise<void> {
  const config = { ...configFor(ims()), "alicloud-ice:endpoint": proxy().url };
  stack = await Stack.create({ program, config, secretConfig: secretConfigFor(ims()) });
}

it("a status that nobody knows yet is shown and said once, and the job counts as recording", async () => {
  proxy().rewrite = frozen;
  await createStack(jobProgram({ jobOptions: 'customTimeouts: { delete: "2s" }' }));
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  const { id } = stack.resource("show");

  const said = `job ${id} has the status "frozen", which this version does not know: it counts as recording`;
  const first = await stack.refresh();
  expect(first).toMatchObject({ exitCode: 0 });
  // The engine shows a message as it comes, and once more at the end.
  expect(first.output.split("Diagnostics:")[1]?.split(said)).toHaveLength(2);
  expect(stack.resource("show").outputs).toMatchObject({ status: "frozen", ended: false });
  const again = await stack.run("preview", "--refresh", "--expect-no-changes");
  expect(again.exitCode, again.output).toBe(0);
  expect(again.output).not.toContain("frozen");

  const kept = await stack.destroy();
  expect(kept.exitCode).not.toBe(0);
  expect(kept.output).toContain(`job ${id} still records`);
  proxy().rewrite = (_action, answer) => more(answer) as Fields;
  ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
  expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
  expect(recordingJobs(ims())).toEqual([]);
});

it("fields and formats that nobody knows yet pass through functions and templates, and disturb nothing", async () => {
  const extra = `
    exports.info = ice.getLiveRecordJobOutput({ jobId: job.id });
    exports.list = ice.listLiveRecordJobsOutput();
    exports.files = ice.listLiveRecordFilesOutput();
  `;
  proxy().rewrite = (_action, answer) => more(answer) as Fields;
  await createStack(jobProgram({ extra }));
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  const { id } = stack.resource("show");
  expect(await stack.outputs()).toMatchObject({
    info: { jobId: id, later: { since: "2027", flags: [{ on: "1" }] } },
    files: [],
  });

  proxy().rewrite = withMkv;
  expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
  expect(stack.resource("hls").outputs).toMatchObject({
    type: "shared",
    recordFormats: [{ format: "mp4" }, { format: "mkv", cycleDuration: 60 }],
  });
  proxy().rewrite = (_action, answer) => answer;
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  expect(stack.resource("hls").outputs?.recordFormats).toEqual([{ format: "mp4" }]);
});
