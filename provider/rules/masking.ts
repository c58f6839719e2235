const MAX_SHOWN_CHARACTERS = 80;
const SECRET = "[secret]";

/**
 * A value as an error may show it. Of a secret URL only scheme and host are left, of any other secret nothing; a URL
 * that stands in a field which is not secret is cut as well, since it may be a stream's.
 */
export function shown(value: unknown, secret?: true): string {
  if (secret) return typeof value === "string" ? maskUrl(value) : SECRET;
  const text = maskUrls(JSON.stringify(value) ?? String(value));
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}

/** Every URL in a text cut to scheme and host, however a service writes it back, and every `auth_key` cut. */
export function maskUrls(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, (url) => maskUrl(url))
    .replace(/(?::\\\/\\\/|%(?:25)*3A%(?:25)*2F%(?:25)*2F)[^\s"'<>&]*/gi, `://${SECRET}`)
    .replace(/(\bauth_key(?:=|%(?:25)*3D))[^\s"'<>&]*/gi, `$1${SECRET}`);
}

/** A shorter piece is no secret by itself, and may be any word of a sentence: `live`, `show`. */
const MIN_PIECE_CHARACTERS = 8;

/**
 * Cuts the pieces of addresses that a text may hold without the address around them, or in a writing of its own:
 * user and password, names of the path, values of the query. Scheme and host stay.
 */
export function maskPieces(text: string, addresses: readonly string[]): string {
  const pieces = addresses.flatMap((address) => {
    const [, authority = "", rest = ""] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*)(.*)$/is.exec(address) ?? [];
    const user = authority.slice(0, Math.max(0, authority.lastIndexOf("@")));
    return `${user} ${rest}`.split(/[\s/?#&=:@]+/);
  });
  const long = [...new Set(pieces)].filter((piece) => piece.length >= MIN_PIECE_CHARACTERS);
  return long
    .sort((left, right) => right.length - left.length)
    .flatMap((piece) => [piece, encodeURIComponent(piece)])
    .reduce((masked, piece) => masked.replaceAll(piece, SECRET), text);
}

/** Every address in a value, at any depth. */
export function addressesIn(value: unknown): string[] {
  if (typeof value === "string") return value.includes("://") ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(addressesIn) : [];
}

/** `rtmp://user:pass@example.com/live/show?auth_key=1` becomes `rtmp://example.com/[secret]`. */
export function maskUrl(url: string): string {
  const [, scheme, authority = "", rest = ""] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#\s]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) return SECRET;
  // A password may hold any character: with an @ further on, host and password can't be told apart.
  if (rest.includes("@")) return `${scheme}${SECRET}`;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return rest === "" ? `${scheme}${host}` : `${scheme}${host}/${SECRET}`;
}
