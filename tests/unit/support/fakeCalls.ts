/** A call that a fake service was asked to make. */
export interface Call {
  readonly action: string;
  readonly request: unknown;
}

interface Fault {
  readonly action: string;
  readonly error: Error;
  readonly takesEffect: boolean;
}

/** What every fake service keeps: its calls, and the failures that lie ahead. */
export class FakeCalls {
  readonly calls: Call[] = [];
  private readonly faults: Fault[] = [];

  /** The next call of `action` fails and has no effect. Said twice, the next two do. */
  fail(action: string, error: Error): void {
    this.faults.push({ action, error, takesEffect: false });
  }

  /** The next call of `action` takes effect, but only the error comes back. */
  loseAnswer(action: string, error: Error): void {
    this.faults.push({ action, error, takesEffect: true });
  }

  /** The names of the calls so far, in order. */
  get actions(): string[] {
    return this.calls.map(({ action }) => action);
  }

  count(action: string): number {
    return this.actions.filter((called) => called === action).length;
  }

  /** The request of the last call of `action`. */
  last(action: string): unknown {
    return this.calls.findLast((call) => call.action === action)?.request;
  }

  protected async call<T>(action: string, request: unknown, effect: () => T): Promise<T> {
    this.calls.push({ action, request: structuredClone(request) });
    const fault = this.faults.find((planned) => planned.action === action);
    if (fault === undefined) return structuredClone(effect());
    this.faults.splice(this.faults.indexOf(fault), 1);
    if (fault.takesEffect) effect();
    throw fault.error;
  }
}
