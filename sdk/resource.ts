import * as pulumi from "@pulumi/pulumi";
import { secretNames } from "../provider/handler";
import { PROVIDER_INPUT, TIMEOUTS_INPUT, URN_INPUT } from "../provider/hosts/dynamic/hidden";
import { providerText, typeToken } from "../provider/hosts/dynamic/tokens";
import { handlerOf, type Kind } from "../provider/registry";
import { fieldNames, holdsSecret } from "../provider/rules/fields";
import { keepProgramFrameOnly } from "./programFrame";

/** What every resource of this package is to Pulumi. */
export abstract class IceResource extends pulumi.CustomResource {
  constructor(kind: Kind, name: string, args: object, options: pulumi.CustomResourceOptions) {
    const restore = keepProgramFrameOnly();
    try {
      super(typeToken(kind), name, properties(kind, name, args, options), options);
    } finally {
      restore();
    }
  }
}

/** The inputs as the engine gets them: secrets wrapped, every output declared, the host's own inputs added. */
function properties(
  kind: Kind,
  name: string,
  args: object,
  options: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  const handler = handlerOf(kind);
  const given: pulumi.Inputs = { ...args };
  const secret = fieldNames(handler.fields, holdsSecret);
  for (const field of secret) {
    if (given[field] !== undefined) given[field] = pulumi.secret(given[field]);
  }
  const declared = [...Object.keys(handler.fields), ...Object.keys(handler.outputs)];
  return {
    ...Object.fromEntries(declared.map((field) => [field, undefined])),
    ...given,
    [PROVIDER_INPUT]: providerText(kind),
    [URN_INPUT]: urnOf(kind, name, options.parent),
    [TIMEOUTS_INPUT]: options.customTimeouts,
  };
}

/**
 * The resource's URN as an input. An output of the parent would make the resource depend on it, and so on all of the
 * parent's children: siblings would wait for each other for ever.
 */
function urnOf(kind: Kind, name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  const urn = pulumi.createUrn(name, typeToken(kind), parent);
  return parent === undefined ? urn : new Promise((resolve) => urn.apply(resolve));
}

/** Options that hold for every resource of a kind; what the user gives wins. */
export function withSecretOutputs(
  kind: Kind,
  options: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const secret = secretNames(handlerOf(kind));
  return secret.length === 0 ? options : pulumi.mergeOptions({ additionalSecretOutputs: secret }, options);
}

/**
 * Delete before create, unless the user says otherwise: it has the engine end the jobs that use a template or a bucket
 * first. What is made under a name of ours is found again by that name, so that the other way round create would take
 * over the very thing that the engine deletes next: that is refused.
 * @param givenName the name that the program gives, undefined where one is made
 * @throws RunError when the program asks for the other way round without a name of its own.
 */
export function replacedInOrder(
  kind: Kind,
  name: string,
  givenName: unknown,
  options: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  if (options.deleteBeforeReplace === false && givenName === undefined) {
    throw new pulumi.RunError(
      `${kind} "${name}": deleteBeforeReplace: false needs a name of your own: a name that is made stays the same, and the new one would be taken for the old one.`,
    );
  }
  return pulumi.mergeOptions({ deleteBeforeReplace: true }, options);
}

/**
 * Delete before create, always: of what an account has once, the old one's delete would undo what the new one's create
 * has written.
 * @throws RunError when the program asks for the other way round.
 */
export function replacedInPlace(
  kind: Kind,
  name: string,
  options: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  if (options.deleteBeforeReplace === false) {
    throw new pulumi.RunError(
      `${kind} "${name}": deleteBeforeReplace: false would undo what was just set: an account has one ${kind} in a region. Leave it out.`,
    );
  }
  return pulumi.mergeOptions({ deleteBeforeReplace: true }, withSecretOutputs(kind, options));
}
