import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { InfraRepository } from "../support/infraRepository";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";

const STACK = "event-launch";
const STREAM_NAME = "launch";
const RECORDED_SECONDS = 120;
const CALL_TIME_LIMIT_MILLISECONDS = 60_000;
const WRONG_USE = 2;

interface Manifest {
  stack: string;
  jobs: { name: string; jobId: string; manifest: { formats: { recordedSeconds: number }[] } }[];
}

const ims = useLocalIms({});
const stacks = useLocalStacks(ims);
afterEach(() => ims().reset());

it("an event from its first deployment to its manifest: the end is the service's word, the files are listed, the bucket stays", async () => {
  const repository = await InfraRepository.create(stacks, ims(), {
    stackName: STACK,
    streamName: STREAM_NAME,
  });
  ims().streams.startSynthetic("live", STREAM_NAME);
  succeeded(await repository.run(`deploy.mjs ${STACK}`));
  const jobId = String(repository.stack.resource("show").id);
  stacks.pass(RECORDED_SECONDS);
  await ims().settled();

  // As long as the event is declared, a deployment would record it again.
  const early = await repository.run(`event-end.mjs ${STACK}`);
  expect(early.exitCode, early.output).toBe(WRONG_USE);
  expect(early.stderr).toContain(`Pulumi.${STACK}.yaml`);
  expect(recordingJobs(ims())).toHaveLength(1);

  rmSync(path.join(repository.stack.folder, `Pulumi.${STACK}.yaml`));
  const reviewed = await repository.run("pull-request.mjs");
  succeeded(reviewed);
  expect(reviewed.stdout).toMatch(
    /`event-launch` is not declared any more\n\nThe deployment \*\*ends its recording\*\*/,
  );
  const ending = repository.start("event-end.mjs --manifests artifacts/manifests");
  await waitUntil(
    "ForbidLiveStream",
    () => (callsOf(ims(), "ForbidLiveStream") > 0 ? true : undefined),
    CALL_TIME_LIMIT_MILLISECONDS,
  );
  stacks.pass(PAST_THE_WINDOW_SECONDS);
  const ended = await ending.result;
  succeeded(ended);
  expect(recordingJobs(ims())).toEqual([]);
  expect(callsOf(ims(), "ResumeLiveStream")).toBe(1);
  const manifest = repository.artifact<Manifest>(`artifacts/manifests/${STACK}.json`);
  expect(JSON.parse(ended.stdout)).toEqual([manifest]);
  expect(manifest).toMatchObject({
    stack: STACK,
    jobs: [{ name: "show", jobId, manifest: { jobs: [{ jobId, endReason: "streamLost" }] } }],
  });
  expect(manifest.jobs[0]?.manifest.formats[0]?.recordedSeconds).toBeGreaterThanOrEqual(RECORDED_SECONDS);
  expect(repository.stack.export().resources.filter(({ custom }) => custom)).toEqual([]);
  expect(ims().store.buckets()).toHaveLength(1);

  const again = await repository.run("event-end.mjs");
  succeeded(again);
  expect(JSON.parse(again.stdout)).toEqual([]);
});
