import { ServiceError } from "../client/errors";
import type { RecordJob } from "../client/ice";
import { listOf } from "../client/paging";
import type { Context } from "../context";
import { LIVE_PROCESSING_REGION } from "../place";
import { sameLineage } from "../rules/autoName";
import type { Failure } from "../rules/check";
import { withoutAuthKey } from "../rules/equality";
import type { StringField } from "../rules/fields";
import { hasUnknown } from "../rules/unknown";
import { type JobSettings, listJobs } from "./jobs";
import { formatFindings, getTemplate } from "./templates";

/** Record jobs of an account at once; an account manager can raise it. Source: record guide. */
const MAX_CONCURRENT_JOBS = 100;

export const preflightField = {
  type: "string",
  oneOf: ["off", "warn", "error"],
  optional: "off",
  doc: "Looks at the service before the job is first submitted, at preview and at `up`: region, template and its formats, bucket and its registration in IMS, number of jobs at once, other jobs on the same stream. `warn` says what it finds, `error` fails by it, except by the number of jobs, whose limit may have been raised. What is not known yet, or can't be looked at, is passed over; the latter is said. Four calls a look: GetLiveRecordTemplate, GetStorageList and two of ListLiveRecordJobs; GetBucketInfo of OSS for a bucket that is not registered.",
} as const satisfies StringField;

type Preflight = "off" | "warn" | "error";

/** Something of the service that stands in the way of a recording. */
interface Finding extends Failure {
  /** Not certain to stand in the way: it is said, and fails nothing. */
  readonly isSaidOnly?: true;
}

/** Whatever of the job is not known yet is Pulumi's unknown. */
type Look = (ctx: Context, job: JobSettings) => Finding[] | Promise<Finding[]>;

/**
 * Looks whether a job can record what it is declared to record.
 * @returns what fails the program; what it only warns of is said
 */
export async function preflight(
  ctx: Context,
  mode: Preflight | undefined,
  job: JobSettings,
): Promise<Failure[]> {
  if (mode !== "warn" && mode !== "error") return [];
  const say = (message: string): void => ctx.log.warn(`preflight of LiveRecordJob "${ctx.name}": ${message}`);
  const findings: Finding[] = [];
  for (const [what, look] of Object.entries(LOOKS)) {
    try {
      findings.push(...(await look(ctx, job)));
    } catch (thrown) {
      if (!(thrown instanceof ServiceError)) throw thrown;
      if (thrown.code === "NoCredentials") {
        say("without credentials nothing at the service could be looked at");
        break;
      }
      say(`${what} could not be looked at: ${thrown.message}`);
    }
  }
  const fails = ({ isSaidOnly }: Finding): boolean => mode === "error" && !isSaidOnly;
  for (const { path, reason } of findings.filter((finding) => !fails(finding))) say(`${path}: ${reason}`);
  return findings.filter(fails).map(({ path, reason }) => ({ path, reason: `preflight: ${reason}` }));
}

/** What is looked at, in words → how. */
const LOOKS: Readonly<Record<string, Look>> = {
  "the region": lookAtRegion,
  "the template": lookAtTemplate,
  "the bucket": lookAtBucket,
  "the running jobs": lookAtRunningJobs,
};

function lookAtRegion({ settings: { region } }: Context): Finding[] {
  if (region === LIVE_PROCESSING_REGION) return [];
  return [
    {
      path: "alicloud-ice:region",
      reason: `live recording is documented for ${LIVE_PROCESSING_REGION} only, and the configuration says ${region}. Run \`pulumi config set alicloud-ice:region ${LIVE_PROCESSING_REGION}\``,
    },
  ];
}

async function lookAtTemplate(ctx: Context, { templateId }: JobSettings): Promise<Finding[]> {
  if (hasUnknown(templateId)) return [];
  const template = await getTemplate(ctx, templateId);
  const path = "templateId";
  if (template === "gone") {
    return [
      {
        path,
        reason: `there is no record template ${templateId} in region ${ctx.settings.region}. Use the id of a LiveRecordTemplate, or a preset's from listLiveRecordTemplates`,
      },
    ];
  }
  const change = "Correct the template, or use another one";
  return formatFindings(template).map((finding) => ({
    path,
    reason: `template ${templateId} ${finding}. ${change}`,
  }));
}

async function lookAtBucket(ctx: Context, { recordOutput }: JobSettings): Promise<Finding[]> {
  const { type, bucket } = recordOutput;
  if (type !== "oss" || bucket === undefined || hasUnknown(bucket)) return [];
  const { storageInfoList } = await ctx.ice.getStorageList({});
  // A location is the bucket's name; some texts of the service show its whole host.
  const registered = listOf(storageInfoList).filter(
    ({ storageLocation = "" }) => storageLocation === bucket || storageLocation.startsWith(`${bucket}.`),
  );
  const path = "recordOutput.bucket";
  const name = JSON.stringify(bucket);
  if (registered.length === 0) {
    const reason = (await bucketIsMissing(ctx, bucket))
      ? `there is no bucket ${name} at ${ctx.settings.oss.host}. Make it, and register it as a storage address in the IMS console`
      : `bucket ${name} is not registered as a storage address in IMS. Register it in the IMS console, which also gives the service its role for OSS: no published call does that`;
    return [{ path, reason }];
  }
  const isNormal = ({ status }: { status?: string }): boolean => !status || /^normal$/i.test(status);
  if (registered.some(isNormal)) return [];
  return [
    {
      path,
      reason: `bucket ${name} is registered in IMS with the status ${JSON.stringify(registered[0]?.status)}. Look at its storage address in the IMS console`,
    },
  ];
}

/** A bucket of another region, or one that may not be looked at, is not missing. */
async function bucketIsMissing(ctx: Context, bucket: string): Promise<boolean> {
  try {
    return (await (await ctx.oss()).getBucketInfo(bucket)) === undefined;
  } catch (thrown) {
    if (thrown instanceof ServiceError) return false;
    throw thrown;
  }
}

async function lookAtRunningJobs(ctx: Context, job: JobSettings): Promise<Finding[]> {
  const [started, initial] = [
    await listJobs(ctx, { status: "started" }),
    await listJobs(ctx, { status: "initial" }),
  ];
  const running = [...started, ...initial];
  return [...limitFindings(running), ...streamFindings(running, job, ctx.namesInState.get(ctx.urn))];
}

function limitFindings({ length }: readonly RecordJob[]): Finding[] {
  if (length < MAX_CONCURRENT_JOBS) return [];
  return [
    {
      path: "LiveRecordJob",
      reason: `${length} jobs are running already, and an account may have ${MAX_CONCURRENT_JOBS} at once unless its account manager has raised that. Have it raised, or wait until one has ended`,
      isSaidOnly: true,
    },
  ];
}

/**
 * A job that this one replaces, or that create takes over, is not another one: it has the same name, an earlier of
 * ours, or the one that the resource has in state.
 */
function streamFindings(
  running: readonly RecordJob[],
  { name, streamInput }: JobSettings,
  nameInState: string | undefined,
): Finding[] {
  if (hasUnknown(streamInput) || hasUnknown(name)) return [];
  const stream = withoutAuthKey(streamInput.url);
  return running
    .filter((other) => withoutAuthKey(other.streamInput?.url ?? "") === stream)
    .filter((other) => !sameLineage(other.name ?? "", name) && other.name !== nameInState)
    .map((other) => ({
      path: "streamInput",
      reason: `job ${other.jobId} named ${JSON.stringify(other.name)} records the same stream (${other.status}). Leave one of the two out, or set preflight: "warn" if both are meant`,
    }));
}
