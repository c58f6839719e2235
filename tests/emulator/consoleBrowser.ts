import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

const chromium = findChromium();

/** Whether a real browser is here; says so loudly where there is none. */
export const hasChromium = chromium !== undefined;
if (!hasChromium) {
  process.stderr.write(
    "\n!!! SKIPPED: the console was not tried in a browser. Install chromium, or set CHROMIUM_PATH.\n\n",
  );
}

/** A browser with a profile of its own. */
export interface TestBrowser {
  readonly browser: Browser;
  /** What any page complained about: errors, refused by its policy or not caught. */
  readonly complaints: string[];
  /** A page as a user has it who has never been there. */
  open(url: string, theme?: "light" | "dark"): Promise<Page>;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<TestBrowser> {
  const userDataDir = await mkdtemp(path.join(tmpdir(), "console-browser-"));
  const browser = await puppeteer.launch({
    executablePath: chromium ?? "",
    userDataDir,
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
  const complaints: string[] = [];
  return {
    browser,
    complaints,
    open: async (url, theme = "light") => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warn") {
          complaints.push(`${message.text()} ${message.location().url ?? ""}`.trim());
        }
      });
      await page.setViewport({ width: 1280, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.goto(url);
      return page;
    },
    close: async () => {
      await browser.close();
      await rm(userDataDir, { recursive: true, force: true });
    },
  };
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = [process.env.CHROMIUM_PATH, ...folders.map((folder) => path.join(folder, "chromium"))];
  return candidates.find((candidate) => candidate !== undefined && candidate !== "" && existsSync(candidate));
}
