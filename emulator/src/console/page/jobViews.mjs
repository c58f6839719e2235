/** The list of jobs, and one job. */
import { h } from "./dom.mjs";
import { bytes, counted, dateTime, duration, time } from "./format.mjs";
import {
  actionsColumn,
  chip,
  facts,
  heading,
  objectActions,
  objectName,
  oneLine,
  row,
  searchField,
  statusPill,
  table,
} from "./parts.mjs";
import { spanOf } from "./timeline.mjs";
import { axis, fullTimeline, legend, sparkline } from "./timelinePlot.mjs";

/** @import { Gone, JobRow, JobsView, JobView } from "../viewData" */
/** @import { View } from "./views.mjs" */

/** How far back the list looks, in minutes. */
const SPANS = [
  { label: "all the time", minutes: Number.POSITIVE_INFINITY },
  { label: "the last 5 minutes", minutes: 5 },
  { label: "the last hour", minutes: 60 },
  { label: "the last day", minutes: 24 * 60 },
];

let search = "";
let spanIndex = 0;

/** @type {View<JobsView>} */
export const jobsView = {
  path: () => `jobs?search=${encodeURIComponent(search)}`,
  draw: ({ jobs, total, now }, page) => {
    const nowMs = Date.parse(now);
    const span = spanOf(jobs, nowMs, (SPANS[spanIndex]?.minutes ?? 1) * 60_000);
    const rows = jobs.map((job) =>
      row(
        job.jobId,
        [
          h("a", { href: `#/jobs/${job.jobId}`, class: "name" }, job.name),
          h("span", { class: "id" }, job.jobId),
        ],
        statusPill(job.status),
        h("div", { class: "plot" }, sparkline(job, span, nowMs)),
        fileSummary(job),
      ),
    );
    const columns = [
      "Job",
      "Status",
      h("div", { class: "plot" }, h("span", { class: "hidden" }, "Timeline"), axis(span)),
      "Recorded",
    ];
    return [
      heading(
        "Jobs",
        h("p", { class: "summary" }, summaryOf(jobs, total)),
        h(
          "div",
          { class: "tools" },
          h(
            "select",
            {
              "aria-label": "Time shown",
              onchange: (event) => {
                spanIndex = /** @type {HTMLSelectElement} */ (event.currentTarget).selectedIndex;
                page.refresh();
              },
            },
            SPANS.map(({ label }) => h("option", {}, label)),
          ),
          searchField("Filter by name or id", search, (text) => {
            search = text;
            page.refresh();
          }),
        ),
      ),
      table(
        "Record jobs",
        columns,
        rows,
        search === ""
          ? "No job yet. Submit one with SubmitLiveRecordJob; it appears here at once."
          : `No job has “${search}” in its name or as its id.`,
      ),
      rows.length > 0 && legend(),
    ];
  },
};

/** @type {View<JobView | Gone>} */
export const jobView = {
  path: ({ name }) => `jobs/${encodeURIComponent(name)}`,
  draw: (data) => {
    const back = h(
      "nav",
      { class: "crumbs", "aria-label": "Where this is" },
      h("a", { href: "#/jobs" }, "Jobs"),
    );
    if ("gone" in data) {
      return [back, heading("No such job"), h("p", { class: "empty" }, "The emulator was reset since.")];
    }
    const { job } = data;
    const now = Date.parse(data.now);
    return [
      back,
      heading(job.name, statusPill(job.status)),
      facts([
        ["Job id", h("code", {}, job.jobId)],
        ["Template", job.templateName],
        ["Bucket", h("a", { href: `#/buckets/${encodeURIComponent(job.bucket)}` }, job.bucket)],
        ["Stream", h("code", {}, job.streamUrl ?? "none")],
        ["NotifyUrl", h("code", {}, job.notifyUrl ?? "none")],
        ["Submitted", dateTime(job.createTime)],
        ["Slices", sliceSummary(job.slices)],
      ]),
      h(
        "section",
        { class: "card", "aria-label": "Timeline" },
        fullTimeline(job, spanOf([job], now), now),
        legend(),
      ),
      h("h2", {}, "Files"),
      table(
        "Files",
        ["Format", "Key", "From – to", "Length", "Size", "Picture", actionsColumn()],
        job.files
          .map((file) =>
            row(
              file.recordId,
              oneLine([chip(file.format, file.format), file.synthetic && chip("synthetic")]),
              objectName(file.key),
              oneLine(`${time(file.startTime)} – ${time(file.endTime)}`),
              oneLine(duration(file.durationSeconds)),
              oneLine(bytes(file.bytes)),
              oneLine(file.width > 0 ? `${file.width} × ${file.height}` : "none"),
              objectActions(job.bucket, file.key),
            ),
          )
          .reverse(),
        "No file yet: a file is made when its cycle ends, or when the recording does.",
      ),
      h("h2", {}, "Events"),
      table(
        "Events",
        ["Time", "Event", "Detail"],
        job.timeline
          .map((event, index) =>
            row(
              `${event.time}-${index}`,
              time(event.time),
              h("span", { class: `event ${event.event}` }, event.event),
              event.detail === undefined ? "" : h("code", { class: "key" }, event.detail),
            ),
          )
          .reverse(),
        "Nothing yet.",
      ),
    ];
  },
};

/** @param {readonly JobRow[]} jobs @param {number} total */
function summaryOf(jobs, total) {
  if (total > jobs.length) {
    return `the newest ${jobs.length} of ${total.toLocaleString("en")}`;
  }
  return ["started", "initial", "paused"]
    .map((status) => ({ status, count: jobs.filter((job) => job.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}`)
    .join(", ");
}

/** @param {JobRow} job */
function fileSummary({ fileCount, slices }) {
  return [
    h("span", { class: "line" }, counted(fileCount, "file")),
    slices.count > 0 && h("span", { class: "line muted" }, sliceSummary(slices)),
  ];
}

/** @param {JobRow["slices"]} slices */
function sliceSummary({ count, bytes: size, seconds }) {
  return count === 0 ? "none" : `${counted(count, "slice")}, ${duration(seconds)}, ${bytes(size)}`;
}
