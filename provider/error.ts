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
