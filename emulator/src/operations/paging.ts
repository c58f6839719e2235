import { invalidParameter, ServiceError } from "../http/errors";
import type { Parameters } from "./parameters";

export const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const MAX_PAGE_NO = 1_000_000;

export interface PageRequest {
  readonly pageNo: number;
  readonly pageSize: number;
  readonly sortBy: "asc" | "desc";
}

export interface PageRules {
  readonly minPageSize: number;
  readonly maxPageSize: number;
  readonly defaultSortBy: "asc" | "desc";
}

const DEFAULT_PAGE_SIZE = 10;

export function readPage(parameters: Parameters, rules: PageRules): PageRequest {
  return {
    pageNo: parameters.wholeNumber("PageNo", { min: 1, max: MAX_PAGE_NO, fallback: 1 }),
    pageSize: parameters.wholeNumber("PageSize", {
      min: rules.minPageSize,
      max: rules.maxPageSize,
      fallback: DEFAULT_PAGE_SIZE,
    }),
    sortBy: parameters.choice("SortBy", ["asc", "desc"]) ?? rules.defaultSortBy,
  };
}

/**
 * The asked page of `items`, which are in order of creation.
 * Counts all matches, but keeps only those of the page.
 */
export function takePage<Item>(
  items: readonly Item[],
  page: PageRequest,
  matches: (item: Item) => boolean,
): { items: Item[]; totalCount: number } {
  const from = (page.pageNo - 1) * page.pageSize;
  const taken: Item[] = [];
  let totalCount = 0;
  const consider = (item: Item): void => {
    if (!matches(item)) {
      return;
    }
    if (totalCount >= from && taken.length < page.pageSize) {
      taken.push(item);
    }
    totalCount++;
  };
  if (page.sortBy === "asc") {
    items.forEach(consider);
  } else {
    for (let index = items.length - 1; index >= 0; index--) {
      consider(items[index] as Item);
    }
  }
  return { items: taken, totalCount };
}

export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * StartTime and EndTime of a list, both ends included, compared in whole seconds because that is what the API shows.
 * What is left out reaches `maxDays` from the other end; without both, back from `now`.
 */
export function readTimeSpan(parameters: Parameters, maxDays: number, now: number): TimeSpan {
  const givenStart = parameters.time("StartTime", "MalformedStartTime");
  const givenEnd = parameters.time("EndTime", "MalformedEndTime");
  const longest = maxDays * DAY_MILLISECONDS;
  const end = givenEnd ?? (givenStart === undefined ? now : givenStart + longest);
  return checkedSpan(givenStart ?? end - longest, end, maxDays);
}

/** @throws ServiceError when the span runs backwards, or is longer than `maxDays`. */
export function checkedSpan(start: number, end: number, maxDays: number): TimeSpan {
  if (end < start) {
    throw new ServiceError(400, "EndTimeMismatch", "EndTime must not be earlier than StartTime.");
  }
  if (end - start > maxDays * DAY_MILLISECONDS) {
    throw invalidParameter("EndTime", `must be at most ${maxDays} days after StartTime`);
  }
  return { start, end };
}

export function isInSpan(time: number, span: TimeSpan): boolean {
  const second = Math.floor(time / 1000) * 1000;
  return second >= Math.floor(span.start / 1000) * 1000 && second <= span.end;
}

/** `yyyy-MM-ddTHH:mm:ssZ`, as the API writes times. */
export function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
