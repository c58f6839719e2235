/** One line of a doctor's report. */
export interface Check {
  readonly subject: string;
  /** `unknown`: it can't be found out without changing something. */
  readonly state: "ok" | "warning" | "failed" | "unknown";
  readonly found: string;
  /** What to do; absent where there is nothing to do. */
  readonly advice?: string;
}
