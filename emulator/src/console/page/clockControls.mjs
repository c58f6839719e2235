/** The clock in the head of the page. */
import { h } from "./dom.mjs";
import { time } from "./format.mjs";
import { button } from "./parts.mjs";
import { command } from "./server.mjs";

/** @import { Overview } from "../viewData" */
/** @import { Page } from "./views.mjs" */

const JUMPS = [
  { label: "10 s", seconds: 10 },
  { label: "1 min", seconds: 60 },
  { label: "3 min", seconds: 180 },
  { label: "1 h", seconds: 3600 },
  { label: "6 h", seconds: 6 * 3600 },
];
const SCALES = [1, 10, 60, 600, 3600];

let jumpIndex = 1;

/**
 * @param {Overview["clock"]} clock
 * @param {Page} page
 */
export function clockControls({ now, frozen, scale }, page) {
  const set = (/** @type {object} */ change, /** @type {string} */ done) => {
    page.act(command("POST", "clock", change), done);
  };
  return [
    h(
      "p",
      { class: "now" },
      h("span", { class: "muted" }, now.slice(0, 10)),
      " ",
      h("time", { datetime: now }, time(now)),
      h("span", { class: "muted" }, " UTC"),
    ),
    frozen
      ? button("Resume", () => set({ resume: true }, "The clock goes on."), { class: "frozen", key: "flow" })
      : button("Freeze", () => set({ freeze: true }, "The clock stands still."), { key: "flow" }),
    h(
      "span",
      { class: "pair" },
      h(
        "select",
        {
          "aria-label": "Time to advance",
          onchange: (event) => {
            jumpIndex = /** @type {HTMLSelectElement} */ (event.currentTarget).selectedIndex;
          },
        },
        JUMPS.map(({ label }, index) => h("option", { selected: index === jumpIndex }, label)),
      ),
      button("Advance", () => {
        const jump = JUMPS[jumpIndex];
        if (jump !== undefined) {
          set({ advanceSeconds: jump.seconds }, `The clock is ${jump.label} further.`);
        }
      }),
    ),
    h(
      "select",
      {
        "aria-label": "Speed of the clock",
        onchange: (event) => {
          const chosen = Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
          set({ scale: chosen }, `The clock runs ${chosen} times as fast.`);
        },
      },
      [...new Set([...SCALES, scale])]
        .sort((left, right) => left - right)
        .map((each) => h("option", { value: each, selected: each === scale }, `× ${each}`)),
    ),
  ];
}
