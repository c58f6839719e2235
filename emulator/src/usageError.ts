/** What was asked for makes no sense: an option, or a file that one names. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
