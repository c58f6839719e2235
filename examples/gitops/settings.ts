import * as pulumi from "@pulumi/pulumi";

/** What differs from stack to stack, checked before anything is declared. */
export interface Settings {
  /** Where the service pulls the stream from. */
  streamUrl: pulumi.Output<string>;
  /** Where the service posts what happens; absent for nowhere. */
  notifyUrl?: pulumi.Output<string>;
  /** The stream as its publisher pushes it. */
  stream: { domainName: string; appName: string; streamName: string };
  /** Seconds after which a file is closed and the next one begun. */
  cycleDuration: number;
  /** Any other value records again, as a job of its own. */
  take: string;
  /** How long the recording may last; nothing for the channel, which is recorded around the clock. */
  lease: { endAt: string } | { maxDuration: number } | Record<string, never>;
  /** Whether recordings outlive the stack. */
  keepsRecordings: boolean;
}

const MAX_CYCLE_DURATION_SECONDS = 21_600;
const REHEARSAL_SECONDS = 3_600;
const STACK_NAME = /^(dev|prod|event-[a-z0-9-]+)$/;

/**
 * Reads the stack's configuration.
 * @throws RunError that names the stack, the key and what to run.
 */
export function readSettings(stack: string): Settings {
  if (!STACK_NAME.test(stack)) {
    throw new pulumi.RunError(`Stack "${stack}": a stack is called dev, prod or event-NAME.`);
  }
  const config = new pulumi.Config();
  const cycleDuration = config.requireNumber("cycleDuration");
  if (!Number.isInteger(cycleDuration) || cycleDuration < 1 || cycleDuration > MAX_CYCLE_DURATION_SECONDS) {
    throw new pulumi.RunError(
      `Stack "${stack}": cycleDuration must be a whole number of seconds from 1 to ${MAX_CYCLE_DURATION_SECONDS}, got ${cycleDuration}. Run \`pulumi config set cycleDuration 3600\`.`,
    );
  }
  return {
    streamUrl: config.requireSecret("streamUrl"),
    ...(config.get("notifyUrl") ? { notifyUrl: config.requireSecret("notifyUrl") } : {}),
    stream: {
      domainName: config.require("ingestDomain"),
      appName: config.require("appName"),
      streamName: config.require("streamName"),
    },
    cycleDuration,
    take: config.require("take"),
    lease: leaseOf(stack, config),
    keepsRecordings: stack !== "dev",
  };
}

/** An event says when it is over; a rehearsal that is forgotten ends by the next deployment after an hour. */
function leaseOf(stack: string, config: pulumi.Config): Settings["lease"] {
  if (stack === "prod") return {};
  return stack === "dev" ? { maxDuration: REHEARSAL_SECONDS } : { endAt: config.require("endAt") };
}
