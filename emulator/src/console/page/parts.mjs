/** Pieces that several views are made of. */
import { h } from "./dom.mjs";
import { play } from "./player.mjs";
import { objectUrl } from "./server.mjs";

/** @import { Child, Drawn } from "./dom.mjs" */

/** What a status of the API means. @type {Readonly<Record<string, string>>} */
const STATUS_TITLES = {
  initial: "submitted, the stream has not been there yet",
  started: "the stream is being recorded",
  paused: "the recording has ended",
};

/** @param {string} status */
export function statusPill(status) {
  return h("span", { class: `pill ${status}`, title: STATUS_TITLES[status] }, status);
}

/** @param {string} text @param {string} [kind] */
export function chip(text, kind = "") {
  return h("span", { class: `chip ${kind}` }, text);
}

/** @param {string} title @param {Child[]} others */
export function heading(title, ...others) {
  return h("div", { class: "heading", key: "heading" }, h("h1", { tabindex: "-1" }, title), ...others);
}

/**
 * @param {string} caption what the table is, for those who hear it
 * @param {readonly Child[]} columns
 * @param {readonly Drawn[]} rows
 * @param {string} whenEmpty
 */
export function table(caption, columns, rows, whenEmpty) {
  if (rows.length === 0) {
    return h("p", { class: "empty", key: "empty" }, whenEmpty);
  }
  return h(
    "div",
    { class: "table", key: caption, role: "region", "aria-label": caption, tabindex: "0" },
    h(
      "table",
      {},
      h("caption", { class: "hidden" }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((column) => h("th", { scope: "col" }, column)),
        ),
      ),
      h("tbody", {}, rows),
    ),
  );
}

/** What is short enough to stay in one line. @param {Child} content */
export function oneLine(content) {
  return h("span", { class: "nowrap" }, content);
}

/** Head of the column with what can be done, which needs no title for those who see it. */
export function actionsColumn() {
  return h("span", { class: "hidden" }, "Actions");
}

/** @param {string} key @param {Child[]} cells */
export function row(key, ...cells) {
  return h(
    "tr",
    { key },
    cells.map((cell) => h("td", {}, cell)),
  );
}

/** A field that filters what is shown while one types. @param {string} label @param {string} value @param {(text: string) => void} changed */
export function searchField(label, value, changed) {
  return h("input", {
    class: "search",
    type: "search",
    "aria-label": label,
    placeholder: label,
    value,
    oninput: (event) => changed(/** @type {HTMLInputElement} */ (event.currentTarget).value),
  });
}

/** @param {string} label @param {() => void} onclick @param {Readonly<Record<string, string | boolean | undefined>>} [props] */
export function button(label, onclick, props = {}) {
  return h("button", { type: "button", ...props, onclick }, label);
}

/** A key in two lines: what it is called, and where it is. @param {string} key */
export function objectName(key) {
  const slash = key.lastIndexOf("/");
  return [
    h("code", { class: "key" }, key.slice(slash + 1)),
    slash >= 0 && h("span", { class: "id" }, key.slice(0, slash + 1)),
  ];
}

/** What can be done with an object: played when it is a recording, saved in any case. @param {string} bucket @param {string} key */
export function objectActions(bucket, key) {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const format = /\.(m3u8|mp4|flv)$/.exec(key)?.[1];
  const url = objectUrl(bucket, key);
  return h(
    "span",
    { class: "actions" },
    format !== undefined &&
      h(
        "button",
        {
          type: "button",
          class: "play",
          "aria-label": `Play ${name}`,
          onclick: (event) => play({ format, url, name }, /** @type {HTMLElement} */ (event.currentTarget)),
        },
        h("svg", { width: "9", height: "10", "aria-hidden": "true" }, h("path", { d: "M0 0 9 5 0 10Z" })),
        "Play",
      ),
    h("a", { class: "save", href: url, download: name, "aria-label": `Save ${name}` }, "Save"),
  );
}

/** @param {readonly (readonly [string, Child])[]} entries */
export function facts(entries) {
  return h(
    "dl",
    { class: "facts" },
    entries.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
