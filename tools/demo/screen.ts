/** What the demonstration shows: chapters, lines, a growing bar, a table. Plain text where there is no terminal. */

const COLOURS = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33", cyan: "36" } as const;
const startedAt = Date.now();

function paint(colour: keyof typeof COLOURS, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
}

function clock(): string {
  return `${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s`;
}

export function chapter(title: string): void {
  process.stdout.write(`\n${paint("dim", clock())}  ${paint("bold", title)}\n`);
}

export function line(text: string): void {
  process.stdout.write(`          ${text}\n`);
}

/** A line of a command's own output. */
export function quote(text: string): void {
  process.stdout.write(`          ${paint("dim", "│")} ${text}\n`);
}

/** The outcome of one promise of the demonstration. */
export function verdict(holds: boolean, text: string): void {
  process.stdout.write(`          ${holds ? paint("green", "✓") : paint("red", "✗")} ${text}\n`);
}

const BAR_CHARACTERS = 40;

/** One line of a growing plot. */
export function bar(label: string, value: number, full: number, text: string): void {
  const filled = Math.min(BAR_CHARACTERS, Math.round((value / full) * BAR_CHARACTERS));
  line(
    `${label} ${paint("cyan", "█".repeat(filled))}${paint("dim", "░".repeat(BAR_CHARACTERS - filled))} ${text}`,
  );
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const show = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  line(paint("bold", show(head)));
  for (const row of rows) line(show(row));
}
