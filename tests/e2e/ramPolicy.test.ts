import { expect, it } from "vitest";
import { type RamUse, ramPolicy } from "../../sdk/ramPolicy";
import { useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { FORBID_STOP_CALL, jobProgram } from "../support/programs";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

const USES: RamUse[] = [
  "LiveRecordJob",
  "stopCalls.forbidLiveStream",
  "LiveRecordTemplate",
  "EventCallback",
  "DefaultStorageLocation",
  "listLiveRecordFiles",
];

const EXTRA = `
  new ice.EventCallback("events", {
    callbackType: "MNS", callbackQueueName: "ice-callback-shows", eventTypeList: ["LiveRecordFileCreated"],
  });
  new ice.DefaultStorageLocation("storage", { storageType: "user_oss_bucket", bucket: bucket.id });
  exports.files = ice.listLiveRecordFilesOutput();
`;

it("a program's whole life takes what its policy allows, all of it and nothing else", async () => {
  const stack = await stacks.create(jobProgram({ job: FORBID_STOP_CALL, extra: EXTRA }));
  succeeded(await stack.up());
  succeeded(await stack.refresh());
  const changed = { job: FORBID_STOP_CALL, template: 'recordFormats: [{ format: "flv" }]', extra: EXTRA };
  stack.writeProgram(jobProgram(changed));
  succeeded(await stack.up());
  succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", "destroy", "--yes", "--skip-preview"));

  const called = ims()
    .requests()
    .filter(({ service }) => service === "ice" || service === "live")
    .map(({ service, action }) => `${service}:${action}`);
  const allowed = ramPolicy(USES).Statement.flatMap(({ Action }) => Action);
  expect([...new Set(called)].sort()).toEqual(allowed);
});
