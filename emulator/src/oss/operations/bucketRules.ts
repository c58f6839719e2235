import { randomUUID } from "node:crypto";
import { answerEmpty, answerXml, type OssCall, oneOf, readText } from "../call";
import { OssError } from "../errors";
import type { CorsRule, XmlValue } from "../records";
import { elementsOf, listOf, parseXml, textOf, withoutBlanks } from "../xml";

// Limits: OSS documentation, PutBucketLifecycle, PutBucketCors.
const MAX_LIFECYCLE_RULES = 1000;
const MAX_RULE_ID_BYTES = 255;
const MAX_CORS_RULES = 20;
const CORS_METHODS = ["GET", "PUT", "DELETE", "POST", "HEAD"] as const;
const LIFECYCLE_ACTIONS = [
  "Expiration",
  "Transition",
  "AbortMultipartUpload",
  "NoncurrentVersionExpiration",
  "NoncurrentVersionTransition",
];

export async function putBucketLifecycle(call: OssCall): Promise<void> {
  const configuration = parseXml(await readText(call), "LifecycleConfiguration");
  const rules = listOf(configuration.Rule).map((rule) => readLifecycleRule(withoutBlanks(rule)));
  if (rules.length === 0 || rules.length > MAX_LIFECYCLE_RULES) {
    throw new OssError("MalformedXML", { ElementName: "Rule" });
  }
  call.store.updateBucket(call.bucket, { lifecycle: rules });
  answerEmpty(call, 200);
}

function readLifecycleRule(value: XmlValue): XmlValue {
  const rule = elementsOf(value);
  const refuse = (name: string): OssError => new OssError("InvalidArgument", { ArgumentName: name });
  oneOf(["Enabled", "Disabled"], "Status", textOf(rule.Status) ?? "");
  if (textOf(rule.Prefix ?? "") === undefined) {
    throw refuse("Prefix");
  }
  if (Buffer.byteLength(textOf(rule.ID) ?? "") > MAX_RULE_ID_BYTES) {
    throw refuse("ID");
  }
  const actions = LIFECYCLE_ACTIONS.filter((name) => rule[name] !== undefined);
  if (actions.length === 0) {
    throw new OssError("MalformedXML", { ElementName: "Rule" });
  }
  for (const action of actions) {
    for (const each of listOf(rule[action])) {
      const { Days } = elementsOf(each);
      if (Days !== undefined && !/^[1-9]\d{0,8}$/.test(textOf(Days) ?? "")) {
        throw refuse(`${action}.Days`);
      }
    }
  }
  return { ...rule, ID: textOf(rule.ID) || randomUUID(), Prefix: rule.Prefix ?? "" };
}

export function getBucketLifecycle(call: OssCall): void {
  const { lifecycle } = call.store.bucket(call.bucket);
  if (lifecycle.length === 0) {
    throw new OssError("NoSuchLifecycle", { BucketName: call.bucket });
  }
  answerXml(call, "LifecycleConfiguration", { Rule: lifecycle });
}

export function deleteBucketLifecycle(call: OssCall): void {
  call.store.updateBucket(call.bucket, { lifecycle: [] });
  answerEmpty(call, 204);
}

export async function putBucketCors(call: OssCall): Promise<void> {
  const configuration = parseXml(await readText(call), "CORSConfiguration");
  const cors = listOf(configuration.CORSRule).map(readCorsRule);
  if (cors.length === 0 || cors.length > MAX_CORS_RULES) {
    throw new OssError("MalformedXML", { ElementName: "CORSRule" });
  }
  call.store.updateBucket(call.bucket, { cors });
  answerEmpty(call, 200);
}

function readCorsRule(value: XmlValue): CorsRule {
  const rule = elementsOf(value);
  const texts = (name: string): string[] => listOf(rule[name]).map((item) => textOf(item) ?? "");
  const AllowedOrigin = texts("AllowedOrigin");
  const AllowedHeader = texts("AllowedHeader");
  const AllowedMethod = texts("AllowedMethod").map((method) => oneOf(CORS_METHODS, "AllowedMethod", method));
  const hasTwoStars = [...AllowedOrigin, ...AllowedHeader].some((pattern) => pattern.split("*").length > 2);
  const age = textOf(rule.MaxAgeSeconds);
  if (
    AllowedOrigin.length === 0 ||
    AllowedMethod.length === 0 ||
    hasTwoStars ||
    !/^\d{0,9}$/.test(age ?? "")
  ) {
    throw new OssError("InvalidArgument", { ArgumentName: "CORSRule" });
  }
  return {
    AllowedOrigin,
    AllowedMethod,
    AllowedHeader,
    ExposeHeader: texts("ExposeHeader"),
    ...(age === undefined || age === "" ? {} : { MaxAgeSeconds: Number(age) }),
  };
}

export function getBucketCors(call: OssCall): void {
  const { cors } = call.store.bucket(call.bucket);
  if (cors.length === 0) {
    throw new OssError("NoSuchCORSConfiguration", { BucketName: call.bucket });
  }
  answerXml(call, "CORSConfiguration", { CORSRule: cors, ResponseVary: false });
}

export function deleteBucketCors(call: OssCall): void {
  call.store.updateBucket(call.bucket, { cors: [] });
  answerEmpty(call, 204);
}
