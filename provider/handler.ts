import type { ServiceCall } from "./client/ramActions";
import type { Context } from "./context";
import { ProviderError } from "./error";
import type { Failure } from "./rules/check";
import { type Fields, fieldNames, holdsSecret } from "./rules/fields";

/** A plain object: what the engine holds for a resource. */
export type Values = Record<string, unknown>;

export interface CheckResult<Inputs> {
  readonly inputs: Inputs;
  readonly failures: readonly Failure[];
}

export interface DiffResult {
  /** The top-level inputs that differ; empty when nothing does. */
  readonly changedPaths: readonly string[];
  /** Those that force a replacement. */
  readonly replacePaths: readonly string[];
  /** True when the cause lies at the service and not in the inputs: the engine sees no difference by itself. */
  readonly drifted?: true;
}

export interface Created<Outputs> {
  readonly id: string;
  readonly outs: Outputs;
}

/** What read found: the resource, or that it is gone. */
export type ReadResult<Inputs, Outputs> =
  | "gone"
  | {
      readonly outs: Outputs;
      /** Only on real drift, or when the resource is read for the first time. */
      readonly inputs?: Inputs;
    };

/**
 * The lifecycle of one kind of resource over plain values. A handler knows nothing of Pulumi: hosts translate.
 * Every method may throw a `ResourceError` (what failed, on what, what to do) or a `ServiceError`.
 */
export interface ResourceHandler<Inputs, Outputs, CallingInput extends string = never> {
  /** The name of the resource: `LiveRecordJob`. */
  readonly kind: string;
  /** The inputs, declared once. */
  readonly fields: Fields;
  /** What the resource knows beyond its inputs. */
  readonly outputs: Fields;
  /** The calls of its lifecycle, which RAM has to allow. The one for the account needs no permission. */
  readonly calls: readonly ServiceCall[];
  /** Those that only an input of that name brings. */
  readonly callsWith?: Readonly<Record<CallingInput, readonly ServiceCall[]>>;
  check(ctx: Context, olds: Partial<Inputs> | undefined, news: Values): Promise<CheckResult<Inputs>>;
  diff(ctx: Context, id: string, olds: Outputs, news: Inputs): Promise<DiffResult>;
  create(ctx: Context, inputs: Inputs): Promise<Created<Outputs>>;
  read(ctx: Context, id: string, outs: Partial<Outputs>): Promise<ReadResult<Inputs, Outputs>>;
  update(ctx: Context, id: string, olds: Outputs, news: Inputs): Promise<Outputs>;
  delete(ctx: Context, id: string, outs: Outputs): Promise<void>;
}

/** The names of the inputs and outputs that are kept encrypted. */
export function secretNames({
  fields,
  outputs,
}: {
  readonly fields: Fields;
  readonly outputs: Fields;
}): string[] {
  return fieldNames({ ...fields, ...outputs }, holdsSecret);
}

/** A failure in the words of the resource. With an `id`, the thing exists and the engine must keep it. */
export class ResourceError extends ProviderError {
  constructor(
    message: string,
    readonly partial?: { readonly id: string; readonly outs: Values },
  ) {
    super("ResourceError", message);
  }
}
