import { describe, expect, test } from "vitest";
import { bucketNameRule, httpUrlRule, ossEndpointRule } from "../../provider/rules/addresses";
import { checkFields, withoutNulls } from "../../provider/rules/check";
import { type Fields, fieldNames, holdsSecret } from "../../provider/rules/fields";
import { placeholderRule } from "../../provider/rules/placeholders";
import { UNKNOWN } from "../../provider/rules/unknown";

const FIELDS: Fields = {
  name: { type: "string", doc: "d" },
  mode: { type: "string", oneOf: ["one", "two", "three"], optional: "one", doc: "d" },
  only: { type: "string", oneOf: ["rtmp"], optional: "x", doc: "d" },
  note: { type: "string", optional: "none", mayBeEmpty: true, doc: "d" },
  count: { type: "integer", unit: "pieces", min: 2, max: 4, optional: "2", doc: "d" },
  big: { type: "integer", unit: "days", min: 1, optional: "1", doc: "d" },
  on: { type: "boolean", optional: "false", doc: "d" },
  inner: {
    type: "object",
    optional: "none",
    doc: "d",
    fields: { key: { type: "string", secret: true, doc: "d" } },
  },
  list: {
    type: "list",
    optional: "none",
    minItems: 1,
    maxItems: 2,
    doc: "d",
    items: {
      type: "object",
      doc: "d",
      fields: { size: { type: "integer", unit: "bytes", min: 0, doc: "d" } },
    },
  },
  map: { type: "map", optional: "none", maxEntries: 1, doc: "d" },
};

function check(values: Record<string, unknown>): string[] {
  return checkFields(FIELDS, { name: "n", ...values }).map(({ path, reason }) => `${path}: ${reason}`);
}

describe("a value that breaks its rule is told with path, rule and value", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ name: undefined }, "name: must be given, got nothing"],
    [{ name: null }, "name: must be given, got nothing"],
    [{ name: "" }, 'name: must not be empty, got ""'],
    [{ name: 5 }, "name: must be text, got 5"],
    [{ name: ["n"] }, 'name: must be text, got ["n"]'],
    [{ mode: "four" }, 'mode: must be "one", "two" or "three", got "four"'],
    [{ mode: "One" }, 'mode: must be "one", "two" or "three", got "One"'],
    [{ only: "hls" }, 'only: must be "rtmp", got "hls"'],
    [{ count: 1 }, "count: must be a whole number of pieces from 2 to 4, got 1"],
    [{ count: 5 }, "count: must be a whole number of pieces from 2 to 4, got 5"],
    [{ count: 2.5 }, "count: must be a whole number of pieces from 2 to 4, got 2.5"],
    [{ count: "3" }, 'count: must be a whole number of pieces from 2 to 4, got "3"'],
    [{ big: 0 }, "big: must be a whole number of days of at least 1, got 0"],
    [{ big: 2 ** 60 }, "big: must be a whole number of days of at least 1, got 1152921504606847000"],
    [{ on: "true" }, 'on: must be true or false, got "true"'],
    [{ inner: "x" }, 'inner: must be an object with key, got "x"'],
    [{ inner: [] }, "inner: must be an object with key, got []"],
    [{ inner: {} }, "inner.key: must be given, got nothing"],
    [{ inner: { key: 5 } }, "inner.key: must be text, got [secret]"],
    [{ inner: { key: "k", kee: "l" } }, "inner.kee: is not a field here; the fields are key"],
    [{ list: {} }, "list: must be a list, got {}"],
    [{ list: [] }, "list: must have at least 1 entry, got []"],
    [{ list: [{ size: 1 }, { size: 1 }, { size: 1 }] }, "list: must have at most 2 entries, got 3"],
    [{ list: [{ size: 1 }, null] }, "list[1]: must be given, got nothing"],
    [{ list: [{ size: -1 }] }, "list[0].size: must be a whole number of bytes of at least 0, got -1"],
    [{ map: "x" }, 'map: must be an object of texts, got "x"'],
    [{ map: { a: 1 } }, 'map["a"]: must be text, got 1'],
    [{ map: { a: null } }, 'map["a"]: must be text, got null'],
    [{ map: { a: "1", b: "2" } }, "map: must have at most 1 entries, got 2"],
  ])("%j", (values, failure) => {
    expect(check(values)).toEqual([failure]);
  });

  test("a field that is not declared is refused, and the declared ones are named", () => {
    expect(check({ nmae: "n" })).toEqual([
      `nmae: is not a field here; the fields are ${Object.keys(FIELDS).join(", ")}`,
    ]);
  });

  test("a secret that is no field is not shown", () => {
    expect(check({ inner: { key: "k", password: "hunter2" } }).join()).not.toContain("hunter2");
  });

  test("every broken rule is told, not only the first", () => {
    expect(check({ name: "", mode: "four", count: 1 })).toHaveLength(3);
  });
});

test.each<[Record<string, unknown>]>([
  [{}],
  [{ mode: undefined, list: undefined }],
  [{ mode: null }],
  [{ note: "" }],
  [{ count: 2 }],
  [{ count: 4 }],
  [{ map: {} }],
  [{ __hidden: "x" }],
  [
    {
      name: UNKNOWN,
      mode: UNKNOWN,
      count: UNKNOWN,
      on: UNKNOWN,
      inner: UNKNOWN,
      list: UNKNOWN,
      map: UNKNOWN,
    },
  ],
  [{ inner: { key: UNKNOWN }, list: [UNKNOWN], map: { a: UNKNOWN } }],
])("%j passes", (values) => {
  expect(check(values)).toEqual([]);
});

test("a null counts as absent at every depth, but not as an entry of a list", () => {
  expect(withoutNulls({ a: null, b: { c: null, d: 1 }, e: [null, { f: null }], g: undefined })).toEqual({
    b: { d: 1 },
    e: [null, {}],
    g: undefined,
  });
});

test("a field holds a secret when one inside of it is secret", () => {
  const list: Fields = {
    list: { type: "list", doc: "d", items: FIELDS.inner ?? { type: "boolean", doc: "" } },
  };
  expect(fieldNames({ ...FIELDS, ...list }, holdsSecret)).toEqual(["inner", "list"]);
});

describe("object names with placeholders", () => {
  const rule = placeholderRule({
    allowed: ["JobId", "StartTime", "EscapedStartTime", "EndTime"],
    required: [["StartTime", "EscapedStartTime"], ["EndTime"]],
    maxBytes: 60,
  });

  test.each([
    "record/{JobId}/{StartTime}_{EndTime}",
    "{EscapedStartTime}{EndTime}",
    "{StartTime}{StartTime}{EndTime}",
    `{StartTime}_{EndTime}${"é".repeat(19)}`,
  ])("%j passes", (value) => {
    expect(rule(value)).toBeUndefined();
  });

  test.each([
    ["record/{EndTime}", "must hold {StartTime} or {EscapedStartTime}"],
    ["record/{StartTime}", "must hold {EndTime}"],
    ["plain", "must hold {StartTime} or {EscapedStartTime}"],
    ["{StartTime}{EndTime}{AppName}", "must hold no placeholders but {JobId} {StartTime}"],
    ["{starttime}{EndTime}", "must hold no placeholders but"],
    ["{StartTime}{EndTime}{}", "must hold no placeholders but"],
    ["{StartTime}{EndTime", "must hold no placeholders but"],
    ["StartTime}{EndTime}", "must hold no placeholders but"],
    ["{{StartTime}}{EndTime}", "must hold no placeholders but"],
    ["{ StartTime }{EndTime}", "must hold no placeholders but"],
    [`{StartTime}_{EndTime}${"é".repeat(20)}`, "must be at most 60 bytes long"],
  ])("%j is refused", (value, reason) => {
    expect(rule(value)).toContain(reason);
  });
});

describe("addresses", () => {
  test.each(["abc", "a".repeat(63), "a-1-b", "123"])("%j is a bucket name", (name) => {
    expect(bucketNameRule(name)).toBeUndefined();
  });
  test.each(["ab", "a".repeat(64), "Abc", "a_b", "a.b", "-ab", "ab-", "a b", "rtmp://x"])(
    "%j is no bucket name",
    (name) => {
      expect(bucketNameRule(name)).toContain("must be a bucket name");
    },
  );

  test.each(["oss-cn-shanghai.aliyuncs.com", "localhost:9000", "127.0.0.1:9000"])(
    "%j is an endpoint",
    (host) => {
      expect(ossEndpointRule(host)).toBeUndefined();
    },
  );
  test.each(["https://oss-cn-shanghai.aliyuncs.com", "host/", "host:", "a b", ".com"])(
    "%j is no endpoint",
    (host) => {
      expect(ossEndpointRule(host)).toContain("without a scheme");
    },
  );

  test.each(["http://a", "https://a.example.com/hook?x=1", "HTTPS://A/"])("%j can be notified", (url) => {
    expect(httpUrlRule(url)).toBeUndefined();
  });
  test.each(["ftp://a", "a.example.com", "http://", "https:///x", "http://a b"])(
    "%j can't be notified",
    (url) => {
      expect(httpUrlRule(url)).toContain("must be an http");
    },
  );
});
