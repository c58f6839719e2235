import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a recording remembers of itself, next to its work files. */
export interface SavedRecording {
  /** Whether the stream was there at all. */
  readonly opened: boolean;
  /** Number of the last pull. */
  readonly parts: number;
  readonly sliceSequence: number;
  readonly lastPieceEnd: number;
  readonly mediaSeconds: number;
  readonly takenKeys: readonly string[];
  readonly slices: SliceTotals;
  /** The last piece that the work files hold. */
  readonly lastPiece: PiecePlace;
  /** One for each format of the template. */
  readonly formats: readonly object[];
}

/** Pieces are ordered by pull, then by name. */
export interface PiecePlace {
  readonly part: number;
  readonly name: string;
}

export interface SliceTotals {
  readonly count: number;
  readonly bytes: number;
  readonly seconds: number;
}

const FILE = "recording.json";
const PULL_FOLDER = /^pull-(\d+)$/;

export function pullFolder(folder: string, part: number): string {
  return join(folder, `pull-${part}`);
}

/** In one step: a kill leaves the old one or the new one. */
export async function writeSaved(folder: string, saved: SavedRecording): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fresh = join(folder, `${FILE}.new`);
  await writeFile(fresh, JSON.stringify(saved));
  await rename(fresh, join(folder, FILE));
}

/** What a recording of the same folder saved, if it did. */
export async function readSaved(folder: string): Promise<SavedRecording | undefined> {
  return existsSync(join(folder, FILE))
    ? (JSON.parse(await readFile(join(folder, FILE), "utf8")) as SavedRecording)
    : undefined;
}

/** Pieces that were cut and not taken into the work files before the recorder was killed, in order. */
export async function leftPieces(folder: string, taken: PiecePlace): Promise<PiecePlace[]> {
  const left: PiecePlace[] = [];
  for (const entry of existsSync(folder) ? await readdir(folder) : []) {
    const part = Number(PULL_FOLDER.exec(entry)?.[1] ?? Number.NaN);
    const names = part >= taken.part ? await readdir(join(folder, entry)) : [];
    left.push(
      ...names
        .filter((name) => name.endsWith(".ts") && (part > taken.part || name > taken.name))
        .map((name) => ({ part, name })),
    );
  }
  return left.sort((one, other) => one.part - other.part || (one.name < other.name ? -1 : 1));
}

export async function removePulls(folder: string): Promise<void> {
  for (const entry of existsSync(folder) ? await readdir(folder) : []) {
    if (PULL_FOLDER.test(entry)) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

/** Copies a recording's memory and work files, without pieces that it did not take yet. */
export async function copySaved(folder: string, target: string): Promise<void> {
  await cp(folder, target, {
    recursive: true,
    filter: (path) => path === folder || !PULL_FOLDER.test(path.slice(folder.length + 1)),
  });
}
