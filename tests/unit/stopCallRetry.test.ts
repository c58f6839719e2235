import Credential, { Config } from "@alicloud/credentials";
import { expect, test } from "vitest";
import { Calls } from "../../provider/client/calls";
import { Pace } from "../../provider/client/pace";
import { openLiveApi } from "../../provider/client/transport";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { FakeClock } from "./support/fakeClock";
import { JOB, recordingJob, STOP_CALL } from "./support/recordings";
import { type Answer, ScriptedServer, serviceError } from "./support/scriptedServer";
import { settingsWith, testContext } from "./support/testContext";

const OK: Answer = { status: 200, body: { RequestId: "R" } };
const THROTTLED_FOR_A_MINUTE: Answer = {
  ...(serviceError(400, "Throttling.User") as Exclude<Answer, string>),
  headers: { "x-acs-retry-after": "60000" },
};

test("a ForbidLiveStream that is made again a minute later forbids the stream for as long as the first one would have", async () => {
  const server = await ScriptedServer.start(THROTTLED_FOR_A_MINUTE, OK);
  const clock = new FakeClock();
  const live = openLiveApi({
    endpoint: server.host,
    protocol: "http",
    credential: new Credential(
      new Config({ type: "access_key", accessKeyId: "id", accessKeySecret: "secret" }),
    ),
    userAgent: "test",
    calls: new Calls(clock, new Pace(clock, settingsWith().pace), () => undefined),
  });
  const fakes = testContext();
  const { id, outs } = await recordingJob(fakes, { ...JOB, stopCall: STOP_CALL });
  const ctx = { ...fakes, clock, live };
  clock.after(181_000, () => fakes.ice.setStatus(id, "paused"));

  await liveRecordJob.delete(ctx, id, outs);

  expect(server.actions).toEqual(["ForbidLiveStream", "ForbidLiveStream", "ResumeLiveStream"]);
  expect(server.requests.slice(0, 2).map(({ query }) => query.ResumeTime)).toEqual([
    "2026-03-01T12:05:00Z",
    "2026-03-01T12:06:00Z",
  ]);
  expect(fakes.log.infos.at(-1)).toContain("forbidden until 2026-03-01T12:06:00Z");
});
