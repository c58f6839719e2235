import type * as pulumi from "@pulumi/pulumi";
import {
  type DefaultStorageLocationArgs,
  DefaultStorageLocationProperties,
} from "./generated/defaultStorageLocation";
import { replacedInPlace } from "./resource";

/**
 * Where IMS keeps the temporary files of its web editor. **It does not steer recordings**: those go where their job's
 * `recordOutput` says. An account has one in each region, so declare it in one stack alone.
 *
 * Create takes over whatever is set and keeps it in `earlierSetting`; changes are made in place; no published call
 * clears the setting, so delete leaves it, or writes the earlier one back with `onDelete: "restore"`. The id is
 * `REGION/ACCOUNT`.
 */
export class DefaultStorageLocation extends DefaultStorageLocationProperties {
  constructor(name: string, args: DefaultStorageLocationArgs, options: pulumi.CustomResourceOptions = {}) {
    super("DefaultStorageLocation", name, args, replacedInPlace("DefaultStorageLocation", name, options));
  }

  /** Reads the default storage location that is set. @param id `REGION/ACCOUNT` */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): DefaultStorageLocation {
    return new DefaultStorageLocation(name, {} as DefaultStorageLocationArgs, { ...options, id });
  }
}
