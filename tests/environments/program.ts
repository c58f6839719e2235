import type { Environment, ModuleSystem, Resolution } from "../../tools/environments/table";
import { STREAM_URL } from "../support/programs";

const RESOURCES = `
const bucket = new Bucket("recordings");
const template = new LiveRecordTemplate("hls", templateArgs);
const job = new LiveRecordJob("show", {
  templateId: template.id,
  streamInput: { type: "rtmp", url: "${STREAM_URL}" },
  recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
});
`;

const JAVASCRIPT_ARGS = 'const templateArgs = { recordFormats: [{ format: "mp4" }] };';

const COMMONJS = `
const { Bucket, LiveRecordJob, LiveRecordTemplate } = require("pulumi-alicloud-ice");
${JAVASCRIPT_ARGS}
${RESOURCES}
exports.jobId = job.id;
exports.nodeVersion = process.version;
`;

const ESM = `
import { Bucket, LiveRecordJob, LiveRecordTemplate } from "pulumi-alicloud-ice";
${JAVASCRIPT_ARGS}
${RESOURCES}
export const jobId = job.id;
export const nodeVersion = process.version;
`;

/** Fails to compile when the package's types are not found, or found as \`any\`, which fits everything. */
const TYPESCRIPT = `
import type { Output } from "@pulumi/pulumi";
import { Bucket, LiveRecordJob, LiveRecordTemplate } from "pulumi-alicloud-ice";
import type { LiveRecordJobArgs, LiveRecordTemplateArgs } from "pulumi-alicloud-ice";

const templateArgs: LiveRecordTemplateArgs = { recordFormats: [{ format: "mp4" }] };
${RESOURCES}
type IsAny<T> = 0 extends 1 & T ? true : false;
const areAny: [IsAny<LiveRecordJobArgs>, IsAny<LiveRecordJobArgs["templateId"]>, IsAny<typeof job.status>] = [
  false,
  false,
  false,
];
if (areAny.some((isAny) => isAny)) throw new Error("unreachable");
export const jobId: Output<string> = job.id;
export const nodeVersion = process.version;
export const templateName: Output<string | undefined> = job.templateName;
`;

/** A program with a bucket, a template `hls` and a job `show`, written as people write it in this environment. */
export function programOf({ language, modules }: Environment): string {
  if (language !== "JavaScript") return TYPESCRIPT;
  return modules === "ESM" ? ESM : COMMONJS;
}

/** The files that make it a project of this environment, over those of every stack. */
export function filesOf(environment: Environment): Record<string, string> {
  const { language, modules } = environment;
  return {
    "package.json": JSON.stringify({
      name: "environment",
      private: true,
      ...(modules === "ESM" ? { type: "module" } : {}),
    }),
    ...(language === "JavaScript" ? {} : { "tsconfig.json": JSON.stringify(tsconfigOf(environment)) }),
  };
}

function tsconfigOf({ language, modules }: Environment): object {
  if (language === "JavaScript") throw new Error("A JavaScript program has no tsconfig.json.");
  return {
    compilerOptions: {
      ...moduleOptions(language.resolution, modules),
      strict: true,
      target: "es2022",
      types: ["node"],
      outDir: "dist",
    },
    files: ["index.ts"],
  };
}

function moduleOptions(resolution: Resolution, modules: ModuleSystem): object {
  switch (resolution) {
    case "node10":
      return { module: "commonjs" };
    case "bundler":
      return { module: modules === "ESM" ? "esnext" : "commonjs", moduleResolution: "bundler" };
    default:
      return { module: resolution, moduleResolution: resolution };
  }
}
