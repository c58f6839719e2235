const MAX_LOGGED_CHARACTERS = 300;
const MAX_LOGGED_PARAMETERS = 50;
const HIDDEN = "***";

const NEVER_LOGGED =
  /signature|token|authorization|secret|password|credential|accesskeyid|^auth|streamname$/i;
/** A scheme and what follows it, plain, with JSON-escaped slashes, or percent-encoded. */
const URL_IN_TEXT = /([a-z][a-z0-9+.-]*)(:\/\/|:\\\/\\\/|%3a%2f%2f)([^\s"'<>]*)/gi;
const END_OF_HOST = /[/?#\\]|%2f|%3f|%23|%5c/i;

/** Every URL in a text: `rtmp://user:pass@host:1935/app/stream?auth_key=…` becomes `rtmp://host:1935/***`. */
export function maskUrls(text: string): string {
  return text.replace(URL_IN_TEXT, (_match, scheme: string, _separator: string, rest: string) => {
    const authority = rest.split(END_OF_HOST, 1)[0] ?? "";
    const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/^.*%40/i, "");
    return host === rest ? `${scheme}://${host}` : `${scheme}://${host}/${HIDDEN}`;
  });
}

/** What may be logged of a request's parameters: no secrets, URLs without their path, long values cut. */
export function maskParameters(parameters: Readonly<Record<string, string>>): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters).slice(0, MAX_LOGGED_PARAMETERS)) {
    masked[name] = NEVER_LOGGED.test(name) ? HIDDEN : shorten(maskUrls(value));
  }
  return masked;
}

function shorten(text: string): string {
  return text.length > MAX_LOGGED_CHARACTERS ? `${text.slice(0, MAX_LOGGED_CHARACTERS)}…` : text;
}
