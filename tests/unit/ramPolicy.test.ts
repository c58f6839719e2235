import { describe, expect, test } from "vitest";
import { type RamUse, ramPolicy, ramUses } from "../../sdk/index";

function actionsOf(...uses: RamUse[]): readonly string[] {
  return ramPolicy(uses).Statement.flatMap(({ Action }) => Action);
}

describe("a RAM policy", () => {
  test("is a document with one statement, on every resource", () => {
    expect(ramPolicy(["LiveRecordJob"])).toEqual({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["ice:GetLiveRecordJob", "ice:ListLiveRecordJobs", "ice:SubmitLiveRecordJob"],
          Resource: "*",
        },
      ],
    });
  });

  test.each<[RamUse, string[]]>([
    ["stopCalls.forbidLiveStream", ["live:ForbidLiveStream", "live:ResumeLiveStream"]],
    ["Bucket.forceDestroy", ["oss:AbortMultipartUpload", "oss:DeleteObject", "oss:ListMultipartUploads"]],
    ["EventCallback", ["ice:GetEventCallback", "ice:SetEventCallback"]],
    ["listLiveRecordFiles", ["ice:ListLiveRecordFiles"]],
  ])("%s needs %j and no more", (use, actions) => {
    expect(actionsOf(use)).toEqual(actions);
  });

  test("names OSS's actions by OSS's own names", () => {
    const bucket = actionsOf("Bucket");
    expect(bucket).toContain("oss:PutBucketTagging");
    expect(bucket).toContain("oss:DeleteBucketTagging");
    expect(bucket).not.toContain("oss:DeleteObject");
  });

  test("of several uses has each action once, in order", () => {
    const all = actionsOf("LiveRecordJob", "getLiveRecordJob", "Bucket", "LiveRecordJob");
    expect(all).toEqual([...new Set(all)].sort());
    expect(all.filter((action) => action === "ice:GetLiveRecordJob")).toHaveLength(1);
  });

  test("of nothing has no statement: RAM takes none without an action", () => {
    expect(ramPolicy([])).toEqual({ Version: "1", Statement: [] });
  });

  test("refuses a name that nobody knows, and says which there are", () => {
    const unknown = "LiveRecordJobs" as RamUse;
    expect(() => ramPolicy([unknown])).toThrow(
      /^ramPolicy: "LiveRecordJobs" is none of Bucket, Bucket.forceDestroy,/,
    );
  });

  test.each(ramUses)("%s allows something, all of it by product and name", (use) => {
    const actions = actionsOf(use);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^(ice|live|oss):[A-Z][A-Za-z]+$/.test(action))).toEqual([]);
  });
});
