import type { AccessKeys } from "../http/accessKeys";
import type { RequestLog } from "../http/requestLog";
import type { ImsService } from "../service";
import { applySeed, type Seed } from "./seed";
import { Snapshots } from "./snapshots";
import type { SavedState } from "./stateEntries";

export interface StateParts {
  readonly service: ImsService;
  readonly accessKeys: AccessKeys;
  /** The emulator's own. */
  readonly folder: string;
  readonly seed: Seed | undefined;
  readonly log: RequestLog;
}

/** Beginning, reset, snapshot and restore of a whole emulator. One at a time: each waits for the one before it. */
export class StateControl {
  readonly #service: ImsService;
  readonly #accessKeys: AccessKeys;
  readonly #seed: Seed;
  readonly #log: RequestLog;
  readonly #snapshots: Snapshots;
  #last: Promise<void> = Promise.resolve();

  constructor({ service, accessKeys, folder, seed, log }: StateParts) {
    this.#service = service;
    this.#accessKeys = accessKeys;
    this.#seed = seed ?? {};
    this.#log = log;
    this.#snapshots = new Snapshots(service, folder);
  }

  /** Goes on with an earlier state; without one, begins with the seed. @throws UsageError for a broken seed. */
  async begin(earlier: SavedState | undefined): Promise<void> {
    if (earlier?.settings === undefined) {
      await applySeed(this.#seed, this.#service);
    } else {
      await this.#service.adopt(earlier);
    }
  }

  reset(): Promise<void> {
    return this.#next(async () => {
      await this.#service.reset();
      this.#accessKeys.reset();
      await applySeed(this.#seed, this.#service);
      this.#log.clear();
    });
  }

  snapshot(folder: string): Promise<void> {
    return this.#next(() => this.#snapshots.save(folder));
  }

  restore(folder: string): Promise<void> {
    return this.#next(() => this.#snapshots.restore(folder));
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
