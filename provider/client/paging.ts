import { ProviderError } from "../error";

/** One page of a list. Some lists of the service write the total as text. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly totalCount: number | string | undefined;
}

/** A list of an answer. One that is left out, or that is no list, has nothing in it. */
export function listOf<Item>(items: readonly Item[] | undefined): readonly Item[] {
  return Array.isArray(items) ? items : [];
}

/** More than any account has, and an end for a list that has none. */
export const MAX_PAGES = 1_000;

/**
 * Every item of a paged list. A page may hold fewer items than were asked for, so only the total or an empty page
 * ends the list.
 * @throws ProviderError for a list that does not end.
 */
export async function allPages<Item>(fetchPage: (pageNo: number) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  for (let pageNo = 1; pageNo <= MAX_PAGES; pageNo++) {
    const { items: fetched, totalCount = Number.POSITIVE_INFINITY } = await fetchPage(pageNo);
    const items = listOf(fetched);
    all.push(...items);
    if (items.length === 0 || all.length >= Number(totalCount)) return all;
  }
  throw new ProviderError(
    "PagingError",
    `A list of the service did not end after ${MAX_PAGES} pages with ${all.length} entries: nothing can be said of the whole. Nothing was changed.`,
  );
}
