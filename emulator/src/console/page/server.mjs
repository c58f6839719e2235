/** What the page asks of the emulator. */

/**
 * Data of a view, as text: the same text means that nothing has changed.
 * @param {string} path below `/_emulator/console/`
 * @returns {Promise<string>}
 */
export async function ask(path) {
  const answer = await fetch(`/_emulator/console/${path}`, { cache: "no-store" });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(errorIn(text));
  }
  return text;
}

/**
 * Makes the emulator do something.
 * @param {"POST" | "DELETE"} method
 * @param {string} path below `/_emulator/`
 * @param {object} [body]
 * @returns {Promise<void>}
 */
export async function command(method, path, body) {
  const answer = await fetch(`/_emulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) {
    throw new Error(errorIn(await answer.text()));
  }
}

/**
 * Where an object of the local OSS can be read without a signature, by this page.
 * @param {string} bucket
 * @param {string} key
 */
export function objectUrl(bucket, key) {
  const segments = key.split("/");
  // A browser would resolve these away; as one segment the key arrives as it is.
  const isPlain = segments.every((segment) => segment !== "" && segment !== "." && segment !== "..");
  const encoded = isPlain ? segments.map(encodeURIComponent).join("/") : encodeURIComponent(key);
  return `/_emulator/objects/${encodeURIComponent(bucket)}/${encoded}`;
}

/** @param {string} text */
function errorIn(text) {
  try {
    return String(JSON.parse(text).error);
  } catch {
    return "the emulator gave no readable answer";
  }
}
