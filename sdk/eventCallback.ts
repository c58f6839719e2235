import type * as pulumi from "@pulumi/pulumi";
import { type EventCallbackArgs, EventCallbackProperties } from "./generated/eventCallback";
import { replacedInPlace } from "./resource";

/**
 * Where IMS delivers its events: an address or a queue. **An account has one in each region**, so declare it in one
 * stack alone: of two that do, the one that ran last has set it, and a refresh shows the other the difference.
 *
 * Create takes over whatever is set and keeps it in `earlierSetting`; changes are made in place; no published call
 * clears the setting, so delete leaves it, or writes the earlier one back with `onDelete: "restore"`. The id is
 * `REGION/ACCOUNT`. A job with a `notifyUrl` of its own does not need it.
 */
export class EventCallback extends EventCallbackProperties {
  constructor(name: string, args: EventCallbackArgs, options: pulumi.CustomResourceOptions = {}) {
    super("EventCallback", name, args, replacedInPlace("EventCallback", name, options));
  }

  /** Reads the event callback that is set. @param id `REGION/ACCOUNT` */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): EventCallback {
    return new EventCallback(name, {} as EventCallbackArgs, { ...options, id });
  }
}
