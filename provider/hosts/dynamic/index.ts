import { handlerOf, type Kind, kinds } from "../../registry";
import { bridge, type DynamicProvider } from "./bridge";

/**
 * What the dynamic-provider process of Pulumi loads. The state of every resource holds one constant text that names
 * this module and the resource's kind (see `sdk/resource.ts`); the code that runs is always the installed package's.
 */
const providers = Object.fromEntries(kinds.map((kind) => [kind, bridge(handlerOf(kind))])) as Record<
  Kind,
  DynamicProvider
>;

export = providers;
