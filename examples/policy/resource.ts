import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";

/** What Pulumi calls this package's resources: as dynamic resources today, as a plugin's later. */
const TYPE = /^(?:pulumi-nodejs:dynamic\/alicloud-ice:|alicloud-ice:index:)(\w+)$/;
/** What a secret is to those who may not see it. The engine gives policies the value itself; `preview --json` does not. */
const MASKED = "[secret]";

/**
 * A check of one kind of resource.
 * @param kind `LiveRecordJob`, `LiveRecordTemplate` or `Bucket`
 * @param check answers what is wrong and what to do, or nothing
 */
export function checkOf(
  kind: string,
  check: (inputs: Readonly<Record<string, unknown>>, args: ResourceValidationArgs) => string | undefined,
): (args: ResourceValidationArgs, report: ReportViolation) => void {
  return (args, report) => {
    if (TYPE.exec(args.type)?.[1] !== kind) return;
    const problem = check(args.props, args);
    if (problem !== undefined) report(`${kind} "${args.name}": ${problem}`);
  };
}

/** Whether a value is there and may be looked at. */
export function isVisible(value: unknown): value is NonNullable<unknown> {
  return value !== undefined && value !== null && value !== MASKED;
}

/** The stack that a resource belongs to, by its URN. */
export function stackOf({ urn }: ResourceValidationArgs): string {
  return urn.split("::")[0]?.replace(/^urn:pulumi:/, "") ?? "";
}
