import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import {
  Bucket,
  LiveRecordJob,
  LiveRecordTemplate,
  LiveSnapshotJob,
  LiveSnapshotTemplate,
  listLiveSnapshotFiles,
  stopCalls,
} from "../../sdk/index";
import { JOB } from "./support/recordings";
import { SNAPSHOT_JOB } from "./support/snapshots";

/** What a class handed to the engine. */
interface Registered {
  readonly type: string;
  readonly props: pulumi.Inputs;
  readonly opts: pulumi.CustomResourceOptions;
}

beforeEach(() => {
  void pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }), call: () => ({}) },
    "shop",
    "dev",
  );
});

/** Makes a resource with options that look over the engine's shoulder. */
function registered(
  make: (options: pulumi.CustomResourceOptions) => pulumi.CustomResource,
  options: pulumi.CustomResourceOptions = {},
): Registered {
  let seen: Registered | undefined;
  const look: pulumi.ResourceTransformation = ({ type, props, opts }) => {
    seen = { type, props, opts };
    return undefined;
  };
  make({ ...options, transformations: [look] });
  if (seen === undefined) throw new Error("nothing was registered");
  return seen;
}

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

const job = (args: object, options?: pulumi.CustomResourceOptions): Registered =>
  registered((own) => new LiveRecordJob("show", { ...JOB, ...args }, own), options);

const snapshotJob = (args: object, options?: pulumi.CustomResourceOptions): Registered =>
  registered((own) => new LiveSnapshotJob("show", { ...SNAPSHOT_JOB, ...args }, own), options);

const PICTURES = { timeInterval: 10, sequenceFormat: "{Sequence}.jpg" };

describe("what every class gives the engine", () => {
  const made: [string, Registered | (() => Registered)][] = [
    ["Bucket", () => registered((options) => new Bucket("show", {}, options))],
    ["LiveRecordJob", () => job({})],
    [
      "LiveRecordTemplate",
      () => registered((options) => new LiveRecordTemplate("show", { recordFormats: [] }, options)),
    ],
    ["LiveSnapshotJob", () => snapshotJob({})],
    [
      "LiveSnapshotTemplate",
      () => registered((options) => new LiveSnapshotTemplate("show", PICTURES, options)),
    ],
  ];

  test.each(made)("%s: its type, its provider's text, its URN and its time limits", async (kind, make) => {
    const { type, props } = (make as () => Registered)();
    expect(type).toBe(`pulumi-nodejs:dynamic/alicloud-ice:${kind}`);
    expect(props.__provider).toBe(`exports.handler=()=>require("pulumi-alicloud-ice/dynamic").${kind}`);
    expect(await known(pulumi.output(props.__urn))).toBe(`urn:pulumi:dev::shop::${type}::show`);
    expect(props).toHaveProperty("__customTimeouts", undefined);
  });

  test("customTimeouts go to the provider too: the engine keeps them to itself", () => {
    const { props } = job({}, { customTimeouts: { delete: "20m" } });
    expect(props.__customTimeouts).toEqual({ delete: "20m" });
  });

  test("a bucket and a template are deleted before they are replaced, so that their jobs go first", () => {
    expect(registered((own) => new Bucket("show", {}, own)).opts.deleteBeforeReplace).toBe(true);
    const template = registered((own) => new LiveRecordTemplate("show", { recordFormats: [] }, own));
    expect(template.opts.deleteBeforeReplace).toBe(true);
  });
});

describe("secrets of a job", () => {
  test("stream and notify URL are secret inputs, whatever the program says", async () => {
    const { props } = job({ notifyUrl: "https://example.com/hook" });
    for (const field of ["streamInput", "notifyUrl"]) {
      expect(await pulumi.isSecret(props[field] as pulumi.Output<unknown>), field).toBe(true);
    }
    expect(props.templateId).toBe(JOB.templateId);
  });

  test("and secret outputs, beside those that the program adds", () => {
    expect(job({}, { additionalSecretOutputs: ["status"] }).opts.additionalSecretOutputs?.sort()).toEqual([
      "notifyUrl",
      "status",
      "streamInput",
    ]);
  });
});

describe("the order of a job's replacement", () => {
  test("is delete first: only then is a running job of our name certainly ours", () => {
    expect(job({}).opts.deleteBeforeReplace).toBe(true);
    expect(job({ onReplace: "stop" }).opts.deleteBeforeReplace).toBe(true);
  });

  test("is create first with onReplace overlap", () => {
    expect(job({ onReplace: "overlap" }).opts.deleteBeforeReplace).toBe(false);
  });

  test("can't be turned round without overlap", () => {
    expect(() => job({}, { deleteBeforeReplace: false })).toThrow(/needs onReplace: "overlap"/);
    expect(job({ onReplace: "overlap" }, { deleteBeforeReplace: false }).opts.deleteBeforeReplace).toBe(
      false,
    );
  });

  test("deletedWith is refused: the job would be dropped while it records", () => {
    expect(() => job({}, { deletedWith: new Bucket("b") })).toThrow(
      /LiveRecordJob "show": deletedWith would drop the job/,
    );
  });
});

describe("a snapshot job", () => {
  test("has its stream and its callback URL as secrets, on both sides", async () => {
    const { props, opts } = snapshotJob({ callbackUrl: "https://example.com/hook" });
    for (const field of ["streamInput", "callbackUrl"]) {
      expect(await pulumi.isSecret(props[field] as pulumi.Output<unknown>), field).toBe(true);
    }
    expect(opts.additionalSecretOutputs).toEqual(["streamInput", "callbackUrl"]);
  });

  test("is stopped before its successor is submitted, and that can't be turned round", () => {
    expect(snapshotJob({}).opts.deleteBeforeReplace).toBe(true);
    expect(() => snapshotJob({ jobName: "mine" }, { deleteBeforeReplace: false })).toThrow(
      /LiveSnapshotJob "show": deleteBeforeReplace: false would have the new job taken/,
    );
  });

  test("refuses deletedWith: the job would be dropped while it takes pictures", () => {
    expect(() => snapshotJob({}, { deletedWith: new Bucket("b") })).toThrow(/deletedWith would drop the job/);
  });
});

test.each([
  [
    "no time",
    { startTime: "yesterday", endTime: "2026-03-01T00:00:00Z" },
    'startTime must be a time such as 2026-01-31T09:30:05Z, got "yesterday"',
  ],
  [
    "nothing",
    { startTime: "2026-03-01T00:00:00Z", endTime: "" },
    'endTime must be a time such as 2026-01-31T09:30:05Z, got ""',
  ],
  [
    "an end before its start",
    { startTime: "2026-03-02T00:00:00Z", endTime: "2026-03-01T00:00:00Z" },
    "endTime must be later than startTime, got 2026-03-02T00:00:00Z and 2026-03-01T00:00:00Z",
  ],
])("a span of pictures with %s is refused without a call", async (_what, span, reason) => {
  await expect(listLiveSnapshotFiles({ jobId: "j", ...span })).rejects.toThrow(reason);
});

test("a made name that stays the same can't be created before the old one is deleted", () => {
  const early = { deleteBeforeReplace: false };
  expect(() => registered((own) => new Bucket("show", {}, own), early)).toThrow("needs a name of your own");
  const named = registered((own) => new Bucket("show", { bucket: "mine" }, own), early);
  expect(named.opts.deleteBeforeReplace).toBe(false);
});

test("forbidLiveStream makes a stopCall of the one kind there is", () => {
  const stream = { domainName: "push.example.com", appName: "live", streamName: "show" };
  expect(stopCalls.forbidLiveStream(stream)).toEqual({ kind: "forbidLiveStream", ...stream });
});

test("every declared field and output is a property of the resource", async () => {
  const resource = new LiveRecordTemplate("show", { recordFormats: [{ format: "mp4" }] });
  expect(pulumi.Output.isInstance(resource.name)).toBe(true);
  expect(pulumi.Output.isInstance(resource.createTime)).toBe(true);
  expect(await known(resource.recordFormats)).toEqual([{ format: "mp4" }]);
});
