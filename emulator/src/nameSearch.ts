const NAMES_PER_BLOCK = 512;
const SEPARATOR = "\0";

interface Block {
  /** The block's names, each followed by the separator. */
  text: string;
  /** Where each name begins in the text. */
  readonly starts: number[];
}

/**
 * Finds the names that contain a text among very many names: it searches a few long texts instead of looking at each
 * name, since clients ask for a name before each job that they submit.
 */
export class NameSearch {
  #blocks: Block[] = [];

  /** Names are numbered from 0 in the order in which they are added. */
  add(name: string): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.starts.length === NAMES_PER_BLOCK) {
      block = { text: "", starts: [] };
      this.#blocks.push(block);
    }
    block.starts.push(block.text.length);
    block.text += name.replaceAll(SEPARATOR, " ") + SEPARATOR;
  }

  /** Numbers of the names that contain `part`, which is not empty, in ascending order. */
  find(part: string): number[] {
    return this.#blocks.flatMap((block, number) =>
      findInBlock(block, part).map((index) => number * NAMES_PER_BLOCK + index),
    );
  }

  clear(): void {
    this.#blocks = [];
  }
}

function findInBlock({ text, starts }: Block, part: string): number[] {
  const found: number[] = [];
  if (part.includes(SEPARATOR)) {
    return found;
  }
  let position = text.indexOf(part);
  while (position >= 0) {
    const index = lastAtOrBefore(starts, position);
    found.push(index);
    const next = starts[index + 1];
    position = next === undefined ? -1 : text.indexOf(part, next);
  }
  return found;
}

/** Index of the last of the ascending `values` that is not above `limit`. */
function lastAtOrBefore(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? 0) <= limit) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
