/**
 * What the emulator knows about each behaviour: read in the public documentation, assumed because nothing was
 * found, or not there at all. Every operation registers with its rows here; the README shows the same table.
 */
export type SupportLevel = "documented" | "assumed" | "not implemented";

export interface SupportEntry {
  readonly behaviour: string;
  readonly level: SupportLevel;
  /** Where it is documented; for what is assumed, what the assumption leans on. */
  readonly source?: string;
}

export function documented(behaviour: string, source: string): SupportEntry {
  return { behaviour, level: "documented", source };
}

export function assumed(behaviour: string, leansOn?: string): SupportEntry {
  return { behaviour, level: "assumed", ...(leansOn === undefined ? {} : { source: leansOn }) };
}

export function missing(behaviour: string): SupportEntry {
  return { behaviour, level: "not implemented" };
}

export const page = (operation: string): string => `${operation} page`;
export const GATEWAY = "gateway error code lists";
