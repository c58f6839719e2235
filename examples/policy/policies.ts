import type { ResourceValidationPolicy } from "@pulumi/policy";
import { checkOf, isVisible, stackOf } from "./resource";

/** Where nothing may be left recording and nothing recorded may be deleted. */
const PRODUCTION_STACKS = "^(prod|event-.+)$";
/** Six hours: what the service takes where nothing is said. */
const MAX_CYCLE_DURATION_SECONDS = 21_600;

const productionStacks = {
  properties: {
    productionStacks: {
      type: "string",
      default: PRODUCTION_STACKS,
      description: "A regular expression of stack names.",
    },
  },
} as const;

function isProduction(args: Parameters<typeof stackOf>[0]): boolean {
  const { productionStacks: pattern } = args.getConfig<{ productionStacks: string }>();
  return new RegExp(pattern).test(stackOf(args));
}

/** Every rule, each of one kind of resource. */
export const policies: readonly ResourceValidationPolicy[] = [
  {
    name: "recording-has-bounds",
    description:
      "A recording has a lease or triggers: somebody has thought of its end, or of how it begins again.",
    validateResource: checkOf("LiveRecordJob", ({ maxDuration, endAt, triggers }) => {
      const hasTriggers =
        typeof triggers === "object" && triggers !== null && Object.keys(triggers).length > 0;
      if (isVisible(maxDuration) || isVisible(endAt) || hasTriggers) return undefined;
      return "set maxDuration or endAt, which end it, or triggers, which are how it is recorded again.";
    }),
  },
  {
    name: "recording-is-not-abandoned",
    description: "In production, a recording that leaves the program is ended.",
    configSchema: productionStacks,
    validateResource: checkOf("LiveRecordJob", ({ onDelete }, args) =>
      onDelete === "abandon" && isProduction(args)
        ? `onDelete: "abandon" would leave it recording with nobody to end it; stack ${stackOf(args)} is one of production.`
        : undefined,
    ),
  },
  {
    name: "notify-url-is-https",
    description: "What the service posts of a recording goes over https.",
    validateResource: checkOf("LiveRecordJob", ({ notifyUrl }) =>
      isVisible(notifyUrl) && !/^https:\/\//i.test(String(notifyUrl))
        ? "notifyUrl has to begin with https://."
        : undefined,
    ),
  },
  {
    name: "template-has-bounded-cycles",
    description: "Every file of a recording is closed within hours.",
    configSchema: {
      properties: {
        maxCycleDuration: {
          type: "number",
          default: MAX_CYCLE_DURATION_SECONDS,
          description: "Seconds.",
        },
      },
    },
    validateResource: checkOf("LiveRecordTemplate", ({ recordFormats }, args) => {
      const { maxCycleDuration } = args.getConfig<{ maxCycleDuration: number }>();
      const formats: { cycleDuration?: unknown }[] = Array.isArray(recordFormats) ? recordFormats : [];
      const unbounded = formats.findIndex(
        ({ cycleDuration }) => typeof cycleDuration !== "number" || cycleDuration > maxCycleDuration,
      );
      return unbounded === -1
        ? undefined
        : `recordFormats[${unbounded}].cycleDuration has to be set, to ${maxCycleDuration} seconds at most.`;
    }),
  },
  {
    name: "bucket-is-private",
    description: "Nobody reads recordings without a signature.",
    validateResource: checkOf("Bucket", ({ acl }) =>
      isVisible(acl) && acl !== "private" ? `acl has to be "private", and is "${acl}".` : undefined,
    ),
  },
  {
    name: "recordings-are-not-deleted",
    description: "In production, no bucket is emptied with its stack.",
    configSchema: productionStacks,
    validateResource: checkOf("Bucket", ({ forceDestroy }, args) =>
      forceDestroy === true && isProduction(args)
        ? `forceDestroy would delete every recording in it; stack ${stackOf(args)} is one of production.`
        : undefined,
    ),
  },
];
