import type * as pulumi from "@pulumi/pulumi";
import {
  type LiveTranscodeTemplateArgs,
  LiveTranscodeTemplateProperties,
} from "./generated/liveTranscodeTemplate";
import { replacedInOrder, withSecretOutputs } from "./resource";

/**
 * A transcode template: how a stream is encoded again, or that it is passed on as it is. Changes are made in place,
 * except `type`. The service refuses to delete a template while a job uses it. Presets of the service (category
 * `system`) can be read but neither changed nor deleted.
 */
export class LiveTranscodeTemplate extends LiveTranscodeTemplateProperties {
  constructor(name: string, args: LiveTranscodeTemplateArgs, options: pulumi.CustomResourceOptions = {}) {
    const own = withSecretOutputs(
      "LiveTranscodeTemplate",
      replacedInOrder("LiveTranscodeTemplate", name, args?.name, options),
    );
    super("LiveTranscodeTemplate", name, args, own);
  }

  /** Reads a template that exists, a preset for example. @param id the template's id */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): LiveTranscodeTemplate {
    return new LiveTranscodeTemplate(name, {} as LiveTranscodeTemplateArgs, { ...options, id });
  }
}
