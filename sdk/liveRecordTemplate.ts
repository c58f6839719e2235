import type * as pulumi from "@pulumi/pulumi";
import { type LiveRecordTemplateArgs, LiveRecordTemplateProperties } from "./generated/liveRecordTemplate";
import { replacedInOrder, withSecretOutputs } from "./resource";

/**
 * A record template: the formats, cycles and object names of recordings. Every change is made in place; jobs keep the
 * template as it was when they were submitted. Jobs should use `template.id`: then a change of the template leaves
 * them alone. Presets of the service (type `system`) can be read but neither changed nor deleted.
 */
export class LiveRecordTemplate extends LiveRecordTemplateProperties {
  constructor(name: string, args: LiveRecordTemplateArgs, options: pulumi.CustomResourceOptions = {}) {
    const own = withSecretOutputs(
      "LiveRecordTemplate",
      replacedInOrder("LiveRecordTemplate", name, args?.name, options),
    );
    super("LiveRecordTemplate", name, args, own);
  }

  /** Reads a template that exists, a preset for example. @param id the template's id */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): LiveRecordTemplate {
    return new LiveRecordTemplate(name, {} as LiveRecordTemplateArgs, { ...options, id });
  }
}
