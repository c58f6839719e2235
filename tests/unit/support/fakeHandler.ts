import type { Context } from "../../../provider/context";
import type { DiffResult, Values } from "../../../provider/handler";
import type { AnyHandler, Fields } from "../../../provider/registry";

/** A handler that records what it is asked, and answers what the test says. */
export class FakeHandler implements AnyHandler {
  readonly kind = "Thing";
  fields: Fields = {};
  readonly outputs = {};
  readonly calls = [];
  readonly asked: { method: string; ctx: Context; given: unknown[] }[] = [];
  /** What the next methods do; by default they echo. */
  answers: Partial<Record<keyof AnyHandler, () => unknown>> = {};

  check(ctx: Context, olds: Partial<Values> | undefined, news: Values) {
    return this.answer("check", ctx, [olds, news], () => ({ inputs: news, failures: [] }));
  }
  diff(ctx: Context, id: string, olds: Values, news: Values) {
    return this.answer<DiffResult>("diff", ctx, [id, olds, news], () => ({
      changedPaths: [],
      replacePaths: [],
    }));
  }
  create(ctx: Context, inputs: Values) {
    return this.answer("create", ctx, [inputs], () => ({ id: "thing-1", outs: { ...inputs } }));
  }
  read(ctx: Context, id: string, outs: Partial<Values>) {
    return this.answer("read", ctx, [id, outs], () => ({ outs: { ...outs } }));
  }
  update(ctx: Context, id: string, olds: Values, news: Values) {
    return this.answer("update", ctx, [id, olds, news], () => ({ ...news }));
  }
  delete(ctx: Context, id: string, outs: Values) {
    return this.answer<void>("delete", ctx, [id, outs], () => undefined);
  }

  private async answer<T>(
    method: keyof AnyHandler,
    ctx: Context,
    given: unknown[],
    standard: () => T,
  ): Promise<T> {
    this.asked.push({ method, ctx, given });
    const answer = this.answers[method];
    return (answer ? answer() : standard()) as T;
  }
}
