/**
 * The source of a preload for every Node process of a stack: `Date.now()`, which is the provider's clock, is ahead by
 * the milliseconds that `file` said when the process started. `new Date()` dates signatures, which the local IMS
 * checks by the machine's clock.
 */
export function clockAhead(file: string): string {
  return `
    const ahead = Number(require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8"));
    const now = Date.now;
    Date.now = () => now() + ahead;
  `;
}
