import { describe, expect, test } from "vitest";
import { autoName, logicalNameIn, sameLineage } from "../../provider/rules/autoName";

const TYPE = "pulumi-nodejs:dynamic/alicloud-ice:LiveRecordJob";
const URN = `urn:pulumi:dev::shop::${TYPE}::show`;

describe("a made name", () => {
  test("is the same for ever: jobs that run now must be found by later releases", () => {
    expect(autoName(URN, {})).toBe("show-273b5a07");
    expect(autoName(URN, { day: "1" })).toBe("show-273b5a07-43b939");
  });

  test.each([
    ["another stack", URN.replace("dev", "prod")],
    ["another project", URN.replace("shop", "club")],
    ["another parent", URN.replace(TYPE, `my:component:Studio$${TYPE}`)],
    ["another logical name", `${URN}2`],
  ])("is another in %s", (_what, urn) => {
    expect(autoName(urn, {}).slice(-8)).not.toBe(autoName(URN, {}).slice(-8));
  });

  test("is the same under another host: the resource's own type is not in it", () => {
    expect(autoName(URN.replace(TYPE, "alicloud-ice:index:LiveRecordJob"), {})).toBe(autoName(URN, {}));
    const inside = URN.replace(TYPE, `my:component:Studio$${TYPE}`);
    expect(autoName(inside.replace(TYPE, "alicloud-ice:index:LiveRecordJob"), {})).toBe(autoName(inside, {}));
  });

  test("keeps a logical name that holds the URN's own separator", () => {
    expect(autoName(`${URN}::b`, {})).toMatch(/^show::b-[0-9a-f]{8}$/);
  });

  test("depends on what the triggers say, not on their order", () => {
    expect(autoName(URN, { a: "1", b: "2" })).toBe(autoName(URN, { b: "2", a: "1" }));
    expect(autoName(URN, { a: "1", b: "2" })).not.toBe(autoName(URN, { a: "2", b: "1" }));
    expect(autoName(URN, { a: "1" })).not.toBe(autoName(URN, { a1: "" }));
  });
});

describe("two names of one declaration", () => {
  test.each<[string, string, boolean]>([
    ["show-273b5a07", "show-273b5a07", true],
    ["show-273b5a07", "show-273b5a07-2b1c59", true],
    ["show-273b5a07-aaaaaa", "show-273b5a07-bbbbbb", true],
    ["show-273b5a07", "show-373b5a07", false],
    ["mine", "mine", true],
    ["mine", "mine-2b1c59", false],
    ["mine", "yours", false],
  ])("%s and %s: %s", (left, right, same) => {
    expect(sameLineage(left, right)).toBe(same);
  });
});

test.each([
  ["a made name", autoName(URN, {}), "show"],
  ["one with triggers", autoName(URN, { day: "1" }), "show"],
  ["one whose logical name ends like a made one", autoName(`${URN}-0123abcd`, {}), "show-0123abcd"],
  ["a name of another form", "evening-show", undefined],
])("the logical name is found in %s", (_what, name, logicalName) => {
  expect(logicalNameIn(name)).toBe(logicalName);
});
