import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { NPM_CLIENTS } from "./npmClients";
import type { Fields } from "./rpcSupport";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ media: false });
});

afterAll(() => emulator.stop());

it.each(Object.entries(NPM_CLIENTS))(
  "%s runs a transcode from its template to its deletion",
  async (name, connect) => {
    const call = connect(emulator);
    const { TemplateId } = await call("CreateLiveTranscodeTemplate", {
      Name: name,
      Type: "normal",
      TemplateConfig: JSON.stringify({ VideoParams: { Width: "640", Fps: "25", Bitrate: "800" } }),
    });
    const { JobId } = await call("SubmitLiveTranscodeJob", {
      Name: name,
      TemplateId: String(TemplateId),
      StartMode: "0",
      StreamInput: JSON.stringify({ Type: "rtmp", InputUrl: "rtmp://live.example.com/app/a b?k=1+2" }),
      TranscodeOutput: JSON.stringify({ Type: "LiveCenter" }),
    });
    const job = { JobId: String(JobId) };
    const { Job } = await call("GetLiveTranscodeJob", job);
    expect(Job).toMatchObject({
      Name: name,
      StreamInput: { InputUrl: "rtmp://live.example.com/app/a b?k=1+2" },
    });
    await call("SendLiveTranscodeJobCommand", { ...job, Command: "stop" });
    const listed = (await call("ListLiveTranscodeJobs", { KeyWord: name, Status: "2" })).JobList as Fields[];
    expect(listed.map(({ JobId: id }) => id)).toEqual([JobId]);
    await call("DeleteLiveTranscodeJob", job);
    await call("DeleteLiveTranscodeTemplate", { TemplateId: String(TemplateId) });

    await expect(call("GetLiveTranscodeJob", job)).rejects.toThrow("No such job.");
  },
);

it.each(Object.entries(NPM_CLIENTS))("%s sets the account up and reads it", async (_name, connect) => {
  const call = connect(emulator);
  const callback = { CallbackType: "MNS", CallbackQueueName: "ice-callback-q", EventTypeList: "A,B" };
  expect(await call("SetEventCallback", callback)).toMatchObject({ Success: true });
  expect(await call("GetEventCallback")).toMatchObject(callback);
  const location = { StorageType: "user_oss_bucket", Bucket: "temporary", Path: "a/b" };
  await call("SetDefaultStorageLocation", location);
  expect(await call("GetDefaultStorageLocation")).toMatchObject({ ...location, Status: "notExist" });
});
