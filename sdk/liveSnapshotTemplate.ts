import type * as pulumi from "@pulumi/pulumi";
import {
  type LiveSnapshotTemplateArgs,
  LiveSnapshotTemplateProperties,
} from "./generated/liveSnapshotTemplate";
import { replacedInOrder, withSecretOutputs } from "./resource";

/**
 * A snapshot template: how often a picture is taken of a stream, and the object names of the pictures. Every change is
 * made in place. Jobs should use `template.id`: then a change of the template leaves them alone. Presets of the service
 * (type `system`) can be read but neither changed nor deleted.
 */
export class LiveSnapshotTemplate extends LiveSnapshotTemplateProperties {
  constructor(name: string, args: LiveSnapshotTemplateArgs, options: pulumi.CustomResourceOptions = {}) {
    const own = withSecretOutputs(
      "LiveSnapshotTemplate",
      replacedInOrder("LiveSnapshotTemplate", name, args?.templateName, options),
    );
    super("LiveSnapshotTemplate", name, args, own);
  }

  /** Reads a template that exists, a preset for example. @param id the template's id */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): LiveSnapshotTemplate {
    return new LiveSnapshotTemplate(name, {} as LiveSnapshotTemplateArgs, { ...options, id });
  }
}
