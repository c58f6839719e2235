import type { Stack } from "./stack";
import type { CommandResult } from "./stackCommand";

/** Runs commands on a stack and keeps what each of them printed, for the search of what must not be there. */
export class SpokenStack {
  /** By number and command. */
  readonly said: Record<string, string> = {};

  constructor(readonly stack: Stack) {}

  async run(...args: string[]): Promise<CommandResult> {
    const result = await this.stack.run(...args);
    this.said[`${Object.keys(this.said).length + 1}. ${args.join(" ")}`] = result.output;
    return result;
  }
}
