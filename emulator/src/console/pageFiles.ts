import { createReadStream, readdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";

export interface PageFile {
  readonly path: string;
  readonly contentType: string;
  /** Whether a browser shows it by itself, and a link elsewhere may lead to it. */
  readonly isDocument: boolean;
}

export const PAGE_PATH = "/_emulator/";

/** The page is served as it was written; this file is in `src` or in `dist`, the page is in `src` either way. */
const PAGE_FOLDER = path.join(__dirname, "..", "..", "src", "console", "page");

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html;charset=utf-8",
  ".css": "text/css;charset=utf-8",
  ".js": "text/javascript;charset=utf-8",
  ".mjs": "text/javascript;charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The players come from their own packages, and only when something is played. */
const PLAYERS: readonly (readonly [string, string])[] = [
  ["hls.mjs", "hls.js/dist/hls.light.min.mjs"],
  ["mpegts.js", "mpegts.js/dist/mpegts.js"],
];

/** Path of a request → file. Nothing else is ever read, whatever the path says. */
export const PAGE_FILES: ReadonlyMap<string, PageFile> = listFiles();

function listFiles(): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(PAGE_FOLDER)) {
    files.set(`${PAGE_PATH}page/${name}`, pageFile(path.join(PAGE_FOLDER, name)));
  }
  files.set(PAGE_PATH, { ...pageFile(path.join(PAGE_FOLDER, "index.html")), isDocument: true });
  const { resolve } = createRequire(__filename);
  for (const [name, module] of PLAYERS) {
    files.set(`${PAGE_PATH}players/${name}`, pageFile(resolve(module)));
  }
  return files;
}

function pageFile(filePath: string): PageFile {
  const contentType = CONTENT_TYPES[path.extname(filePath)] ?? "application/octet-stream";
  return { path: filePath, contentType, isDocument: false };
}

export async function sendPageFile(
  file: PageFile,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size, mtimeMs } = await stat(file.path);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  response.setHeader("etag", etag);
  if (message.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { "content-type": file.contentType, "content-length": size });
  if (message.method === "HEAD") {
    response.end();
  } else {
    await pipeline(createReadStream(file.path), response);
  }
}
