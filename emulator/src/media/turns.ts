import { availableParallelism } from "node:os";

/** Many cycles end at once when a stream with many recordings ends; more ffmpegs than cores only slow each other down. */
const MAX_AT_ONCE = availableParallelism();

let busy = 0;
const queue: (() => void)[] = [];

/** Runs `work` when fewer than one per core run. */
export async function withTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (busy >= MAX_AT_ONCE) {
    await new Promise<void>((resolve) => queue.push(resolve));
  } else {
    busy++;
  }
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) {
      busy--;
    } else {
      next();
    }
  }
}
