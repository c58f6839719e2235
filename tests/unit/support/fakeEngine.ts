import type { Context } from "../../../provider/context";
import { ResourceError, type Values } from "../../../provider/handler";
import type { AnyHandler } from "../../../provider/registry";

type Outcome = "created" | "unchanged" | "updated" | "replaced";

interface State {
  readonly id: string;
  readonly inputs: Values;
  readonly outs: Values;
  /** Create or update failed half-way: the next up goes on even if nothing changed. */
  readonly initErrors: boolean;
}

/** One resource led through its life: the handler is called in the order in which Pulumi's engine calls it. */
export class FakeEngine {
  /** What the stack's state holds. */
  state: State | undefined;
  /** A replaced resource whose delete has failed so far. */
  pendingDelete: State | undefined;
  private readonly handler: AnyHandler;

  constructor(
    handler: unknown,
    private readonly ctx: Context,
  ) {
    this.handler = handler as AnyHandler;
  }

  /** `pulumi up`. @throws what the handler throws, or the failures of check */
  async up(program: Values, createBeforeDelete = false): Promise<Outcome> {
    await this.retryPendingDelete();
    const { state, ctx, handler } = this;
    if (state === undefined) {
      await this.create(await this.check(undefined, program));
      return "created";
    }
    const news = await this.check(state.inputs, program);
    const diff = await handler.diff(ctx, state.id, clone(state.outs), clone(news));
    if (diff.replacePaths.length > 0) {
      // As for a new resource, and before what is replaced is deleted.
      const successor = await this.check(undefined, program);
      if (!createBeforeDelete) {
        await handler.delete(ctx, state.id, clone(state.outs));
        this.state = undefined;
      }
      await this.create(successor);
      if (createBeforeDelete) {
        this.pendingDelete = state;
        await this.retryPendingDelete();
      }
      return "replaced";
    }
    if (diff.changedPaths.length === 0 && !diff.drifted && !state.initErrors) {
      // Inputs are taken into state even when diff called them equal.
      this.state = { ...state, inputs: news };
      return "unchanged";
    }
    await this.keepingId(news, async () => ({
      id: state.id,
      outs: await handler.update(ctx, state.id, clone(state.outs), clone(news)),
    }));
    return "updated";
  }

  /** `pulumi preview`: what up would do. */
  async preview(program: Values): Promise<"create" | "same" | "update" | "replace"> {
    const news = await this.check(this.state?.inputs, program);
    if (this.state === undefined) return "create";
    const { id, outs, initErrors } = this.state;
    const diff = await this.handler.diff(this.ctx, id, clone(outs), clone(news));
    if (diff.replacePaths.length > 0) {
      await this.check(undefined, program);
      return "replace";
    }
    return diff.changedPaths.length > 0 || diff.drifted || initErrors ? "update" : "same";
  }

  /** `pulumi refresh`. */
  async refresh(): Promise<void> {
    const { state } = this;
    if (state === undefined) return;
    const found = await this.handler.read(this.ctx, state.id, clone(state.outs));
    this.state =
      found === "gone"
        ? undefined
        : { ...state, inputs: found.inputs ?? state.inputs, outs: clone(found.outs), initErrors: false };
  }

  /** `pulumi destroy`. */
  async destroy(): Promise<void> {
    await this.retryPendingDelete();
    if (this.state === undefined) return;
    await this.handler.delete(this.ctx, this.state.id, clone(this.state.outs));
    this.state = undefined;
  }

  private async check(olds: Values | undefined, program: Values): Promise<Values> {
    const { inputs, failures } = await this.handler.check(this.ctx, clone(olds), clone(program));
    if (failures.length > 0) {
      throw new Error(failures.map(({ path, reason }) => `${path}: ${reason}`).join("; "));
    }
    return clone(inputs);
  }

  private create(inputs: Values): Promise<void> {
    return this.keepingId(inputs, () => this.handler.create(this.ctx, clone(inputs)));
  }

  private async keepingId(inputs: Values, work: () => Promise<{ id: string; outs: Values }>): Promise<void> {
    try {
      const { id, outs } = await work();
      this.state = { id, inputs, outs: clone(outs), initErrors: false };
    } catch (thrown) {
      if (thrown instanceof ResourceError && thrown.partial) {
        const { id, outs } = thrown.partial;
        this.state = { id, inputs, outs: clone(outs), initErrors: true };
      }
      throw thrown;
    }
  }

  private async retryPendingDelete(): Promise<void> {
    if (this.pendingDelete === undefined) return;
    await this.handler.delete(this.ctx, this.pendingDelete.id, clone(this.pendingDelete.outs));
    this.pendingDelete = undefined;
  }
}

/** State is JSON: an undefined does not survive it, and nobody shares an object with it. */
function clone<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
