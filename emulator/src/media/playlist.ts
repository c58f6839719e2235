import { relativeUri } from "./naming";

export interface PlaylistSlice {
  readonly key: string;
  readonly durationSeconds: number;
  /** Number of the pull that it comes from; where it changes, timestamps start anew. */
  readonly part: number;
}

/** The m3u8 of a finished cycle. Slices are named relative to it, so that it plays from the bucket as it is. */
export function playlistText(playlistKey: string, slices: readonly PlaylistSlice[]): string {
  const longest = slices.reduce((most, slice) => Math.max(most, slice.durationSeconds), 1);
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:3",
    `#EXT-X-TARGETDURATION:${Math.round(longest)}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    "#EXT-X-PLAYLIST-TYPE:VOD",
  ];
  let part = slices[0]?.part;
  for (const slice of slices) {
    if (slice.part !== part) {
      lines.push("#EXT-X-DISCONTINUITY");
      part = slice.part;
    }
    lines.push(`#EXTINF:${slice.durationSeconds.toFixed(3)},`, relativeUri(playlistKey, slice.key));
  }
  lines.push("#EXT-X-ENDLIST", "");
  return lines.join("\n");
}
