import type { IncomingMessage, ServerResponse } from "node:http";
import type { AdminParts } from "../http/admin";
import { AdminError } from "../http/adminBody";
import { OBJECTS_PATH, sendObject } from "./objects";
import { PAGE_FILES, PAGE_PATH, sendPageFile } from "./pageFiles";
import { findView, VIEWS_PATH } from "./views";

/** Answers a request for the console; `false` when it is none. */
export type ConsoleListener = (message: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * The console in the browser, below `/_emulator/`: the page at the root, its files, its data, and the objects of the
 * local OSS without a signature. Reads only; what the page changes goes through the other endpoints.
 * @throws AdminError for what is not there, and for a page of another site that loads any of it.
 */
export function createConsole(parts: AdminParts): ConsoleListener {
  return async (message, response) => {
    if (message.method !== "GET" && message.method !== "HEAD") {
      return false;
    }
    if (message.url === PAGE_PATH.slice(0, -1)) {
      response.writeHead(308, { location: PAGE_PATH }).end();
      return true;
    }
    const url = new URL(message.url ?? "/", "http://console");
    const file = PAGE_FILES.get(url.pathname);
    const isObject = url.pathname.startsWith(OBJECTS_PATH);
    const view = url.pathname.startsWith(VIEWS_PATH) ? findView(url, parts) : undefined;
    if (file === undefined && !isObject && view === undefined) {
      return false;
    }
    refuseOtherSites(message, file?.isDocument ?? false);
    setHeaders(response);
    if (file !== undefined) {
      await sendPageFile(file, message, response);
    } else if (isObject) {
      await sendObject(parts.service.store, message, response);
    } else if (view !== undefined) {
      sendView(view(), message, response);
    }
    return true;
  };
}

/**
 * A page elsewhere can put a script, picture or video of ours into itself without an Origin header; browsers tell that
 * in Sec-Fetch-Site. Only a link to the page itself may come from anywhere.
 */
function refuseOtherSites({ headers }: IncomingMessage, isDocument: boolean): void {
  const site = headers["sec-fetch-site"];
  const isLink = isDocument && headers["sec-fetch-dest"] === "document";
  if (site !== undefined && site !== "same-origin" && site !== "none" && !isLink) {
    throw new AdminError(403, "the console answers to its own page only");
  }
}

function setHeaders(response: ServerResponse): void {
  const headers = {
    // blob: is what a player gives to <video>; everything else comes from this server.
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-cache",
  };
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
}

function sendView(view: unknown, message: IncomingMessage, response: ServerResponse): void {
  const text = JSON.stringify(view);
  response.writeHead(200, {
    "content-type": "application/json;charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(message.method === "HEAD" ? undefined : text);
}
