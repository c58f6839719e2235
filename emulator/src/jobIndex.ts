import { NameSearch } from "./nameSearch";

/** The jobs of one family, in order of creation, found by id and by parts of their names. */
export class JobIndex<Job extends { readonly jobId: string }> {
  readonly #nameOf: (job: Job) => string;
  readonly #names = new NameSearch();
  readonly #positions = new Map<string, number>();
  #inOrder: Job[] = [];

  constructor(nameOf: (job: Job) => string) {
    this.#nameOf = nameOf;
  }

  add(job: Job): void {
    this.#positions.set(job.jobId, this.#inOrder.length);
    this.#inOrder.push(job);
    this.#names.add(this.#nameOf(job));
  }

  get(jobId: string): Job | undefined {
    const position = this.#positions.get(jobId);
    return position === undefined ? undefined : this.#inOrder[position];
  }

  /** In order of creation. Not a copy: read it at once. */
  all(): readonly Job[] {
    return this.#inOrder;
  }

  /** The jobs that have `keyword` as their id or in their name, in order of creation. */
  search(keyword: string): readonly Job[] {
    const positions = this.#names.find(keyword);
    const byId = this.#positions.get(keyword);
    if (byId !== undefined && !positions.includes(byId)) {
      positions.push(byId);
      positions.sort((a, b) => a - b);
    }
    return positions.flatMap((position) => this.#inOrder[position] ?? []);
  }

  clear(): void {
    this.#inOrder = [];
    this.#names.clear();
    this.#positions.clear();
  }
}
