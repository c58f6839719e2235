/** Draws timelines as SVG. Places are per cent of the span, so that a plot fits any width. */
import { h } from "./dom.mjs";
import { counted, dateTime, duration, time } from "./format.mjs";
import { endOf, phasesOf, ticksOf } from "./timeline.mjs";

/** @import { Child } from "./dom.mjs" */
/** @import { Events, Phase, Span } from "./timeline.mjs" */
/** @typedef {readonly { readonly format: string, readonly startTime: string, readonly endTime: string }[]} Files */

const MAX_TICKS = 8;
/** A phase at least this wide, in per cent of the span, has room for its name. */
const NAMED_FROM_PERCENT = 8;
const THINNEST_PERCENT = 0.25;

/** @type {Readonly<Record<string, string>>} */
const FILLS = { pulling: "url(#hatch-pulling)", gap: "url(#hatch-gap)" };

/** @param {number} at @param {Span} span */
function percent(at, { start, end }) {
  return ((at - start) / (end - start)) * 100;
}

/**
 * The named times above the plots.
 * @param {Span} span
 */
export function axis(span) {
  const labels = ticksOf(span, MAX_TICKS).flatMap(({ at, label }) => {
    const x = percent(at, span);
    return x > 96 ? [] : [h("text", { x: `${x}%`, y: "12", class: "tick", dx: x < 3 ? "0" : "-0.5" }, label)];
  });
  return h("svg", { class: "axis", height: "16", "aria-hidden": "true" }, labels);
}

/**
 * One line of a list: phases, below them the files.
 * @param {{ readonly timeline: Events, readonly files: Files, readonly fileCount: number }} job
 * @param {Span} span
 * @param {number} now
 */
export function sparkline(job, span, now) {
  const phases = phasesOf(job.timeline, now);
  const end = endOf(job.timeline);
  const formats = [...new Set(job.files.map(({ format }) => format))].sort();
  return h(
    "svg",
    { class: "sparkline", height: "30", role: "img", "aria-label": inWords(phases, end, job.fileCount) },
    grid(span, 30),
    phases.map((phase) => bar(phase, span, { y: 4, height: 10, named: false })),
    end !== undefined && mark("ended", end, span, { y: 2, height: 14 }),
    job.timeline
      .filter(({ event }) => event === "problem")
      .map((event) => mark("problem", Date.parse(event.time), span, { y: 2, height: 14 })),
    job.files.map((file) => {
      const y = 17 + 4 * formats.indexOf(file.format);
      return fileBar(file, span, { y, height: 4 });
    }),
  );
}

/**
 * The whole timeline of one job: a lane for the stream, one for what happened, one for each format.
 * @param {{ readonly timeline: readonly { time: string, event: string, detail?: string }[], readonly files: Files }} job
 * @param {Span} span
 * @param {number} now
 */
export function fullTimeline(job, span, now) {
  const phases = phasesOf(job.timeline, now);
  const end = endOf(job.timeline);
  const formats = [...new Set(job.files.map(({ format }) => format))].sort();
  const words = inWords(phases, end, job.files.length);
  return h(
    "div",
    { class: "lanes" },
    lane("", axis(span)),
    lane(
      "stream",
      h(
        "svg",
        { class: "lane", height: "30", role: "img", "aria-label": words },
        grid(span, 30),
        phases.map((phase) => bar(phase, span, { y: 4, height: 22, named: true })),
        end !== undefined && mark("ended", end, span, { y: 1, height: 28 }),
        end === undefined && mark("now", now, span, { y: 0, height: 30 }),
      ),
    ),
    lane(
      "events",
      h(
        "svg",
        { class: "lane", height: "18", "aria-hidden": "true" },
        grid(span, 18),
        job.timeline.map((event) => eventDot(event, span)),
      ),
    ),
    formats.map((format) =>
      lane(
        format,
        h(
          "svg",
          { class: "lane", height: "18", "aria-hidden": "true" },
          grid(span, 18),
          job.files
            .filter((file) => file.format === format)
            .map((file) => fileBar(file, span, { y: 4, height: 10 })),
        ),
      ),
    ),
  );
}

/** What the colours mean. */
export function legend() {
  const entries = [
    ...["pulling", "recording", "gap"].map((name) => ({ name, fill: FILLS[name] })),
    ...["ended", "problem", "m3u8", "mp4", "flv"].map((name) => ({ name, fill: undefined })),
  ];
  return h(
    "ul",
    { class: "legend", "aria-label": "Colours" },
    entries.map(({ name, fill }) =>
      h(
        "li",
        {},
        h(
          "svg",
          { width: "14", height: "10", "aria-hidden": "true" },
          h("rect", { class: `swatch ${name}`, x: "1", y: "1", width: "12", height: "8", rx: "2", fill }),
        ),
        name,
      ),
    ),
  );
}

/** @param {string} name @param {Child} plot */
function lane(name, plot) {
  return h("div", { class: "lane-row" }, h("span", { class: "lane-name" }, name), plot);
}

/** @param {Span} span @param {number} height */
function grid(span, height) {
  return ticksOf(span, MAX_TICKS).map(({ at }) => {
    const x = `${percent(at, span)}%`;
    return h("line", { class: "grid", x1: x, x2: x, y1: "0", y2: String(height) });
  });
}

/**
 * @param {Phase} phase
 * @param {Span} span
 * @param {{ y: number, height: number, named: boolean }} look
 */
function bar({ kind, start, end }, span, { y, height, named }) {
  const from = Math.max(0, percent(start, span));
  const width = Math.max(THINNEST_PERCENT, percent(end, span) - from);
  if (percent(end, span) < 0) {
    return undefined;
  }
  const length = duration((end - start) / 1000);
  return [
    h(
      "rect",
      { class: kind, x: `${from}%`, y, width: `${width}%`, height, rx: "2", fill: FILLS[kind] },
      h("title", {}, `${kind} ${length}`),
    ),
    named &&
      width >= NAMED_FROM_PERCENT &&
      // An own picture, so that a name that is too long ends with its bar.
      h(
        "svg",
        { x: `${from}%`, y, width: `${width}%`, height },
        h("text", { class: `bar-name ${kind}`, x: "8", y: height / 2 + 4 }, `${kind} ${length}`),
      ),
  ];
}

/**
 * @param {Files[number]} file
 * @param {Span} span
 * @param {{ y: number, height: number }} look
 */
function fileBar({ format, startTime, endTime }, span, { y, height }) {
  const start = Date.parse(startTime);
  const end = Date.parse(endTime);
  const from = Math.max(0, percent(start, span));
  if (percent(end, span) < 0) {
    return undefined;
  }
  const width = Math.max(THINNEST_PERCENT, percent(end, span) - from);
  return h(
    "rect",
    { class: format, x: `${from}%`, y, width: `${width}%`, height, rx: "1.5" },
    h("title", {}, `${format} ${time(startTime)} – ${time(endTime)}`),
  );
}

/**
 * @param {"ended" | "now" | "problem"} kind
 * @param {number} at
 * @param {Span} span
 * @param {{ y: number, height: number }} look
 */
function mark(kind, at, span, { y, height }) {
  const x = percent(at, span);
  if (x < 0) {
    return undefined;
  }
  const title = `${kind} ${dateTime(new Date(at).toISOString())}`;
  return h(
    "line",
    { class: `mark ${kind}`, x1: `${x}%`, x2: `${x}%`, y1: y, y2: y + height },
    h("title", {}, title),
  );
}

/**
 * @param {{ time: string, event: string, detail?: string }} event
 * @param {Span} span
 */
function eventDot({ time: at, event, detail }, span) {
  return h(
    "circle",
    {
      class: `dot ${event}`,
      cx: `${percent(Date.parse(at), span)}%`,
      cy: "9",
      r: event === "file" ? "2.5" : "4",
    },
    h("title", {}, [time(at), event, detail].filter(Boolean).join(" ")),
  );
}

/**
 * @param {readonly Phase[]} phases
 * @param {number | undefined} end
 * @param {number} files
 */
function inWords(phases, end, files) {
  const parts = phases.map(({ kind, ...phase }) => `${kind} ${duration((phase.end - phase.start) / 1000)}`);
  // Nobody wants to hear of a hundred gaps.
  const told =
    parts.length > 8 ? [...parts.slice(0, 3), `${parts.length - 6} more`, ...parts.slice(-3)] : parts;
  return [...told, ...(end === undefined ? [] : ["ended"]), counted(files, "file")].join(", ");
}
