/** A text for each thing that must not be seen. None occurs anywhere by itself. */
export const MARKERS = {
  accessKeyId: "PLANTEDaccesskeyid",
  accessKeySecret: "PLANTEDsecretkey",
  securityToken: "PLANTEDsecuritytoken",
  streamUser: "PLANTEDstreamuser",
  streamPassword: "PLANTEDstreampassword",
  streamPath: "PLANTEDstreampath",
  authKey: "PLANTEDfirstauthkey",
  rotatedAuthKey: "PLANTEDrotatedauthkey",
  successorPath: "PLANTEDsuccessorpath",
  notifyUser: "PLANTEDnotifyuser",
  notifyPassword: "PLANTEDnotifypassword",
  notifyPath: "PLANTEDnotifypath",
  notifyToken: "PLANTEDnotifytoken",
  passphrase: "PLANTEDpassphrase",
} as const;

/** No secret: it has to be seen, or the search itself finds nothing. */
export const SHOWN_TRIGGER = "SHOWNtrigger";

const { streamUser, streamPassword, streamPath, notifyUser, notifyPassword, notifyPath, notifyToken } =
  MARKERS;

export const STREAM = `rtmp://${streamUser}:${streamPassword}@127.0.0.1:1/live/${streamPath}?auth_key=${MARKERS.authKey}`;
export const ROTATED_STREAM = STREAM.replace(MARKERS.authKey, MARKERS.rotatedAuthKey);
export const SUCCESSOR_STREAM = ROTATED_STREAM.replace(streamPath, MARKERS.successorPath);
export const NOTIFY = `http://${notifyUser}:${notifyPassword}@127.0.0.1:1/${notifyPath}?token=${notifyToken}`;

/** A list of what leaked: compared as a whole, it names the place. Other writings of a marker count as well. */
export function leaksIn(
  places: Readonly<Record<string, string>>,
  markers: Readonly<Record<string, string>> = MARKERS,
): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(markers)
      .filter(([, marker]) => writingsOf(marker).some((writing) => text.toLowerCase().includes(writing)))
      .map(([name]) => `${name} in ${place}`),
  );
}

function writingsOf(marker: string): string[] {
  const bytes = Buffer.from(marker);
  // In Base64 a text looks different by its place; what is left when its ends are cut is part of every longer one.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -4)
      .toLowerCase(),
  );
  return [marker.toLowerCase(), bytes.toString("hex"), ...base64];
}
