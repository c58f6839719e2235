/** The views of the page, and the addresses that lead to them. */
import { faultsView } from "./faultsView.mjs";
import { jobsView, jobView } from "./jobViews.mjs";
import { bucketsView, bucketView, templatesView } from "./storageViews.mjs";
import { callbacksView, requestsView } from "./trafficViews.mjs";

/** @import { Child } from "./dom.mjs" */

/** An address: `#/VIEW`, `#/VIEW/NAME`, `#/VIEW/NAME?QUERY`. @typedef {{ view: string, name: string, query: URLSearchParams }} Route */

/**
 * What a view can ask of the page around it: to be drawn again now, and to tell what became of a command.
 * @typedef {{ route: Route, refresh: () => void, act: (command: Promise<void>, done: string) => void }} Page
 */

/**
 * `path` is where its data is, below `/_emulator/console/`.
 * @template Data
 * @typedef {{ path: (route: Route) => string, draw: (data: Data, page: Page) => Child[] }} View
 */

/** @type {Readonly<Record<string, { list: View<never>, one?: View<never> }>>} */
const VIEWS = {
  jobs: { list: jobsView, one: jobView },
  templates: { list: templatesView },
  buckets: { list: bucketsView, one: bucketView },
  callbacks: { list: callbacksView },
  requests: { list: requestsView },
  faults: { list: faultsView },
};

/** @param {string} hash @returns {Route} */
export function readRoute(hash) {
  const [, view = "", name = "", query = ""] = /^#\/([a-z]+)\/?([^?]*)\??(.*)$/.exec(hash) ?? [];
  return view in VIEWS
    ? { view, name: decodeURIComponent(name), query: new URLSearchParams(query) }
    : { view: "jobs", name: "", query: new URLSearchParams() };
}

/** @param {Route} route @returns {View<never>} */
export function viewOf({ view, name }) {
  const { list, one } = VIEWS[view] ?? { list: jobsView };
  return name !== "" && one !== undefined ? one : list;
}
