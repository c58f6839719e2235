import { readFileSync } from "node:fs";
import { Faults } from "../faults";
import type { AccessKeyPair } from "../http/accessKeys";
import { DEFAULT_ACCOUNT_ID } from "../http/accessKeys";
import { CallFaults } from "../http/callFaults";
import { OPERATIONS } from "../operations";
import { ICE_VERSION } from "../operations/operation";
import { readSnapshotSettings } from "../operations/liveSnapshotTemplates";
import { Parameters } from "../operations/parameters";
import { readRecordFormats } from "../operations/recordTemplates";
import { BUCKET_ACLS, type BucketAcl } from "../oss/records";
import type { ImsService } from "../service";
import { UsageError } from "../usageError";

/**
 * What an emulator begins with, and has again after each reset. Templates and jobs are written as the fields of
 * CreateLiveRecordTemplate and SubmitLiveRecordJob (those of snapshots: CreateLiveSnapshotTemplate and
 * SubmitLiveSnapshotJob), in the API's own names.
 */
export interface Seed {
  /** Keys that may sign, besides those of the options. Without those, the first is the one that the emulator names. */
  readonly accessKeys?: readonly AccessKeyPair[];
  readonly buckets?: readonly (string | SeedBucket)[];
  readonly templates?: readonly SeedTemplate[];
  readonly jobs?: readonly SeedJob[];
  readonly snapshotTemplates?: readonly SeedSnapshotTemplate[];
  readonly snapshotJobs?: readonly SeedSnapshotJob[];
}

export interface SeedBucket {
  readonly name: string;
  /** Default `private`. */
  readonly acl?: BucketAcl;
}

export interface SeedTemplate {
  /** Default: a new one. */
  readonly TemplateId?: string;
  readonly Name: string;
  readonly RecordFormat: readonly object[];
}

export interface SeedJob {
  readonly Name: string;
  /** Or the name of a template of this seed, as `TemplateName`. */
  readonly TemplateId?: string;
  readonly TemplateName?: string;
  readonly StreamInput: object;
  readonly RecordOutput: object;
  readonly NotifyUrl?: string;
}

export interface SeedSnapshotTemplate {
  /** Default: a new one. */
  readonly TemplateId?: string;
  readonly TemplateName: string;
  readonly TimeInterval: number;
  readonly OverwriteFormat?: string;
  readonly SequenceFormat?: string;
}

export interface SeedSnapshotJob {
  readonly JobName: string;
  /** Or the name of a snapshot template of this seed, as `TemplateName`. */
  readonly TemplateId?: string;
  readonly TemplateName?: string;
  readonly StreamInput: object;
  readonly SnapshotOutput: object;
  readonly CallbackUrl?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const SEED_FIELDS = ["accessKeys", "buckets", "templates", "jobs", "snapshotTemplates", "snapshotJobs"];
const KEY_FIELDS = ["accessKeyId", "accessKeySecret", "securityToken", "expiresAt", "inactive"];
const BUCKET_FIELDS = ["name", "acl"];
const TEMPLATE_FIELDS = ["TemplateId", "Name", "RecordFormat"];
const JOB_FIELDS = ["Name", "TemplateId", "TemplateName", "StreamInput", "RecordOutput", "NotifyUrl"];
const SNAPSHOT_TEMPLATE_FIELDS = [
  "TemplateId",
  "TemplateName",
  "TimeInterval",
  "OverwriteFormat",
  "SequenceFormat",
];
const SNAPSHOT_JOB_FIELDS = [
  "JobName",
  "TemplateId",
  "TemplateName",
  "StreamInput",
  "SnapshotOutput",
  "CallbackUrl",
];
/** Who submits the jobs of a seed. */
const SEED_CALLER = "seed";

/** @throws UsageError that names the file and what is wrong with it, in one line. */
export function readSeedFile(file: string): Seed {
  const seed = parse(file);
  try {
    checkShape(seed);
  } catch (error) {
    throw new UsageError(`seed file ${file}: ${(error as Error).message}`);
  }
  return seed as Seed;
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`seed file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`seed file ${file} is not JSON: ${(error as Error).message.replaceAll("\n", " ")}`);
  }
}

/**
 * Puts everything of a seed into a service that is empty.
 * @throws UsageError that says which entry is refused, and why.
 */
export async function applySeed(seed: Seed, service: ImsService): Promise<void> {
  checkShape(seed);
  const idOf = new Map<string, string>();
  for (const [index, bucket] of (seed.buckets ?? []).entries()) {
    await at(`buckets[${index}]`, () => addBucket(bucket, service));
  }
  for (const [index, template] of (seed.templates ?? []).entries()) {
    await at(`templates[${index}]`, () => addTemplate(template, service, idOf));
  }
  for (const [index, job] of (seed.jobs ?? []).entries()) {
    await at(`jobs[${index}]`, () => addJob("SubmitLiveRecordJob", job, service, idOf));
  }
  const snapshotIdOf = new Map<string, string>();
  for (const [index, template] of (seed.snapshotTemplates ?? []).entries()) {
    await at(`snapshotTemplates[${index}]`, () => addSnapshotTemplate(template, service, snapshotIdOf));
  }
  for (const [index, job] of (seed.snapshotJobs ?? []).entries()) {
    await at(`snapshotJobs[${index}]`, () => addJob("SubmitLiveSnapshotJob", job, service, snapshotIdOf));
  }
}

function addBucket(bucket: string | SeedBucket, service: ImsService): void {
  const { name, acl } = typeof bucket === "string" ? { name: bucket, acl: undefined } : bucket;
  service.store.createBucket(name, acl === undefined ? {} : { acl });
}

function addTemplate(template: SeedTemplate, service: ImsService, idOf: Map<string, string>): void {
  const parameters = parametersOf({ ...template });
  const name = parameters.requiredText("Name");
  const templateId = freeTemplateId(parameters, service.templates);
  const formats = readRecordFormats(parameters);
  const created = service.templates.create(name, formats, service.clock.now(), templateId);
  idOf.set(name, created.templateId);
}

function addSnapshotTemplate(
  template: SeedSnapshotTemplate,
  service: ImsService,
  idOf: Map<string, string>,
): void {
  const parameters = parametersOf({ ...template });
  const settings = readSnapshotSettings(parameters);
  const { templates } = service.liveSnapshots;
  const templateId = freeTemplateId(parameters, templates);
  idOf.set(settings.templateName, templates.create(settings, service.clock.now(), templateId).templateId);
}

function freeTemplateId(
  parameters: Parameters,
  templates: { get(templateId: string): object | undefined },
): string | undefined {
  const templateId = parameters.text("TemplateId");
  if (templateId !== undefined && templates.get(templateId) !== undefined) {
    throw new UsageError(`there is a template ${templateId} already`);
  }
  return templateId;
}

async function addJob(
  action: "SubmitLiveRecordJob" | "SubmitLiveSnapshotJob",
  job: SeedJob | SeedSnapshotJob,
  service: ImsService,
  idOf: Map<string, string>,
): Promise<void> {
  const { TemplateName, ...fields } = job;
  const TemplateId = fields.TemplateId ?? (TemplateName === undefined ? undefined : idOf.get(TemplateName));
  if (TemplateName !== undefined && TemplateId === undefined) {
    throw new UsageError(`there is no template of the name "${TemplateName}" in the seed`);
  }
  await OPERATIONS.get(ICE_VERSION)
    ?.get(action)
    ?.run({
      service,
      parameters: parametersOf({ ...fields, TemplateId }),
      accessKeyId: SEED_CALLER,
      accountId: DEFAULT_ACCOUNT_ID,
      faults: new CallFaults(new Faults()),
    });
}

/** As a client would send them: what is no text goes as JSON. */
function parametersOf(fields: Fields): Parameters {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new Parameters(
    new Map(given.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])),
  );
}

async function at(place: string, add: () => void | Promise<void>): Promise<void> {
  try {
    await add();
  } catch (error) {
    throw new UsageError(`seed: ${place}: ${(error as Error).message}`);
  }
}

function checkShape(seed: unknown): void {
  const fields = objectAt("the seed", seed, SEED_FIELDS);
  for (const [index, key] of listAt("accessKeys", fields.accessKeys).entries()) {
    const { accessKeyId, accessKeySecret } = objectAt(`accessKeys[${index}]`, key, KEY_FIELDS);
    if (!isText(accessKeyId) || !isText(accessKeySecret)) {
      throw new UsageError(`accessKeys[${index}] needs accessKeyId and accessKeySecret`);
    }
  }
  for (const [index, bucket] of listAt("buckets", fields.buckets).entries()) {
    if (!isText(bucket)) {
      checkBucket(`buckets[${index}]`, bucket);
    }
  }
  for (const [index, template] of listAt("templates", fields.templates).entries()) {
    objectAt(`templates[${index}]`, template, TEMPLATE_FIELDS);
  }
  for (const [index, job] of listAt("jobs", fields.jobs).entries()) {
    objectAt(`jobs[${index}]`, job, JOB_FIELDS);
  }
  for (const [index, template] of listAt("snapshotTemplates", fields.snapshotTemplates).entries()) {
    objectAt(`snapshotTemplates[${index}]`, template, SNAPSHOT_TEMPLATE_FIELDS);
  }
  for (const [index, job] of listAt("snapshotJobs", fields.snapshotJobs).entries()) {
    objectAt(`snapshotJobs[${index}]`, job, SNAPSHOT_JOB_FIELDS);
  }
}

function checkBucket(place: string, bucket: unknown): void {
  const { name, acl } = objectAt(place, bucket, BUCKET_FIELDS);
  if (!isText(name)) {
    throw new UsageError(`${place} has to be a name, or an object with a name`);
  }
  if (acl !== undefined && !BUCKET_ACLS.some((known) => known === acl)) {
    throw new UsageError(`${place}.acl has to be one of ${BUCKET_ACLS.join(", ")}`);
  }
}

function objectAt(place: string, value: unknown, known: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`${place} has to be an object`);
  }
  const foreign = Object.keys(value).find((name) => !known.includes(name));
  if (foreign !== undefined) {
    throw new UsageError(`${place} has no field ${foreign}, only ${known.join(", ")}`);
  }
  return value as Fields;
}

function listAt(name: string, value: unknown): readonly unknown[] {
  if (value !== undefined && !Array.isArray(value)) {
    throw new UsageError(`${name} has to be a list`);
  }
  return value ?? [];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
