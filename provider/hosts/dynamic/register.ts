import { createRequire } from "node:module";
import path from "node:path";

/**
 * For `node --require pulumi-alicloud-ice/register`: lets Pulumi import our resources by type, name and id. NODE_OPTIONS
 * loads it into every Node process below the CLI; anywhere but in the dynamic-provider process it does nothing.
 */
const script = process.argv[1] ?? "";
const DYNAMIC_PROVIDER_SCRIPT = path.join("@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");

if (script.endsWith(DYNAMIC_PROVIDER_SCRIPT)) {
  const { completeReads }: typeof import("./completeReads") = require("./completeReads");
  // The messages have to be those of the very process: a program may hold more than one version of the SDK.
  completeReads(createRequire(script));
}
