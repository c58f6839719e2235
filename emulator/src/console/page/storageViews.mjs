/** Templates, buckets, and what is in a bucket. */
import { h } from "./dom.mjs";
import { bytes, dateTime, duration } from "./format.mjs";
import { actionsColumn, chip, heading, objectActions, oneLine, row, table } from "./parts.mjs";

/** @import { BucketsView, BucketView, Gone, TemplatesView } from "../viewData" */
/** @import { View } from "./views.mjs" */

/** @type {View<TemplatesView>} */
export const templatesView = {
  path: () => "templates",
  draw: ({ templates }) => [
    heading("Templates"),
    table(
      "Record templates",
      ["Template", "Type", "Formats", "Jobs", "Last modified"],
      templates.map((template) =>
        row(
          template.templateId,
          [h("span", { class: "name" }, template.name), h("span", { class: "id" }, template.templateId)],
          chip(template.type),
          h("ul", { class: "formats" }, template.recordFormats.map(format)),
          template.jobs,
          oneLine(dateTime(template.lastModified)),
        ),
      ),
      "No template.",
    ),
  ],
};

/** @param {TemplatesView["templates"][number]["recordFormats"][number]} format */
function format({ Format, CycleDuration, SliceDuration, OssObjectPrefix, SliceOssObjectPrefix }) {
  const lengths = [
    ...(CycleDuration === undefined ? [] : [`cycle ${duration(CycleDuration)}`]),
    ...(SliceDuration === undefined ? [] : [`slice ${duration(SliceDuration)}`]),
  ];
  return h(
    "li",
    {},
    chip(Format, Format),
    h("span", {}, lengths.join(", ")),
    OssObjectPrefix !== undefined && h("code", { class: "key" }, OssObjectPrefix),
    SliceOssObjectPrefix !== undefined && h("code", { class: "key" }, SliceOssObjectPrefix),
  );
}

/** @type {View<BucketsView>} */
export const bucketsView = {
  path: () => "buckets",
  draw: ({ buckets }) => [
    heading("Buckets"),
    table(
      "Buckets",
      ["Bucket", "Objects", "Size", "ACL", "Created"],
      buckets.map((bucket) =>
        row(
          bucket.name,
          h("a", { href: bucketLink(bucket.name, ""), class: "name" }, bucket.name),
          bucket.objects.toLocaleString("en"),
          bytes(bucket.bytes),
          bucket.acl,
          oneLine(dateTime(bucket.createdAt)),
        ),
      ),
      "No bucket yet. A bucket is made by a program, through the local OSS.",
    ),
  ],
};

/** @type {View<BucketView | Gone>} */
export const bucketView = {
  path: ({ name, query }) => `buckets/${encodeURIComponent(name)}?${query}`,
  draw: (data, { route }) => {
    if ("gone" in data) {
      return [
        crumbs(route.name, ""),
        heading("No such bucket"),
        h("p", { class: "empty" }, "It was deleted, or the emulator was reset."),
      ];
    }
    const { bucket, prefix, folders, objects, next } = data;
    const folderRows = folders.map((folder) =>
      row(
        folder,
        h("a", { href: bucketLink(bucket, folder), class: "folder" }, folder.slice(prefix.length)),
        "",
        "",
        "",
      ),
    );
    const objectRows = objects.map(({ key, bytes: size, lastModified }) =>
      row(
        key,
        h("code", { class: "key" }, key.slice(prefix.length)),
        bytes(size),
        oneLine(dateTime(lastModified)),
        objectActions(bucket, key),
      ),
    );
    return [
      crumbs(bucket, prefix),
      heading(prefix === "" ? bucket : (prefix.split("/").at(-2) ?? prefix)),
      table(
        "Objects",
        ["Key", "Size", "Last modified", actionsColumn()],
        [...folderRows, ...objectRows],
        "Nothing in here.",
      ),
      next !== undefined && h("p", {}, h("a", { href: bucketLink(bucket, prefix, next) }, "Next page")),
    ];
  },
};

/** @param {string} bucket @param {string} prefix @param {string} [after] */
function bucketLink(bucket, prefix, after) {
  const query = new URLSearchParams({
    ...(prefix === "" ? {} : { prefix }),
    ...(after === undefined ? {} : { after }),
  }).toString();
  return `#/buckets/${encodeURIComponent(bucket)}${query === "" ? "" : `?${query}`}`;
}

/** @param {string} bucket @param {string} prefix */
function crumbs(bucket, prefix) {
  const folders = prefix.split("/").slice(0, -1);
  const links = [
    h("a", { href: "#/buckets" }, "Buckets"),
    ...(folders.length > 0 ? [h("a", { href: bucketLink(bucket, "") }, bucket)] : []),
    ...folders
      .slice(0, -1)
      .map((folder, index) =>
        h("a", { href: bucketLink(bucket, `${folders.slice(0, index + 1).join("/")}/`) }, folder),
      ),
  ];
  return h("nav", { class: "crumbs", "aria-label": "Where this is" }, links);
}
