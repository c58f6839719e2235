import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";
import { jobProgram } from "../support/programs";

const ims = useLocalIms({});
const stacks = useLocalStacks(ims);

const PATIENCE = { timeout: 20_000, interval: 50 };
let publisher: Publisher;

beforeAll(async () => {
  publisher = await startPublisher({
    ffmpeg: await findFfmpeg(),
    url: `${ims().rtmp}/live/show`,
    width: 160,
    height: 90,
  });
});
afterAll(() => publisher?.stop());

function program(take: string): string {
  const url = `${ims().rtmp}/live/show`;
  return jobProgram({
    job: `onReplace: "overlap", triggers: { take: "${take}" }, streamInput: { type: "rtmp", url: "${url}" }`,
  });
}

it('a replacement with "overlap" records with both until the stream ends, and one job is in state', async () => {
  const stack = await stacks.create(program("A"));
  succeeded(await stack.up());
  const seen = [stack.resource("show").id];

  for (const take of ["B", "A"]) {
    const before = stack.resource("show").id;
    stack.writeProgram(program(take));
    const preview = await stack.preview();
    expect(preview.output).toContain(`replacing job ${before} leaves it recording`);
    const replaced = await stack.up();
    succeeded(replaced);
    expect(replaced.output).toContain(
      `job ${before} is handed over to its successor ${stack.resource("show").id}`,
    );
    seen.push(stack.resource("show").id);
    await vi.waitFor(
      () =>
        expect(recordingJobs(ims()).map(({ jobId, status }) => [jobId, status])).toEqual(
          seen.map((id) => [id, "started"]),
        ),
      PATIENCE,
    );
    expect(stack.export().pendingOperations).toEqual([]);
    expect(stack.export().resources.filter(({ delete: pending }) => pending)).toEqual([]);
  }
  expect(new Set(seen).size).toBe(3);
  succeeded(await stack.up("--expect-no-changes"));
  expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(3);
  expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);

  await publisher.stop();
  await vi.waitFor(
    () =>
      expect(
        ims()
          .jobs()
          .every(({ timeline }) => timeline.some(({ event }) => event === "interrupted")),
      ).toBe(true),
    PATIENCE,
  );
  stacks.pass(PAST_THE_WINDOW_SECONDS);
  await vi.waitFor(() => expect(recordingJobs(ims())).toEqual([]), PATIENCE);
  expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(3);
});
