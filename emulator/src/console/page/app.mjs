/** Keeps the page up to date: once a second, and at once after whatever was done here. */
import { clockControls } from "./clockControls.mjs";
import { draw, h } from "./dom.mjs";
import { facts } from "./parts.mjs";
import { ask } from "./server.mjs";
import { readRoute, viewOf } from "./views.mjs";

/** @import { Overview } from "../viewData" */
/** @import { Page, Route } from "./views.mjs" */

const REFRESH_MILLISECONDS = 1000;
const TOAST_MILLISECONDS = 4000;

let route = readRoute(location.hash);
/** Counts refreshes: an answer that came after a newer one was asked for is dropped. */
let latest = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;
let drawnText = "";

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}

async function refresh() {
  const number = ++latest;
  clearTimeout(timer);
  const view = viewOf(route);
  try {
    const [overview, data] = await Promise.all([ask("overview"), ask(view.path(route))]);
    if (number !== latest) {
      return;
    }
    element("lost").hidden = true;
    drawFrame(JSON.parse(overview));
    const text = `${location.hash} ${data}`;
    if (text !== drawnText) {
      drawnText = text;
      drawView(() => view.draw(/** @type {never} */ (JSON.parse(data)), page(route)));
    }
  } catch (error) {
    if (number !== latest) {
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    element("lost").textContent = `Not up to date: ${reason}. Still trying.`;
    element("lost").hidden = false;
  }
  if (!document.hidden) {
    timer = setTimeout(refresh, REFRESH_MILLISECONDS);
  }
}

/** @param {() => import("./dom.mjs").Child[]} content */
function drawView(content) {
  // Another view is another page: nothing that was typed in one is left in the other.
  draw(element("view"), h("div", { key: location.hash }, ...content()));
  document.title = `${document.querySelector("h1")?.textContent ?? ""} – Local IMS`;
}

/** @param {Route} route @returns {Page} */
function page(route) {
  return {
    route,
    refresh: () => {
      drawnText = "";
      void refresh();
    },
    act: (command, done) => {
      command
        .then(
          () => tell(done, false),
          (/** @type {Error} */ error) => tell(`That did not work: ${error.message}.`, true),
        )
        .then(refresh);
    },
  };
}

/** @param {string} text @param {boolean} isError */
function tell(text, isError) {
  const toast = element("toast");
  toast.textContent = text;
  toast.classList.toggle("error", isError);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    toast.textContent = "";
  }, TOAST_MILLISECONDS);
}

/** @param {Overview} overview */
function drawFrame({ clock, versions, oss, rtmp, publishers, streamWindowSeconds, counts }) {
  draw(element("clock"), clockControls(clock, page(route)));
  element("version").textContent = versions.emulator ?? "";
  for (const link of element("nav").querySelectorAll("a")) {
    const { view } = readRoute(link.hash);
    const count = counts[/** @type {keyof typeof counts} */ (view)];
    // Read out as a part of the link: "Jobs 3".
    link.dataset.count = count > 0 ? count.toLocaleString("en") : "";
    if (view === route.view) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  draw(
    element("about"),
    facts([
      ["ICE and Live", h("code", {}, location.origin)],
      ["OSS", h("code", {}, oss)],
      ["RTMP", rtmp === "" ? "off: no media" : h("code", {}, rtmp)],
      ["Publishers", publishers],
      ["Stream window", `${streamWindowSeconds} s`],
      ["ffmpeg", versions.ffmpeg ?? "none"],
    ]),
  );
}

window.addEventListener("hashchange", async () => {
  route = readRoute(location.hash);
  await refresh();
  element("main").scrollTop = 0;
  document.querySelector("h1")?.focus();
});
document.addEventListener("visibilitychange", () => void refresh());
element("skip").addEventListener("click", (event) => {
  // The part behind # is the address of a view.
  event.preventDefault();
  element("main").focus();
});
void refresh();
