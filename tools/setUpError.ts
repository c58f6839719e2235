/** What a person has to do before the tools can go on. Shown without a stack. */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
}
