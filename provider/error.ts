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

/**
 * What a failure says. Of errors that are not ours every URL is cut: a library's own message may repeat the address of
 * a stream.
 */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof ProviderError) return thrown.message;
  return maskUrls(thrown instanceof Error ? thrown.message : String(thrown));
}

/** The same with its full stop, so that a sentence may follow. */
export function sentenceOf(thrown: unknown): string {
  return `${messageOf(thrown).replace(/\.$/, "")}.`;
}
