import { expect, it } from "vitest";
import { useLocalIms } from "../support/localIms";
import { useLocalStacks } from "../support/localStack";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

it("probe", async () => {
  const stack = await stacks.create(`
    const ice = require("pulumi-alicloud-ice");
    new ice.Bucket("b1", { bucket: "UPPER" });
    new ice.Bucket("b2", { acl: "everybody" });
    new ice.LiveRecordTemplate("t1", { recordFormats: [] });
    new ice.LiveRecordTemplate("t2", { recordFormats: [{ format: "avi" }] });
    new ice.LiveRecordJob("j1", { templateId: "x" , streamInput: { type: "rtmp", url: "http://user:pw@host.example/live/marker?auth_key=marker" } });
  `);
  const r = await stack.preview();
  expect(r.output).toBe("");
});
