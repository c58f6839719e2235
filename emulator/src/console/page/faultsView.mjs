/** What goes wrong on command. The kinds and their options are the server's. */
import { h } from "./dom.mjs";
import { button, chip, heading, row, table } from "./parts.mjs";
import { command } from "./server.mjs";

/** @import { FaultsView } from "../viewData" */
/** @import { Drawn } from "./dom.mjs" */
/** @import { Page, View } from "./views.mjs" */

/** Columns of every fault; whatever else one has is shown as it is. */
const COMMON_FIELDS = new Set(["id", "action", "kind", "count", "remaining", "applied", "jobId"]);

/** @type {Readonly<Record<string, { label: string, type: "text" | "checkbox" | "number", step?: string }>>} */
const OPTION_INPUTS = {
  count: { label: "How often", type: "number", step: "1" },
  rate: { label: "Share of calls (0–1)", type: "number", step: "any" },
  milliseconds: { label: "Milliseconds", type: "number", step: "1" },
  retryAfter: { label: "x-acs-retry-after", type: "number", step: "1" },
  status: { label: "HTTP status", type: "number", step: "1" },
  code: { label: "Error code", type: "text" },
  limit: { label: "Limit", type: "number", step: "1" },
  includeEnded: { label: "Include ended jobs", type: "checkbox" },
  jobId: { label: "Only this job id", type: "text" },
};

let chosenKind = "";

/** @type {View<FaultsView>} */
export const faultsView = {
  path: () => "faults",
  draw: (data, page) => [
    heading("Faults"),
    switchOn(data, page),
    h(
      "div",
      { class: "heading", key: "active" },
      h("h2", {}, "Active"),
      h(
        "div",
        { class: "tools" },
        button(
          "Switch all off",
          () => page.act(command("DELETE", "faults"), "All faults are off."),
          data.faults.length === 0 ? { disabled: true } : {},
        ),
      ),
    ),
    table(
      "Active faults",
      ["No.", "Kind", "Acts on", "Applied", "Left", "Options"],
      data.faults.map((fault) =>
        row(
          String(fault.id),
          fault.id,
          chip(fault.kind, "fault"),
          subject(fault.action ?? fault.jobId ?? data.kinds[fault.kind]?.actsOn ?? ""),
          fault.applied,
          fault.remaining ?? "until switched off",
          Object.entries(fault)
            .filter(([name]) => !COMMON_FIELDS.has(name))
            .map(([name, value]) => `${name} ${value}`)
            .join(", "),
        ),
      ),
      "Everything answers as it should.",
    ),
  ],
};

/** @param {FaultsView} data @param {Page} page */
function switchOn({ kinds, actions }, page) {
  const names = Object.keys(kinds);
  const kind = names.includes(chosenKind) ? chosenKind : (names[0] ?? "");
  const { actsOn, effect, options, lasts } = kinds[kind] ?? {
    actsOn: "",
    effect: "",
    options: [],
    lasts: "",
  };
  return h(
    "form",
    {
      class: "card form",
      key: "form",
      "aria-label": "Switch a fault on",
      onsubmit: (event) => {
        event.preventDefault();
        const form = /** @type {HTMLFormElement} */ (event.currentTarget);
        page.act(command("POST", "faults", readFault(form)), `The fault ${kind} is on.`);
      },
    },
    field(
      "Kind",
      h(
        "select",
        {
          name: "kind",
          onchange: (event) => {
            chosenKind = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
            page.refresh();
          },
        },
        names.map((name) => h("option", {}, name)),
      ),
    ),
    actsOn === "calls" && [
      field(
        "Action, or * for all",
        h("input", { name: "action", list: "actions", value: "*", required: true, autocomplete: "off" }),
      ),
      h(
        "datalist",
        { id: "actions" },
        ["*", ...actions].map((action) => h("option", { value: action })),
      ),
    ],
    options.map((option) => optionField(option)),
    h("button", { type: "submit", class: "primary", key: "submit" }, "Switch on"),
    h(
      "p",
      { class: "effect", key: "effect" },
      h("strong", {}, kind),
      actsOn === "calls" ? "" : ` (${subject(actsOn)})`,
      `: ${effect}. Lasts ${lasts}, unless told otherwise.`,
    ),
  );
}

/** @param {string | readonly string[]} actsOn */
function subject(actsOn) {
  return actsOn === "*" ? "every action" : [actsOn].flat().join(", ");
}

/** @param {string} option */
function optionField(option) {
  const { label, type, step } = OPTION_INPUTS[option] ?? { label: option, type: "text" };
  const props = { name: option, type, step, autocomplete: "off" };
  return field(label, h("input", type === "checkbox" ? props : { ...props, placeholder: "usual" }), option);
}

/** @param {string} label @param {Drawn} input @param {string} [key] */
function field(label, input, key = label) {
  return h("label", { class: "field", key }, h("span", {}, label), input);
}

/** Nothing for what was left empty. @param {HTMLFormElement} form */
function readFault(form) {
  /** @type {Record<string, string | number | boolean>} */
  const fault = {};
  for (const input of form.elements) {
    const isField = input instanceof HTMLInputElement || input instanceof HTMLSelectElement;
    if (!isField || input.value === "") {
      continue;
    }
    if (input.type === "checkbox") {
      fault[input.name] = /** @type {HTMLInputElement} */ (input).checked;
    } else {
      fault[input.name] = input.type === "number" ? Number(input.value) : input.value;
    }
  }
  return fault;
}
