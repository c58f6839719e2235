/** One page of a list. Some lists of the service write the total as text. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly totalCount: number | string | undefined;
}

/**
 * Every item of a paged list. A page may hold fewer items than were asked for, so only the total or an empty page
 * ends the list.
 */
export async function allPages<Item>(fetchPage: (pageNo: number) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  for (let pageNo = 1; ; pageNo++) {
    const { items = [], totalCount = Number.POSITIVE_INFINITY } = await fetchPage(pageNo);
    all.push(...items);
    if (items.length === 0 || all.length >= Number(totalCount)) return all;
  }
}
