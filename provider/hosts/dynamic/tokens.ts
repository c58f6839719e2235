import type { Kind } from "../../registry";

/** The engine hands every type with this prefix to the dynamic-provider process. */
const DYNAMIC_PREFIX = "pulumi-nodejs:dynamic";

/** The type in the URN: `pulumi-nodejs:dynamic/alicloud-ice:LiveRecordJob`. */
export function typeToken(kind: Kind): string {
  return `${DYNAMIC_PREFIX}/alicloud-ice:${kind}`;
}

/**
 * The constant text that the dynamic-provider process evaluates. Nothing is serialized: no secret can leak into it,
 * the state stays small, and the code that runs is always the installed package's.
 */
export function providerText(kind: Kind): string {
  return `exports.handler=()=>require("pulumi-alicloud-ice/dynamic").${kind}`;
}
