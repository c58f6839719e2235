import { type Kind, kinds } from "../../provider/registry";
import type { StateResource } from "./stateFiles";

/** The stack, and the resource in it, that a thing of the service belongs to. */
export interface Owner {
  readonly stack: string;
  readonly project: string;
  readonly urn: string;
  readonly resource: StateResource;
}

/** The things of one kind that stacks own, by id. The dynamic token ends in the same words as the packaged one. */
export function ownersOf(kind: Kind, resources: readonly StateResource[]): ReadonlyMap<string, Owner> {
  const owned = resources.filter(({ type }) => kindOf(type) === kind);
  return new Map(
    owned.flatMap((resource) => {
      const [, stackUrn = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resource.urn) ?? [];
      const owner = { stack: stackUrn, project, urn: resource.urn, resource };
      return resource.id === undefined ? [] : [[resource.id, owner] as const];
    }),
  );
}

function kindOf(type: string): Kind | undefined {
  const name = /\balicloud-ice:(?:index:)?(\w+)$/.exec(type)?.[1];
  return kinds.find((kind) => kind === name);
}
