import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import type { ImsService } from "../service";
import { restoreClock } from "./savedClock";
import { readState, stateFileOf, writeState } from "./stateFile";

const OSS_FOLDER = "oss";
const SPOOL_FOLDER = "spool";

export function ossFolderOf(folder: string): string {
  return join(folder, OSS_FOLDER);
}

export function spoolFolderOf(folder: string): string {
  return join(folder, SPOOL_FOLDER);
}

/** Copies the whole state of a running emulator to folders, and back. */
export class Snapshots {
  readonly #service: ImsService;
  readonly #dataFolder: string;

  /** @param dataFolder the emulator's own. */
  constructor(service: ImsService, dataFolder: string) {
    this.#service = service;
    this.#dataFolder = resolve(dataFolder);
  }

  /**
   * Writes buckets with their objects, templates, jobs with their open cycles, files, pictures, forbidden and synthetic streams,
   * settings and clock. Not: access keys, faults, request log and callbacks. The emulator goes on meanwhile.
   * @param folder new, empty, or an earlier snapshot, which is replaced.
   * @throws Error when the folder holds something else, or is part of the emulator's own.
   */
  async save(folder: string): Promise<void> {
    const target = this.#foreign(folder);
    if (existsSync(target) && !existsSync(stateFileOf(target)) && (await readdir(target)).length > 0) {
      throw new Error(`${target} holds something that is no snapshot: name a new or an empty folder`);
    }
    const fresh = `${target}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(spoolFolderOf(fresh), { recursive: true });
    let release: () => void = () => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    try {
      await this.#service.jobs.saveRecordings(spoolFolderOf(fresh), released);
      this.#service.store.saveTo(ossFolderOf(fresh));
      writeState(fresh, this.#service);
    } finally {
      release();
    }
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  }

  /**
   * Replaces everything by a snapshot. Recordings that had not ended go on: with the open cycle that they had, as soon
   * as their stream is there. Time does not go back to that of the snapshot.
   * @throws Error when the folder is no snapshot; nothing was changed then.
   */
  async restore(folder: string): Promise<void> {
    const source = this.#foreign(folder);
    if (!existsSync(stateFileOf(source))) {
      throw new Error(`${source} is no snapshot: it has no ${stateFileOf("")}`);
    }
    const state = readState(source);
    const spool = spoolFolderOf(this.#dataFolder);
    await this.#service.reset();
    await this.#service.store.loadFrom(ossFolderOf(source));
    await rm(spool, { recursive: true, force: true });
    await cp(spoolFolderOf(source), spool, { recursive: true });
    if (state.clock !== undefined) {
      restoreClock(this.#service.clock, state.clock);
    }
    await this.#service.adopt(state);
  }

  #foreign(folder: string): string {
    const path = resolve(folder);
    const isInside = (inner: string, outer: string): boolean => `${inner}${sep}`.startsWith(`${outer}${sep}`);
    if (isInside(path, this.#dataFolder) || isInside(this.#dataFolder, path)) {
      throw new Error(`${path} belongs to the emulator's own folder ${this.#dataFolder}: name another one`);
    }
    return path;
  }
}
