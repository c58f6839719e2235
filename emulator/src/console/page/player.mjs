/** Plays a recording in the corner of the page. The player libraries are loaded when they are first needed. */

/** @typedef {{ format: string, url: string, name: string }} Recording */
/** @typedef {{ destroy: () => void }} Playing */

const HLS_MODULE = "/_emulator/players/hls.mjs";
const MPEGTS_SCRIPT = "/_emulator/players/mpegts.js";

/** @type {Playing | undefined} */
let playing;
/** @type {HTMLElement | undefined} */
let opener;
/** Counts what was asked to play: a library that is loaded too late has nothing to do any more. */
let asked = 0;

const place = /** @type {HTMLElement} */ (document.getElementById("player"));

/**
 * @param {Recording} recording
 * @param {HTMLElement} from gets the focus back when the player is closed
 */
export async function play(recording, from) {
  stop();
  opener = from;
  const number = ++asked;
  const { video, note } = show(recording);
  const failed = (/** @type {string} */ reason) => {
    note.textContent = `Cannot be played: ${reason}.`;
  };
  video.addEventListener("error", () => failed(video.error?.message || "the browser cannot decode it"));
  try {
    const started = await start(recording, video, failed);
    if (number !== asked) {
      started.destroy();
      return;
    }
    playing = started;
    await video.play();
  } catch (error) {
    // Closed, or something else was played, before this one began.
    if (number === asked) {
      failed(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Also takes the player from the page. */
export function close() {
  stop();
  place.hidden = true;
  place.replaceChildren();
  if (opener?.isConnected) {
    opener.focus();
  } else {
    document.querySelector("h1")?.focus();
  }
}

place.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    close();
  }
});

function stop() {
  asked++;
  playing?.destroy();
  playing = undefined;
}

/** @param {Recording} recording */
function show({ name, format }) {
  const title = document.createElement("p");
  title.className = "player-title";
  title.append(format, " ", name);
  const closing = document.createElement("button");
  closing.type = "button";
  closing.textContent = "Close";
  closing.setAttribute("aria-label", "Close the player");
  closing.addEventListener("click", close);
  const head = document.createElement("div");
  head.className = "player-head";
  head.append(title, closing);
  const video = document.createElement("video");
  video.controls = true;
  video.playsInline = true;
  video.tabIndex = 0;
  video.setAttribute("aria-label", `Recording ${name}`);
  const note = document.createElement("p");
  note.className = "player-note";
  note.setAttribute("role", "status");
  video.addEventListener("loadedmetadata", () => {
    note.textContent = video.videoWidth > 0 ? `${video.videoWidth} × ${video.videoHeight}` : "";
  });
  place.replaceChildren(head, video, note);
  place.hidden = false;
  video.focus();
  return { video, note };
}

/**
 * @param {Recording} recording
 * @param {HTMLVideoElement} video
 * @param {(reason: string) => void} failed
 * @returns {Promise<Playing>}
 */
async function start({ format, url }, video, failed) {
  if (format === "m3u8") {
    return (await startHls(url, video, failed)) ?? startNative(url, video);
  }
  return format === "flv" ? startFlv(url, video, failed) : startNative(url, video);
}

/** @param {string} url @param {HTMLVideoElement} video @returns {Playing} */
function startNative(url, video) {
  video.src = url;
  return {
    destroy: () => {
      video.removeAttribute("src");
      video.load();
    },
  };
}

/**
 * `undefined` where the browser leaves HLS to itself.
 * @param {string} url
 * @param {HTMLVideoElement} video
 * @param {(reason: string) => void} failed
 * @returns {Promise<Playing | undefined>}
 */
async function startHls(url, video, failed) {
  /** @type {{ default: typeof import("hls.js").default }} */
  const { default: Hls } = await import(HLS_MODULE);
  if (!Hls.isSupported()) {
    return undefined;
  }
  // A worker would be made of a blob, which the page's policy refuses.
  const hls = new Hls({ enableWorker: false });
  hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => fatal && failed(details));
  hls.loadSource(url);
  hls.attachMedia(video);
  return hls;
}

/**
 * @param {string} url
 * @param {HTMLVideoElement} video
 * @param {(reason: string) => void} failed
 * @returns {Promise<Playing>}
 */
async function startFlv(url, video, failed) {
  const mpegts = await loadMpegts();
  mpegts.LoggingControl.enableAll = false;
  const player = mpegts.createPlayer({ type: "flv", url: new URL(url, location.href).href, isLive: false });
  player.on(mpegts.Events.ERROR, (type, detail) => failed(`${type}, ${detail}`));
  player.attachMediaElement(video);
  player.load();
  return player;
}

/** @typedef {typeof import("mpegts.js").default} Mpegts */
/** @type {Promise<Mpegts> | undefined} */
let mpegtsLoading;

/** It is no module: it leaves itself at the window. @returns {Promise<Mpegts>} */
function loadMpegts() {
  mpegtsLoading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = MPEGTS_SCRIPT;
    script.onload = () => resolve(/** @type {{ mpegts: Mpegts }} */ (/** @type {unknown} */ (window)).mpegts);
    script.onerror = () => {
      mpegtsLoading = undefined;
      reject(new Error("the player could not be loaded"));
    };
    document.head.append(script);
  });
  return mpegtsLoading;
}
