import { PRESET_BUCKET } from "../support/presetJob";
import type { Bench } from "./bench";
import type { FaultCase } from "./faultCase";
import { BYSTANDER, INGEST_DOMAIN, STREAM_APP, SUBJECT } from "./programs";

/** After this long a stream that nobody has allowed again is allowed by itself. */
const BLOCK_LIMIT_SECONDS = 301;

/** What a run has left behind, by the service's own account; each entry says which. */
export interface ServiceCount {
  /** At the service, and in no state. */
  readonly orphans: readonly string[];
  /** More than one for one declaration. */
  readonly doubles: readonly string[];
  /** Ended, forbidden or said to have ended, and was not to be. */
  readonly falseStops: readonly string[];
  /** Declared, and not there. */
  readonly missing: readonly string[];
}

interface Thing {
  readonly id: string;
  readonly name: string;
}

/** The logical names that have to be there in the end. */
function declaredOf({ operation, strike, kind }: FaultCase): readonly string[] {
  if (operation === "delete") return [BYSTANDER];
  const hasEnded =
    kind === "LiveRecordJob" &&
    operation === "read" &&
    strike.by === "event" &&
    strike.event === "stream lost";
  return hasEnded ? [BYSTANDER] : [SUBJECT, BYSTANDER];
}

/** What there is at the service of the kind that the run is about; of jobs, those that have not ended or stopped. */
async function things({ ims, call }: Bench, { kind }: FaultCase): Promise<readonly Thing[]> {
  switch (kind) {
    case "LiveRecordJob":
      return ims
        .jobs()
        .filter(({ status }) => status !== "paused")
        .map(({ jobId, name }) => ({ id: jobId, name }));
    case "LiveRecordTemplate": {
      const { RecordTemplateList } = await call("ListLiveRecordTemplates", { Type: "custom", PageSize: 100 });
      const templates = RecordTemplateList as { TemplateId: string; Name: string }[];
      return templates.map(({ TemplateId, Name }) => ({ id: TemplateId, name: Name }));
    }
    case "LiveSnapshotJob":
      return ims
        .snapshotJobs()
        .filter(({ status }) => status !== "paused")
        .map(({ jobId, jobName }) => ({ id: jobId, name: jobName }));
    case "LiveSnapshotTemplate": {
      const { TemplateList } = await call("ListLiveSnapshotTemplates", { Type: "custom", PageSize: 100 });
      const templates = TemplateList as { TemplateId: string; TemplateName: string }[];
      return templates.map(({ TemplateId, TemplateName }) => ({ id: TemplateId, name: TemplateName }));
    }
    case "LiveTranscodeJob":
      return ims.transcodeJobs().map(({ jobId, name }) => ({ id: jobId, name }));
    case "LiveTranscodeTemplate": {
      const { TemplateContentList } = await call("ListLiveTranscodeTemplates", {
        Category: "customized",
        PageSize: 100,
      });
      const templates = TemplateContentList as { TemplateId: string; Name: string }[];
      return templates.map(({ TemplateId, Name }) => ({ id: TemplateId, name: Name }));
    }
    case "Bucket":
      return ims.store
        .buckets()
        .filter(({ name }) => name !== PRESET_BUCKET)
        .map(({ name }) => ({ id: name, name }));
  }
}

export async function countAtService(bench: Bench, faultCase: FaultCase): Promise<ServiceCount> {
  const there = await things(bench, faultCase);
  const stored = bench.stack.export().resources.filter(({ type }) => type.endsWith(`:${faultCase.kind}`));
  const ids = new Set(stored.map(({ id }) => id));
  const declared = declaredOf(faultCase);
  // An explicit name has no logical name in it: "the-show", "the-recordings".
  const belongsTo = (name: string, thing: Thing): boolean =>
    thing.name.startsWith(`${name}-`) || (name === SUBJECT && thing.name.startsWith("the-"));
  const owned = declared.map((name) => ({ name, all: there.filter((thing) => belongsTo(name, thing)) }));
  return {
    orphans: there.filter(({ id }) => !ids.has(id)).map(({ id, name }) => `${name} ${id}`),
    doubles: owned
      .filter(({ all }) => all.length > 1)
      .map(({ name, all }) => `${name}: ${all.map(({ id }) => id).join(", ")}`),
    falseStops: [
      ...(faultCase.kind === "LiveRecordJob" ? falseStops(bench, there, stored) : []),
      ...stoppedRelays(bench, faultCase),
    ],
    missing: owned
      .filter(({ all }) => !all.some(({ id }) => ids.has(id)))
      .map(({ name }) => `${name} is not there, or not in state`),
  };
}

/** Of the transcode jobs that are to run in the end, those that were stopped. */
function stoppedRelays({ ims }: Bench, faultCase: FaultCase): string[] {
  const declared = declaredOf(faultCase);
  return ims
    .transcodeJobs()
    .filter(({ name, status }) => status === 2 && declared.some((logical) => name.startsWith(`${logical}-`)))
    .map(({ jobId, name }) => `${name} ${jobId} was stopped`);
}

function falseStops(
  bench: Bench,
  recording: readonly Thing[],
  stored: readonly { id?: string; outputs?: Record<string, unknown> }[],
): string[] {
  const { ims } = bench;
  const stopped = ims
    .jobs()
    .filter(({ name, timeline }) => name.startsWith(`${BYSTANDER}-`) && timeline.some(isInterruption))
    .map(({ jobId }) => `${BYSTANDER} ${jobId} was interrupted`);
  const forbidden = ims
    .requests()
    .filter(
      ({ action, parameters }) =>
        action === "ForbidLiveStream" && parameters?.DomainName === `${BYSTANDER}.${INGEST_DOMAIN}`,
    )
    .map(() => `the stream ${BYSTANDER} was forbidden`);
  const saidEnded = stored
    .filter(({ id, outputs }) => outputs?.ended === true && recording.some((thing) => thing.id === id))
    .map(({ id }) => `state says that ${id} has ended`);
  return [...stopped, ...forbidden, ...saidEnded, ...stillForbidden(bench)];
}

/** A stream that stays off the air for longer than any block may last was stopped for good. */
function stillForbidden(bench: Bench): string[] {
  const { ims } = bench;
  const wasForbidden = ims.requests().some(({ action }) => action === "ForbidLiveStream");
  const isOnline = (): boolean =>
    ims.streams.online().some(({ app, stream }) => app === STREAM_APP && stream === SUBJECT);
  if (!wasForbidden || isOnline()) return [];
  bench.timePasses = false;
  bench.pass(BLOCK_LIMIT_SECONDS);
  return isOnline() ? [] : [`the stream ${SUBJECT} is forbidden still`];
}

function isInterruption({ event }: { event: string }): boolean {
  return event === "interrupted" || event === "ended";
}
