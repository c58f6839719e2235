import type { CallbackTarget } from "./callbacks";
import type { RecordState } from "./state/stateEntries";

/** The one general callback of the account, in the API's own names. */
export interface EventCallback {
  readonly CallbackType: "HTTP" | "MNS";
  readonly CallbackURL?: string;
  readonly CallbackQueueName?: string;
  /** Names of events, separated by commas. */
  readonly EventTypeList?: string;
  readonly AuthSwitch?: "on" | "off";
  readonly AuthKey?: string;
}

/** Where the service keeps its own temporary files, in the API's own names. */
export interface DefaultStorageLocation {
  readonly StorageType: "user_oss_bucket" | "vod_oss_bucket";
  readonly Bucket?: string;
  readonly Path: string;
}

export interface SavedAccountSettings {
  readonly eventCallback?: EventCallback;
  readonly defaultStorageLocation?: DefaultStorageLocation;
}

/** What the account has one of. Each call that sets one replaces all of it. */
export class AccountSettings {
  readonly #record: RecordState;
  #settings: SavedAccountSettings = {};

  constructor(record: RecordState) {
    this.#record = record;
  }

  get eventCallback(): EventCallback | undefined {
    return this.#settings.eventCallback;
  }

  get defaultStorageLocation(): DefaultStorageLocation | undefined {
    return this.#settings.defaultStorageLocation;
  }

  set(changed: SavedAccountSettings): void {
    this.#settings = { ...this.#settings, ...changed };
    this.#record({ entry: "accountSettings", accountSettings: this.#settings });
  }

  /** Where the general callback sends an event of this type; undefined when it does not. */
  targetOf(eventType: string): CallbackTarget | undefined {
    const { CallbackType, CallbackURL, EventTypeList = "", AuthSwitch, AuthKey } = this.eventCallback ?? {};
    if (CallbackType !== "HTTP" || CallbackURL === undefined) {
      return undefined;
    }
    return EventTypeList.split(",").includes(eventType)
      ? { url: CallbackURL, ...(AuthSwitch === "on" && AuthKey !== undefined && { authKey: AuthKey }) }
      : undefined;
  }

  saved(): SavedAccountSettings {
    return this.#settings;
  }

  restore(settings: SavedAccountSettings): void {
    this.#settings = settings;
  }

  reset(): void {
    this.#settings = {};
  }
}
