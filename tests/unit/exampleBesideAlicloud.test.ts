import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";

const CONFIG = {
  "beside-alicloud:ingestDomain": "push.example.com",
  "beside-alicloud:appName": "live",
  "beside-alicloud:streamName": "show",
  "beside-alicloud:streamUrl": "rtmp://play.example.com/live/show",
};

interface Registered {
  readonly type: string;
  readonly inputs: Record<string, unknown>;
}

/** The other provider has no local service to run against: the program runs with Pulumi's own mocks. */
test("the job of the example takes bucket and endpoint of the other provider's bucket", async () => {
  const registered: Registered[] = [];
  pulumi.runtime.setAllConfig(CONFIG);
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, inputs });
        const endpoint = { extranetEndpoint: "oss-cn-shanghai.aliyuncs.com" };
        return {
          id: `${name}-id`,
          state: type === "alicloud:oss/bucket:Bucket" ? { ...inputs, ...endpoint } : inputs,
        };
      },
      call: ({ inputs }) => inputs,
    },
    "beside-alicloud",
    "dev",
  );
  const example: { jobId: pulumi.Output<string> } = await import("../../examples/beside-alicloud/index.js");
  await new Promise<void>((resolve) => example.jobId.apply(() => resolve()));
  const job = registered.find(({ type }) => type.endsWith(":LiveRecordJob"));
  expect(job?.inputs.recordOutput).toEqual({
    type: "oss",
    bucket: "recordings-id",
    endpoint: "oss-cn-shanghai.aliyuncs.com",
  });
  expect(job?.inputs.templateId).toBe("hourly-id");
});
