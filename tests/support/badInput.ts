import type { Kind } from "../../provider/registry";

/** In every secret value of the tables: it must not come out anywhere. */
export const MARKER = "planted-marker";

export interface BadInput {
  resource: Kind;
  what: string;
  /** The args, as written in a program. */
  args: string;
  /** What the preview says, a line for each broken rule. */
  says: string[];
}
