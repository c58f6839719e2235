// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a EventCallback. */
export interface EventCallbackArgs {
  /**
   * How events are delivered: `HTTP` posts them to `callbackURL`, `MNS` writes them to the queue `callbackQueueName`.
   *
   * - Required.
   * - One of `HTTP`, `MNS`.
   * - Source: SetEventCallback, CallbackType.
   */
  callbackType: pulumi.Input<"HTTP" | "MNS">;
  /**
   * The one address that events are posted to, `http://` or `https://`. At most 256 bytes.
   *
   * - Default: nothing; required for HTTP, refused for MNS.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SetEventCallback, CallbackURL.
   */
  callbackURL?: pulumi.Input<string>;
  /**
   * The name of a queue in the region that events are written to; it begins with `ice-callback-`. IMS has to be allowed in its console to write to it.
   *
   * - Default: nothing; required for MNS, refused for HTTP.
   * - Source: SetEventCallback, CallbackQueueName.
   */
  callbackQueueName?: pulumi.Input<string>;
  /**
   * The events that are delivered. Of live recording: `LiveRecordFileCreated`, `LiveRecordTaskStatus`; of snapshots: `LiveSnapshotFileCreated`. Their order does not count.
   *
   * - Required.
   * - Source: SetEventCallback, EventTypeList (there with commas between them); event notification pages.
   */
  eventTypeList: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `on`: posts carry a signature made with `authKey`, which does not cover their body.
   *
   * - Default: off; refused for MNS.
   * - One of `on`, `off`.
   * - Source: SetEventCallback, AuthSwitch.
   */
  authSwitch?: pulumi.Input<"on" | "off">;
  /**
   * The key of that signature: at most 32 letters and digits, with an upper-case letter, a lower-case letter and a digit.
   *
   * - Default: nothing; required when `authSwitch` is "on", refused otherwise.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SetEventCallback, AuthKey.
   */
  authKey?: pulumi.Input<string>;
  /**
   * No published call clears the setting. `leave`: delete drops it from state and leaves it as it is, with a warning. `restore`: delete writes back what was set before create took over, unless somebody else has changed it since.
   *
   * - Default: leave.
   * - One of `leave`, `restore`.
   */
  onDelete?: pulumi.Input<"leave" | "restore">;
}

/** What was set when create took over; `onDelete: "restore"` writes it back. */
export interface EventCallbackEarlierSetting {
  /**
   * How events are delivered: `HTTP` posts them to `callbackURL`, `MNS` writes them to the queue `callbackQueueName`.
   *
   * - Required.
   * - One of `HTTP`, `MNS`.
   * - Source: SetEventCallback, CallbackType.
   */
  callbackType: "HTTP" | "MNS";
  /**
   * The one address that events are posted to, `http://` or `https://`. At most 256 bytes.
   *
   * - Default: nothing; required for HTTP, refused for MNS.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SetEventCallback, CallbackURL.
   */
  callbackURL?: string;
  /**
   * The name of a queue in the region that events are written to; it begins with `ice-callback-`. IMS has to be allowed in its console to write to it.
   *
   * - Default: nothing; required for MNS, refused for HTTP.
   * - Source: SetEventCallback, CallbackQueueName.
   */
  callbackQueueName?: string;
  /**
   * The events that are delivered. Of live recording: `LiveRecordFileCreated`, `LiveRecordTaskStatus`; of snapshots: `LiveSnapshotFileCreated`. Their order does not count.
   *
   * - Required.
   * - Source: SetEventCallback, EventTypeList (there with commas between them); event notification pages.
   */
  eventTypeList: string[];
  /**
   * `on`: posts carry a signature made with `authKey`, which does not cover their body.
   *
   * - Default: off; refused for MNS.
   * - One of `on`, `off`.
   * - Source: SetEventCallback, AuthSwitch.
   */
  authSwitch?: "on" | "off";
  /**
   * The key of that signature: at most 32 letters and digits, with an upper-case letter, a lower-case letter and a digit.
   *
   * - Default: nothing; required when `authSwitch` is "on", refused otherwise.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SetEventCallback, AuthKey.
   */
  authKey?: string;
}

/** What the engine knows of a EventCallback. */
export abstract class EventCallbackProperties extends IceResource {
  /**
   * How events are delivered: `HTTP` posts them to `callbackURL`, `MNS` writes them to the queue `callbackQueueName`.
   *
   * - Required.
   * - One of `HTTP`, `MNS`.
   * - Source: SetEventCallback, CallbackType.
   */
  declare readonly callbackType: pulumi.Output<"HTTP" | "MNS">;
  /**
   * The one address that events are posted to, `http://` or `https://`. At most 256 bytes.
   *
   * - Default: nothing; required for HTTP, refused for MNS.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SetEventCallback, CallbackURL.
   */
  declare readonly callbackURL: pulumi.Output<string | undefined>;
  /**
   * The name of a queue in the region that events are written to; it begins with `ice-callback-`. IMS has to be allowed in its console to write to it.
   *
   * - Default: nothing; required for MNS, refused for HTTP.
   * - Source: SetEventCallback, CallbackQueueName.
   */
  declare readonly callbackQueueName: pulumi.Output<string | undefined>;
  /**
   * The events that are delivered. Of live recording: `LiveRecordFileCreated`, `LiveRecordTaskStatus`; of snapshots: `LiveSnapshotFileCreated`. Their order does not count.
   *
   * - Required.
   * - Source: SetEventCallback, EventTypeList (there with commas between them); event notification pages.
   */
  declare readonly eventTypeList: pulumi.Output<string[]>;
  /**
   * `on`: posts carry a signature made with `authKey`, which does not cover their body.
   *
   * - Default: off; refused for MNS.
   * - One of `on`, `off`.
   * - Source: SetEventCallback, AuthSwitch.
   */
  declare readonly authSwitch: pulumi.Output<"on" | "off" | undefined>;
  /**
   * The key of that signature: at most 32 letters and digits, with an upper-case letter, a lower-case letter and a digit.
   *
   * - Default: nothing; required when `authSwitch` is "on", refused otherwise.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SetEventCallback, AuthKey.
   */
  declare readonly authKey: pulumi.Output<string | undefined>;
  /**
   * No published call clears the setting. `leave`: delete drops it from state and leaves it as it is, with a warning. `restore`: delete writes back what was set before create took over, unless somebody else has changed it since.
   *
   * - Default: leave.
   * - One of `leave`, `restore`.
   */
  declare readonly onDelete: pulumi.Output<"leave" | "restore" | undefined>;
  /**
   * What was set when create took over; `onDelete: "restore"` writes it back.
   *
   * - Default: absent when nothing else was set, or when a create that was killed had written already.
   */
  declare readonly earlierSetting: pulumi.Output<EventCallbackEarlierSetting | undefined>;
  /**
   * The region whose events are delivered.
   *
   * - Required.
   */
  declare readonly region: pulumi.Output<string>;
  /**
   * The service's endpoint at which it was set.
   *
   * - Required.
   */
  declare readonly endpoint: pulumi.Output<string>;
  /**
   * The id of the Alibaba Cloud account in which it lives. With credentials of another account nothing is read, changed or deleted.
   *
   * - Default: absent until the first refresh of what an older release made.
   * - Source: Security Token Service, GetCallerIdentity.
   */
  declare readonly account: pulumi.Output<string | undefined>;
}
