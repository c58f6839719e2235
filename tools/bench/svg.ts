/** The few shapes that the plot is made of. */

export const FONT = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: "normal" | "600";
  readonly colour?: string;
  /** Degrees, around the text's own point. */
  readonly turned?: number;
}

const INK = "#1f2933";

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 12, anchor = "start", weight = "normal", colour = INK, turned } = style;
  const turn = turned === undefined ? "" : ` transform="rotate(${turned} ${at(x)} ${at(y)})"`;
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}" text-anchor="${anchor}" font-weight="${weight}" fill="${colour}"${turn}>${escaped(content)}</text>`;
}

export function segment(
  from: readonly [number, number],
  to: readonly [number, number],
  colour: string,
  width = 1,
): string {
  return `<line x1="${at(from[0])}" y1="${at(from[1])}" x2="${at(to[0])}" y2="${at(to[1])}" stroke="${colour}" stroke-width="${width}"/>`;
}

export function path(
  points: readonly (readonly [number, number])[],
  colour: string,
  dashed: boolean,
): string {
  const dash = dashed ? ' stroke-dasharray="5 4"' : "";
  const d = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join(" ");
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"${dash}/>`;
}

/** A mark of a series; hollow where its line is dashed. The title is shown on hover. */
export function dot(x: number, y: number, colour: string, hollow: boolean, title: string): string {
  return `<circle cx="${at(x)}" cy="${at(y)}" r="4" fill="${hollow ? "#ffffff" : colour}" stroke="${colour}" stroke-width="2"><title>${escaped(title)}</title></circle>`;
}

export function box(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="2" fill="${colour}"/>`;
}

export function page(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(content: string): string {
  return content.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
