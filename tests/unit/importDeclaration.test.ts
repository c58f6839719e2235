import { expect, test } from "vitest";
import { declarationOf } from "../../cli/import/declaration";
import type { ReadThing } from "../../cli/import/read";
import type { Kind } from "../../provider/registry";

function thing(kind: Kind, name: string, inputs: Record<string, unknown> = {}, id = `${name}-id`): ReadThing {
  return { kind, id, name, urn: `urn:pulumi:dev::shop::${kind}::${name}`, inputs, outputs: inputs };
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(/^const (\S+) = new ice\./gm)].map(([, name = ""]) => name);
}

test.each([
  ["words become one", ["evening-show"], ["eveningShow"]],
  ["a word of the language gets its kind", ["default"], ["defaultBucket"]],
  [
    "what the program has already is not taken",
    ["config", "pulumi", "ice"],
    ["configBucket", "pulumiBucket", "iceBucket"],
  ],
  ["a name that is no variable's gets another", ["2026", "节目"], ["resource0", "Bucket"]],
])("variables: %s", (_what, names, variables) => {
  const { text } = declarationOf(
    names.map((name) => thing("Bucket", name)),
    undefined,
  );
  const found = variablesIn(text);
  expect(new Set(found).size).toBe(names.length);
  expect(found.map((name) => name.replace(/\d+$/, "0"))).toEqual(variables);
});

test("resources of one name are told apart, and whatever is referred to stands before", () => {
  const job = thing("LiveRecordJob", "show", {
    templateId: "show-id",
    recordOutput: { type: "oss", bucket: "elsewhere" },
  });
  const { text } = declarationOf([job, thing("LiveRecordTemplate", "show")], undefined);
  expect(variablesIn(text)).toEqual(["show", "showLiveRecordJob"]);
  expect(text).toContain("templateId: show.id");
  expect(text).toContain('bucket: "elsewhere"');
});

test("a thing of another kind with the same id is no reference", () => {
  const job = thing("LiveRecordJob", "show", { templateId: "same" });
  const { text } = declarationOf([job, thing("Bucket", "same", {}, "same")], undefined);
  expect(text).toContain('templateId: "same"');
});

test("a snapshot job refers to templates and buckets of its own", () => {
  const inputs = {
    templateId: "same",
    snapshotOutput: { storageType: "oss", bucket: "tapes-id", endpoint: "e" },
  };
  const { text } = declarationOf(
    [
      thing("LiveSnapshotJob", "show", inputs),
      thing("LiveRecordTemplate", "hls", {}, "same"),
      thing("LiveSnapshotTemplate", "pictures", {}, "same"),
      thing("Bucket", "tapes"),
    ],
    undefined,
  );
  expect(text).toContain("templateId: pictures.id");
  expect(text).toContain("bucket: tapes.id");
});

test("secrets alone bring the configuration, one key for each", () => {
  expect(declarationOf([thing("Bucket", "tapes")], undefined)).toEqual({
    text: 'import * as ice from "pulumi-alicloud-ice";\n\nconst tapes = new ice.Bucket("tapes", {}, { protect: true });\n',
    secrets: [],
  });
  const inputs = { streamInput: { type: "rtmp", url: "rtmp://a/b/c" }, notifyUrl: "http://a/b" };
  const { text, secrets } = declarationOf([thing("LiveRecordJob", "show", inputs)], undefined);
  expect(text).not.toMatch(/rtmp:|http:/);
  expect(text).toContain("const config = new pulumi.Config();");
  expect(secrets).toEqual([
    { key: "showStreamInputUrl", path: 'streamInput.url of "show"' },
    { key: "showNotifyUrl", path: 'notifyUrl of "show"' },
  ]);
});

test("what the package knows beyond the program's fields is not declared", () => {
  const inputs = { acl: "private", extranetEndpoint: "oss", __urn: "urn", tags: { "a b": "1" } };
  const { text } = declarationOf([thing("Bucket", "tapes", inputs)], undefined);
  expect(text).toContain('{\n  acl: "private",\n  tags: {"a b":"1"},\n}');
});
