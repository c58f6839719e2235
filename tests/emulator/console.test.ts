import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Emulator, findFfmpeg, startEmulator, startPublisher } from "../../emulator/src/index";
import { hasChromium, startBrowser, type TestBrowser } from "./consoleBrowser";
import { type Receiver, startReceiver } from "./receiver";
import { CallError, createCaller, type Fields } from "./rpcSupport";

const PATIENCE = { timeout: 20_000, interval: 50 };
const WINDOW_SECONDS = 180;
const FORMATS = ["m3u8", "mp4", "flv"] as const;
const VIEWS = ["jobs", "templates", "buckets", "callbacks", "requests", "faults"] as const;
const MAX_FIRST_PAINT_MILLISECONDS = 300;
const MAX_BYTES = 1_000_000;
const MAX_TABS = 60;

describe.skipIf(!hasChromium)("the console in a browser", () => {
  let emulator: Emulator;
  let call: ReturnType<typeof createCaller>;
  let receiver: Receiver;
  let notifyUrl: string;
  let jobId: string;
  let test: TestBrowser;

  beforeAll(async () => {
    receiver = await startReceiver();
    notifyUrl = `${receiver.url}/hook?token=notifySecret`;
    emulator = await startEmulator({ streamWindowSeconds: WINDOW_SECONDS });
    call = createCaller(emulator);
    test = await startBrowser();
    jobId = await record();
  });

  afterEach(async () => {
    const pages = await test.browser.pages();
    await Promise.all(pages.slice(1).map((page) => page.close()));
  });

  afterAll(async () => {
    await test?.close();
    await emulator?.stop();
    await receiver?.close();
  });

  /** A real recording of a few seconds in all three formats, ended by its stream. */
  async function record(): Promise<string> {
    emulator.store.createBucket("recordings");
    const { TemplateId } = await call("CreateLiveRecordTemplate", {
      Name: "everything",
      RecordFormat: [
        {
          Format: "m3u8",
          SliceDuration: 5,
          SliceOssObjectPrefix: "slices/{JobId}/{UnixTimestamp}_{Sequence}",
          OssObjectPrefix: "lists and pictures/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
        },
        { Format: "mp4" },
        { Format: "flv" },
      ],
    });
    const url = `${emulator.rtmp}/live/show?auth_key=streamSecret`;
    const id = await submit("evening show", { TemplateId, StreamInput: { Type: "rtmp", Url: url } });
    const publisher = await startPublisher({ ffmpeg: await findFfmpeg(), url, width: 320, height: 180 });
    const job = () => emulator.jobs().find((candidate) => candidate.jobId === id);
    await vi.waitFor(() => expect(job()?.slices.count).toBeGreaterThan(0), PATIENCE);
    await publisher.stop();
    await vi.waitFor(() => expect(job()?.timeline.at(-1)?.event).toBe("interrupted"), PATIENCE);
    emulator.clock.advance(WINDOW_SECONDS * 1000);
    await vi.waitFor(() => expect(job()?.timeline.at(-1)?.event).toBe("ended"), PATIENCE);
    return id;
  }

  async function submit(name: string, fields: Fields = {}): Promise<string> {
    const { JobId } = await call("SubmitLiveRecordJob", {
      Name: name,
      TemplateId: "00000000-0000-4000-8000-0000000000a2",
      StreamInput: { Type: "rtmp", Url: `${emulator.rtmp}/live/nothing` },
      RecordOutput: { Type: "oss", Bucket: "recordings" },
      NotifyUrl: notifyUrl,
      ...fields,
    });
    return JobId as string;
  }

  function open(view: string, theme?: "light" | "dark"): Promise<Page> {
    return test.open(`${emulator.ice}/_emulator/#/${view}`, theme);
  }

  /** Leads a page that is open to another view. */
  async function show(page: Page, view: string): Promise<void> {
    await page.evaluate(`document.activeElement.blur(); location.hash = ${JSON.stringify(`#/${view}`)}`);
    await page.waitForFunction("document.activeElement.matches('h1')");
  }

  async function textOf(page: Page, selector: string): Promise<string> {
    await page.waitForSelector(selector);
    return (await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`)) as string;
  }

  async function expectPlaying(page: Page): Promise<void> {
    await page.waitForFunction("document.querySelector('video')?.currentTime > 0.3");
    const before = (await page.evaluate("document.querySelector('video').currentTime")) as number;
    await page.waitForFunction(`document.querySelector('video').currentTime > ${before + 0.7}`);
    expect(await page.evaluate("document.querySelector('video').videoWidth")).toBe(320);
    expect(await textOf(page, ".player-note")).toBe("320 × 180");
  }

  it("a recorded job is listed with its state and its timeline", async () => {
    const page = await open("jobs");

    const row = await textOf(page, "tbody tr");
    expect(row).toContain("evening show");
    expect(row).toContain("paused");
    expect(row).toContain("3 files");
    const label = await page.$eval("tbody .sparkline", (svg) => svg.getAttribute("aria-label"));
    expect(label).toMatch(/^pulling .*, recording .*, gap 3 min .*, ended, 3 files$/);
    expect(await page.$$("tbody .sparkline rect.recording")).toHaveLength(1);
  });

  it("a job shows what happened to it, and no secret", async () => {
    const page = await open(`jobs/${jobId}`);

    expect(await textOf(page, "h1")).toBe("evening show");
    const text = await textOf(page, "#view");
    expect(await page.content()).not.toMatch(/streamSecret|notifySecret/);
    for (const event of ["submitted", "started", "interrupted", "file", "ended"]) {
      expect(text).toContain(event);
    }
    for (const view of VIEWS) {
      await show(page, view);
      const content = await page.content();
      expect(content).not.toMatch(/streamSecret|notifySecret/);
      expect(content).not.toContain(emulator.accessKeySecret);
    }
  });

  it.each(FORMATS)("a recording plays: %s", async (format) => {
    const page = await open(`jobs/${jobId}`);

    await page.locator(`button[aria-label$=".${format}"]`).click();

    await expectPlaying(page);
  });

  it("a recording plays from its bucket, too", async () => {
    const page = await open("buckets");

    await page.locator("tbody a.name").click();
    await page.locator("tbody a.folder[href$='prefix=lists+and+pictures%2F']").click();
    await page.locator(`tbody a.folder[href*='${jobId}']`).click();
    await page.locator('button[aria-label$=".m3u8"]').click();

    await expectPlaying(page);
  });

  it("the keyboard alone leads to a recording, plays it and comes back", async () => {
    const page = await open("jobs");
    await page.waitForSelector("tbody a");
    const tabTo = async (selector: string): Promise<void> => {
      for (let tabs = 0; tabs < MAX_TABS; tabs++) {
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) {
          return;
        }
        await page.keyboard.press("Tab");
      }
      throw new Error(`${selector} was not reached by ${MAX_TABS} tabs`);
    };

    await tabTo("tbody a.name");
    await page.keyboard.press("Enter");
    await page.waitForFunction("document.activeElement.matches('h1')");
    await tabTo("button.play");
    const name = await page.evaluate("document.activeElement.getAttribute('aria-label')");
    await page.keyboard.press("Enter");
    await expectPlaying(page);
    await page.keyboard.press("Escape");

    expect(await page.$("video")).toBeNull();
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(name);
  });

  it("what happens is shown without a reload, and what has the focus keeps it", async () => {
    const page = await open("jobs");
    await page.locator("input.search").fill("late");
    await page.waitForFunction("document.querySelector('.empty')?.textContent.includes('late')");

    await submit("late night");

    await page.waitForFunction("document.querySelector('tbody')?.textContent.includes('late night')");
    expect(await page.evaluate("document.activeElement.value")).toBe("late");
    await page.locator("a[href='#/requests']").click();
    await page.waitForFunction(
      "document.querySelector('tbody')?.textContent.includes('SubmitLiveRecordJob')",
    );
    expect(await page.evaluate("document.querySelector('input.search').value")).toBe("");
  });

  it.each(["light", "dark"] as const)("axe finds nothing in any view, %s", async (theme) => {
    const axe = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");
    emulator.faults.add({ kind: "throttle", action: "GetLiveRecordTemplate" });
    const found: unknown[] = [];
    const page = await open("faults", theme);
    await page.evaluate(axe);
    for (const view of [...VIEWS, `jobs/${jobId}`, "buckets/recordings", "jobs/none"]) {
      await show(page, view);
      if (view.startsWith("jobs/") && (await page.$("button.play")) !== null) {
        await page.locator("button.play").click();
        await page.waitForSelector("video");
      }
      const { violations } = (await page.evaluate("axe.run()")) as { violations: Fields[] };
      found.push(...violations.map(({ id, nodes }) => ({ view, id, nodes })));
    }
    emulator.faults.clear();

    expect(found).toEqual([]);
  });

  it("the first paint is quick and the page light, and no player is loaded before something is played", async () => {
    const paints: number[] = [];
    let requested: string[] = [];
    let bytes = 0;
    for (let visit = 0; visit < 5; visit++) {
      const page = await test.open("about:blank");
      requested = [];
      bytes = 0;
      page.on("response", async (response) => {
        requested.push(new URL(response.url()).pathname);
        bytes += Number(response.headers()["content-length"] ?? 0);
      });
      await page.goto(`${emulator.ice}/_emulator/`);
      await page.waitForSelector("tbody tr");
      const paint = "performance.getEntriesByType('paint').find((e) => e.name === 'first-paint')?.startTime";
      await page.waitForFunction(paint);
      paints.push((await page.evaluate(paint)) as number);
      await page.close();
    }

    // The quickest visit is what the page takes; what a busy machine adds is not its doing.
    expect(Math.min(...paints)).toBeLessThan(MAX_FIRST_PAINT_MILLISECONDS);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(requested.filter((path) => path.includes("/players/"))).toEqual([]);
  });

  it("a callback is sent again, and both are shown with their answers", async () => {
    const [first] = emulator.callbacks();
    const before = receiver.notified.length;
    const page = await open("callbacks");

    await page.locator(`button[aria-label="Send again callback ${first?.number}"]`).click();
    await page.waitForFunction(
      `document.querySelector("tbody")?.textContent.includes("again, as ${first?.number}")`,
    );
    await vi.waitFor(() => expect(receiver.notified).toHaveLength(before + 1), PATIENCE);

    expect(receiver.notified.at(-1)).toEqual(first?.envelope);
    await page.waitForFunction("document.querySelector('tbody tr')?.textContent.includes('delivered')");
    expect(await textOf(page, "tbody tr .answer")).toBe("200");
  });

  it("a fault switched on is applied and logged, and can be switched off", async () => {
    const page = await open("faults");
    await page.waitForSelector("form");
    await page.select("select[name=kind]", "error");
    await page.locator("input[name=action]").fill("GetLiveRecordJob");
    await page.locator("input[name=count]").fill("2");
    await page.locator("input[name=status]").fill("503");
    await page.locator("form button[type=submit]").click();
    await page.waitForFunction("document.querySelector('tbody')?.textContent.includes('GetLiveRecordJob')");

    const refused = await call("GetLiveRecordJob", { JobId: jobId }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CallError);
    expect(refused).toMatchObject({ code: "ServiceUnavailable", statusCode: 503 });
    await page.locator("::-p-aria([name='Switch all off'])").click();
    await page.waitForFunction("document.querySelector('.empty') !== null");
    await expect(call("GetLiveRecordJob", { JobId: jobId })).resolves.toHaveProperty("RecordJob");

    const requests = await open("requests");
    expect(await textOf(requests, "tbody .chip.fault")).toBe("fault error");
  });

  it("a fault that makes no sense is refused in words", async () => {
    const page = await open("faults");
    await page.waitForSelector("form");
    await page.locator("input[name=rate]").fill("7");

    await page.locator("form button[type=submit]").click();

    await page.waitForFunction("document.querySelector('#toast.error')?.textContent !== ''");
    expect(await textOf(page, "#toast")).toMatch(/^That did not work: rate has to be/);
    expect(emulator.faults.list()).toEqual([]);
    // The refusal itself is an answer of 400, which the browser reports.
    test.complaints.splice(
      0,
      Number.POSITIVE_INFINITY,
      ...test.complaints.filter((line) => !line.includes("400")),
    );
  });

  it("the clock is frozen, advanced and let go", async () => {
    const page = await open("jobs");

    await page.locator("::-p-aria([name='Freeze'])").click();
    await page.waitForSelector("button.frozen");
    expect(emulator.clock.frozen).toBe(true);
    const frozenAt = emulator.clock.now();
    await page.select("select[aria-label='Time to advance']", "3 min");
    await page.locator("::-p-aria([name='Advance'])").click();
    await vi.waitFor(() => expect(emulator.clock.now()).toBe(frozenAt + 180_000), PATIENCE);
    await page.locator("::-p-aria([name='Resume'])").click();
    await vi.waitFor(() => expect(emulator.clock.frozen).toBe(false), PATIENCE);
    await page.select("select[aria-label='Speed of the clock']", "10");
    await vi.waitFor(() => expect(emulator.clock.scale).toBe(10), PATIENCE);
    emulator.clock.setScale(1);
  });

  it("nothing was refused by the page's policy, and no script failed", () => {
    expect(test.complaints).toEqual([]);
  });
});
