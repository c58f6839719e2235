import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { startPublisher } from "../../emulator/src/media/publisher";
import { hasChromium, startBrowser, type TestBrowser } from "../emulator/consoleBrowser";
import { recordingJobs, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { jobProgram } from "../support/programs";

const WINDOW_SECONDS = 180;
const SLICES = "record/{JobId}/{UnixTimestamp}_{Sequence}";
const PATIENCE = { timeout: 20_000, interval: 50 };

const ims = useLocalIms({ streamWindowSeconds: WINDOW_SECONDS });
const stacks = useLocalStacks(ims);

describe.skipIf(!hasChromium)("the console in a browser", () => {
  let test: TestBrowser;
  beforeAll(async () => {
    test = await startBrowser();
  });
  afterAll(() => test?.close());

  it("plays what a program has declared and pulumi up has recorded", async () => {
    const url = `${ims().rtmp}/live/show`;
    const publisher = await startPublisher({ ffmpeg: await findFfmpeg(), url, width: 320, height: 180 });
    const stack = await stacks.create(
      jobProgram({
        job: `waitFor: "started", streamInput: { type: "rtmp", url: "${url}" }`,
        template: `recordFormats: [{ format: "m3u8", sliceDuration: 5, sliceOssObjectPrefix: "${SLICES}" }],`,
      }),
    );
    succeeded(await stack.up());
    const jobId = String(stack.resource("show").id);
    const job = () =>
      ims()
        .jobs()
        .find((candidate) => candidate.jobId === jobId);
    await vi.waitFor(() => expect(job()?.slices.count).toBeGreaterThan(0), PATIENCE);
    await publisher.stop();
    await vi.waitFor(() => expect(job()?.timeline.at(-1)?.event).toBe("interrupted"), PATIENCE);
    stacks.pass(WINDOW_SECONDS + 1);
    await vi.waitFor(() => expect(job()?.timeline.at(-1)?.event).toBe("ended"), PATIENCE);
    expect(recordingJobs(ims())).toEqual([]);

    const page = await test.open(`${ims().ice}/_emulator/#/jobs/${jobId}`);
    await page.locator('button[aria-label$=".m3u8"]').click();
    await page.waitForFunction("document.querySelector('video')?.currentTime > 0.3");
    const before = Number(await page.evaluate("document.querySelector('video').currentTime"));
    await page.waitForFunction(`document.querySelector('video').currentTime > ${before + 0.5}`);

    expect(await page.evaluate("document.querySelector('video').videoWidth")).toBe(320);
    expect(test.complaints).toEqual([]);
  });
});
