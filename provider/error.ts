import { maskUrls } from "./rules/masking";

/**
 * A failure that is meant to be read by whoever runs the program. It carries no stack: Pulumi would print it, and it
 * says nothing that the message does not say better.
 */
export class ProviderError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
    this.stack = message;
  }
}

const NOTHING_SAID = "a failure that says nothing of itself";

/**
 * What a failure says. Of errors that are not ours every URL is cut: a library's own message may repeat the address of
 * a stream. Never throws, whatever was thrown.
 */
export function messageOf(thrown: unknown): string {
  try {
    if (thrown instanceof ProviderError) return thrown.message;
    const said = thrown instanceof Error ? thrown.message : String(thrown ?? "");
    return maskUrls(said) || NOTHING_SAID;
  } catch {
    return NOTHING_SAID;
  }
}

/** The failure, if it is one of ours. Asking anything else what it is may throw. */
export function ownFailure(thrown: unknown): ProviderError | undefined {
  try {
    return thrown instanceof ProviderError ? thrown : undefined;
  } catch {
    return undefined;
  }
}

/** The same with its full stop, so that a sentence may follow. */
export function sentenceOf(thrown: unknown): string {
  return `${messageOf(thrown).replace(/\.$/, "")}.`;
}
