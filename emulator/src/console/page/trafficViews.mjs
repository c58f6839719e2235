/** What came in and what went out: requests and callbacks. */
import { h } from "./dom.mjs";
import { dateTime, time } from "./format.mjs";
import { actionsColumn, button, chip, heading, oneLine, row, searchField, table } from "./parts.mjs";
import { command } from "./server.mjs";

/** @import { CallbacksView, RequestsView } from "../viewData" */
/** @import { View } from "./views.mjs" */

let search = "";

/** @type {View<RequestsView>} */
export const requestsView = {
  path: () => `requests?search=${encodeURIComponent(search)}`,
  draw: ({ requests, total }, page) => [
    heading(
      "Requests",
      h("p", { class: "summary" }, shown(requests.length, total)),
      h(
        "div",
        { class: "tools" },
        searchField("Filter by action, code, bucket …", search, (text) => {
          search = text;
          page.refresh();
        }),
      ),
    ),
    table(
      "Requests, newest first",
      ["No.", "Time", "Service", "Action", "Answer", "Took", "Parameters"],
      requests.map((request) =>
        row(
          String(request.number),
          request.number,
          h("span", { title: dateTime(request.time) }, time(request.time)),
          chip(request.service),
          h("span", { class: "name" }, request.action),
          [
            h(
              "span",
              { class: `answer ${answerKind(request.status)}` },
              answerText(request.status, request.code),
            ),
            request.fault !== undefined &&
              h("span", { class: "line" }, chip(`fault ${request.fault}`, "fault")),
          ],
          oneLine(`${Math.round(request.milliseconds)} ms`),
          parameters(request.parameters ?? {}, request.requestId),
        ),
      ),
      search === "" ? "No request yet." : `No request has “${search}” in it.`,
    ),
  ],
};

/** @param {number} status */
function answerKind(status) {
  return status >= 200 && status < 400 ? "good" : status >= 400 && status < 500 ? "refused" : "failed";
}

/** @param {number} status @param {string | undefined} code */
function answerText(status, code) {
  return status === 0 ? "cut off" : [status, code].filter((part) => part !== undefined).join(" ");
}

/** @param {Readonly<Record<string, string>>} given @param {string} requestId */
function parameters(given, requestId) {
  const entries = Object.entries(given);
  return h(
    "details",
    {},
    h("summary", {}, entries.length === 0 ? "none" : shorten(entries.map(([name]) => name).join(", "))),
    h(
      "pre",
      {},
      [...entries, ["RequestId", requestId]].map(([name, value]) => `${name}: ${value}`).join("\n"),
    ),
  );
}

const MAX_SUMMARY_CHARACTERS = 60;

/** @param {string} text */
function shorten(text) {
  return text.length > MAX_SUMMARY_CHARACTERS ? `${text.slice(0, MAX_SUMMARY_CHARACTERS)}…` : text;
}

/** @param {number} rows @param {number} total */
function shown(rows, total) {
  return total > rows ? `the newest ${rows} of ${total.toLocaleString("en")}` : "";
}

/** @type {View<CallbacksView>} */
export const callbacksView = {
  path: () => "callbacks",
  draw: ({ callbacks, total }, page) => [
    heading("Callbacks", h("p", { class: "summary" }, shown(callbacks.length, total))),
    table(
      "Callbacks, newest first",
      ["No.", "Event", "Job", "To", "Tries", "Outcome", "Message", actionsColumn()],
      callbacks.map((callback) =>
        row(
          String(callback.number),
          callback.number,
          [
            h("span", { class: "name" }, callback.eventType),
            callback.repeats !== undefined &&
              h("span", { class: "line muted" }, `again, as ${callback.repeats}`),
          ],
          h(
            "a",
            { href: `#/jobs/${callback.jobId}`, class: "short-id", title: callback.jobId },
            callback.jobId,
          ),
          h("code", {}, callback.url),
          h(
            "ol",
            { class: "tries" },
            callback.tries.map(({ at, status, error }) =>
              h(
                "li",
                {},
                h("span", { class: "muted" }, time(new Date(at).toISOString())),
                " ",
                h("span", { class: `answer ${status === 200 ? "good" : "failed"}` }, status ?? error),
              ),
            ),
          ),
          h("span", { class: `pill ${callback.outcome}` }, callback.outcome),
          h(
            "details",
            {},
            h("summary", {}, "JSON"),
            h("pre", {}, JSON.stringify(callback.envelope, undefined, 2)),
          ),
          button(
            "Send again",
            () => {
              page.act(
                command("POST", "callbacks/send-again", { number: callback.number }),
                `Callback ${callback.number} is sent again.`,
              );
            },
            { "aria-label": `Send again callback ${callback.number}` },
          ),
        ),
      ),
      "No callback yet. They go to the NotifyUrl of a job.",
    ),
  ],
};
