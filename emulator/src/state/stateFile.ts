import { join } from "node:path";
import type { Clock } from "../clock";
import type { ImsService, Settings } from "../service";
import { JsonLinesFile } from "./jsonLines";
import { clockWasMoved, saveClock } from "./savedClock";
import { replayState, type SavedClock, type SavedState, type StateEntry } from "./stateEntries";

const FILE = "state.jsonl";
/** Entries that may be added before the file is written anew, whatever it held. */
const MIN_ENTRIES_BEFORE_REWRITE = 20_000;

export function stateFileOf(folder: string): string {
  return join(folder, FILE);
}

/** The whole state of the service, buckets aside, as the shortest list of entries. */
export function* stateOf(service: ImsService): Generator<StateEntry> {
  yield { entry: "clock", clock: saveClock(service.clock) };
  yield { entry: "settings", settings: { ...service.settings } };
  for (const template of service.templates.all()) {
    if (template.type === "custom") {
      yield { entry: "template", template };
    }
  }
  for (const job of service.jobs.saved()) {
    yield { entry: "job", job };
  }
  for (const file of service.files.all()) {
    yield { entry: "file", file };
  }
  yield* service.liveSnapshots.entries();
  for (const { app, stream, until } of service.blockList.all()) {
    yield { entry: "forbidden", forbidden: { app, stream, ...(Number.isFinite(until) && { until }) } };
  }
  for (const synthetic of service.synthetic?.declared() ?? []) {
    yield { entry: "synthetic", synthetic };
  }
}

/** @throws Error when the file is no state of an emulator. */
export function readState(folder: string): SavedState {
  const file = new JsonLinesFile<StateEntry>(stateFileOf(folder));
  try {
    return replayState(file.entries());
  } finally {
    file.close();
  }
}

export function writeState(folder: string, service: ImsService): void {
  const file = new JsonLinesFile<StateEntry>(stateFileOf(folder));
  file.rewrite(stateOf(service));
  file.close();
}

/** Keeps the state of a running emulator in its folder, so that even a killed one loses nothing that it answered. */
export class StateFile {
  readonly #file: JsonLinesFile<StateEntry>;
  readonly #clock: Clock;
  readonly #settings: Settings;
  #service: ImsService | undefined;
  #savedClock: SavedClock | undefined;
  #savedSettings = "";
  #added = 0;
  #rewriteAfter = MIN_ENTRIES_BEFORE_REWRITE;

  constructor(folder: string, clock: Clock, settings: Settings) {
    this.#file = new JsonLinesFile(stateFileOf(folder));
    this.#clock = clock;
    this.#settings = settings;
  }

  /** What an earlier emulator left; empty when there was none. */
  read(): SavedState {
    return replayState(this.#file.entries());
  }

  /** Keeps this service's state from now on, beginning with all that it has. */
  begin(service: ImsService): void {
    this.#service = service;
    this.rewrite();
  }

  /** Adds a change; without effect before `begin`. */
  record(entry: StateEntry): void {
    if (this.#service === undefined) {
      return;
    }
    this.recordSurroundings();
    this.#file.append(entry);
    if (++this.#added > this.#rewriteAfter) {
      this.rewrite();
    }
  }

  /** Settings and clock change without telling: adds them if they did. */
  recordSurroundings(): void {
    const settings = JSON.stringify(this.#settings);
    if (settings !== this.#savedSettings) {
      this.#savedSettings = settings;
      this.#file.append({ entry: "settings", settings: { ...this.#settings } });
    }
    if (this.#savedClock === undefined || clockWasMoved(this.#clock, this.#savedClock)) {
      this.#savedClock = saveClock(this.#clock);
      this.#file.append({ entry: "clock", clock: this.#savedClock });
    }
  }

  /** Writes the file anew: everything may have changed. */
  rewrite(): void {
    if (this.#service !== undefined) {
      const entries = this.#file.rewrite(stateOf(this.#service));
      this.#added = 0;
      this.#rewriteAfter = Math.max(MIN_ENTRIES_BEFORE_REWRITE, 2 * entries);
      this.#savedClock = undefined;
    }
  }

  close(): void {
    if (this.#service !== undefined) {
      this.recordSurroundings();
    }
    this.#service = undefined;
    this.#file.close();
  }
}
