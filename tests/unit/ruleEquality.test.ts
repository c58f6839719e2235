import { describe, expect, test } from "vitest";
import { changedFields, replacingFields, sameValue, withoutAuthKey } from "../../provider/rules/equality";
import type { Fields } from "../../provider/rules/fields";
import { hasUnknown, UNKNOWN } from "../../provider/rules/unknown";

describe("two values that say the same", () => {
  test.each<[unknown, unknown]>([
    ["a", "a"],
    [undefined, null],
    [null, undefined],
    [{ a: undefined }, {}],
    [{}, { a: null }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [
      [1, { a: [] }],
      [1, { a: [] }],
    ],
  ])("%j and %j", (left, right) => {
    expect(sameValue(left, right)).toBe(true);
    expect(sameValue(right, left)).toBe(true);
  });
});

describe("two values that differ", () => {
  test.each<[unknown, unknown]>([
    ["a", "b"],
    ["1", 1],
    [false, undefined],
    ["", undefined],
    [{}, undefined],
    [[], undefined],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
  ])("%j and %j", (left, right) => {
    expect(sameValue(left, right)).toBe(false);
    expect(sameValue(right, left)).toBe(false);
  });
});

describe("what is not known yet", () => {
  test.each<[unknown]>([[UNKNOWN], [[UNKNOWN]], [{ a: { b: [1, UNKNOWN] } }]])("%j is seen", (value) => {
    expect(hasUnknown(value)).toBe(true);
  });
  test.each<[unknown]>([["x"], [undefined], [null], [5], [[{}]], [`${UNKNOWN} and more`]])(
    "%j is known",
    (value) => {
      expect(hasUnknown(value)).toBe(false);
    },
  );

  const fields: Fields = {
    a: { type: "string", replaces: true, doc: "d" },
    b: { type: "map", doc: "d" },
    c: { type: "string", replaces: true, doc: "d" },
  };
  test("differs from everything, from itself too, and replaces where a change would", () => {
    const changed = changedFields(
      fields,
      { a: UNKNOWN, b: { k: "v" }, c: "c" },
      { a: UNKNOWN, b: { k: UNKNOWN }, c: "c" },
    );
    expect(changed).toEqual(["a", "b"]);
    expect(replacingFields(fields, changed)).toEqual(["a"]);
  });
  test("what is not declared is not compared", () => {
    expect(changedFields(fields, { other: 1 }, { other: 2 })).toEqual([]);
  });
});

describe("a stream's address without the part that rotates", () => {
  test.each([
    ["rtmp://h/a/s", "rtmp://h/a/s"],
    ["rtmp://h/a/s?auth_key=1-0-0-ab", "rtmp://h/a/s"],
    ["rtmp://h/a/s?AUTH_KEY=1", "rtmp://h/a/s"],
    ["rtmp://h/a/s?auth_key", "rtmp://h/a/s"],
    ["rtmp://h/a/s?a=1&auth_key=1&b=2", "rtmp://h/a/s?a=1&b=2"],
    ["rtmp://h/a/s?auth_key=1&auth_key=2", "rtmp://h/a/s"],
    ["rtmp://h/a/s?my_auth_key=1", "rtmp://h/a/s?my_auth_key=1"],
    ["rtmp://h/a/s?x=1?y=2", "rtmp://h/a/s?x=1?y=2"],
    ["rtmp://h/auth_key=1/s", "rtmp://h/auth_key=1/s"],
    ["rtmp://h/a/s?", "rtmp://h/a/s"],
    [UNKNOWN, UNKNOWN],
  ])("%j is %j", (url, kept) => {
    expect(withoutAuthKey(url)).toBe(kept);
  });
});
