/** A callback that waits for its time. */
export interface ScheduledTimer {
  /** Milliseconds since the epoch. */
  readonly due: number;
  readonly sequence: number;
  /** Absent once it ran or was cancelled. */
  callback: (() => void) | undefined;
}

/** Binary heap by due time, then by order of creation. Cancelled timers are dropped lazily. */
export class TimerHeap {
  #items: ScheduledTimer[] = [];
  #cancelled = 0;

  first(): ScheduledTimer | undefined {
    while (this.#items[0] !== undefined && this.#items[0].callback === undefined) {
      this.removeFirst();
      this.#cancelled--;
    }
    return this.#items[0];
  }

  push(timer: ScheduledTimer): void {
    const items = this.#items;
    let index = items.push(timer) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (parent === undefined || !isBefore(timer, parent)) {
        break;
      }
      items[index] = parent;
      index = parentIndex;
    }
    items[index] = timer;
  }

  removeFirst(): void {
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#sinkFromTop(last);
    }
  }

  /** Rebuilds once most entries are cancelled, so that timers set and cancelled in a loop cost no memory. */
  noteCancelled(): void {
    this.#cancelled++;
    if (this.#cancelled > 1_000 && this.#cancelled > this.#items.length / 2) {
      const live = this.#items.filter((timer) => timer.callback !== undefined);
      this.#items = live.sort((a, b) => (isBefore(a, b) ? -1 : 1));
      this.#cancelled = 0;
    }
  }

  clear(): void {
    this.#items = [];
    this.#cancelled = 0;
  }

  #sinkFromTop(timer: ScheduledTimer): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const leftChild = items[left];
      if (leftChild === undefined) {
        break;
      }
      const rightChild = items[left + 1];
      const useRight = rightChild !== undefined && isBefore(rightChild, leftChild);
      const child = useRight ? rightChild : leftChild;
      if (!isBefore(child, timer)) {
        break;
      }
      items[index] = child;
      index = useRight ? left + 1 : left;
    }
    items[index] = timer;
  }
}

function isBefore(a: ScheduledTimer, b: ScheduledTimer): boolean {
  return a.due === b.due ? a.sequence < b.sequence : a.due < b.due;
}
