import { describe, expect, test } from "vitest";
import { fileKey, freeKey, relativeUri, sliceKey } from "../../emulator/src/media/naming";
import { playlistText } from "../../emulator/src/media/playlist";
import { isServedBy, parseStreamUrl, pullAddress } from "../../emulator/src/media/streamUrl";

const START = Date.UTC(2026, 0, 31, 9, 30, 5, 999);
const END = Date.UTC(2026, 0, 31, 15, 30, 6, 1);
const FILE = { jobId: "job-1", sequence: 3, startTime: START, endTime: END };

describe("keys of recorded files", () => {
  test("every placeholder of OssObjectPrefix is expanded, and the extension added", () => {
    const prefix = "a/{JobId}/{Sequence}/{StartTime}~{EndTime}~{EscapedStartTime}~{EscapedEndTime}";
    expect(fileKey(prefix, ".mp4", FILE)).toBe(
      "a/job-1/3/2026-01-31T09:30:05Z~2026-01-31T15:30:06Z~2026-01-31T09-30-05Z~2026-01-31T15-30-06Z.mp4",
    );
  });

  test("an absent or empty prefix gives the documented example", () => {
    const expected = "record/job-1/3_2026-01-31T09-30-05Z_2026-01-31T15-30-06Z.flv";
    expect(fileKey(undefined, ".flv", FILE)).toBe(expected);
    expect(fileKey("", ".flv", FILE)).toBe(expected);
  });

  test("a placeholder that stands twice is expanded twice, an unknown one stays", () => {
    expect(fileKey("{JobId}{JobId}{AppName}", ".m3u8", FILE)).toBe("job-1job-1{AppName}.m3u8");
  });

  test("a job id that looks like a pattern is taken as it is", () => {
    expect(fileKey("{JobId}/{Sequence}", ".mp4", { ...FILE, jobId: "$&{Sequence}" })).toBe(
      "$&{Sequence}/3.mp4",
    );
  });

  test("escaped times need no escaping in an address", () => {
    const key = fileKey("{EscapedStartTime}_{EscapedEndTime}", ".mp4", FILE);
    expect(encodeURIComponent(key)).toBe(key);
  });

  test("a key that is taken gets a number before its extension", () => {
    expect(freeKey("a/b.mp4", new Set())).toBe("a/b.mp4");
    expect(freeKey("a/b.mp4", new Set(["a/b.mp4"]))).toBe("a/b_2.mp4");
    expect(freeKey("a/b.mp4", new Set(["a/b.mp4", "a/b_2.mp4"]))).toBe("a/b_3.mp4");
  });
});

describe("keys of slices", () => {
  const slice = { jobId: "job-1", sequence: 12, startTime: START };

  test("UnixTimestamp is whole seconds", () => {
    expect(sliceKey("{JobId}-{UnixTimestamp}-{Sequence}", slice)).toBe("job-1-1769851805-12.ts");
  });

  test("an absent prefix gives the documented example", () => {
    expect(sliceKey(undefined, slice)).toBe("record/job-1/1769851805_12.ts");
  });
});

describe("slices as seen from a playlist", () => {
  test.each([
    ["record/j/list.m3u8", "record/j/1_2.ts", "1_2.ts"],
    ["record/j/list.m3u8", "slices/j/1.ts", "../../slices/j/1.ts"],
    ["list.m3u8", "slices/1.ts", "slices/1.ts"],
    ["a/b/list.m3u8", "1.ts", "../../1.ts"],
    ["a/list.m3u8", "a/b/c/1.ts", "b/c/1.ts"],
    ["a/list.m3u8", "a/直播 50%/x:y?#.ts", "%E7%9B%B4%E6%92%AD%2050%25/x%3Ay%3F%23.ts"],
  ])("from %s, %s is %s", (playlist, slice, uri) => {
    expect(relativeUri(playlist, slice)).toBe(uri);
    // A player resolves it back to the key.
    const resolved = new URL(uri, `http://host/${playlist}`).pathname;
    expect(decodeURIComponent(resolved)).toBe(`/${slice}`);
  });

  test("a playlist has its slices in order, a discontinuity where the pull changed, and an end", () => {
    const text = playlistText("r/l.m3u8", [
      { key: "r/1.ts", durationSeconds: 5.04, part: 1 },
      { key: "r/2.ts", durationSeconds: 1.2, part: 1 },
      { key: "r/3.ts", durationSeconds: 5, part: 4 },
    ]);
    expect(text.split("\n")).toEqual([
      "#EXTM3U",
      "#EXT-X-VERSION:3",
      "#EXT-X-TARGETDURATION:5",
      "#EXT-X-MEDIA-SEQUENCE:0",
      "#EXT-X-PLAYLIST-TYPE:VOD",
      "#EXTINF:5.040,",
      "1.ts",
      "#EXTINF:1.200,",
      "2.ts",
      "#EXT-X-DISCONTINUITY",
      "#EXTINF:5.000,",
      "3.ts",
      "#EXT-X-ENDLIST",
      "",
    ]);
  });
});

describe("stream addresses", () => {
  test("a host name is replaced for ffmpeg and kept for the server; the query stays", () => {
    const address = parseStreamUrl("rtmp://live.example.com/app/show?auth_key=1-0-0-abc");
    expect(address).toEqual({
      host: "live.example.com",
      port: 1935,
      app: "app",
      stream: "show",
      query: "?auth_key=1-0-0-abc",
    });
    expect(address && pullAddress(address, { ip: "::1", port: 1935 })).toEqual({
      url: "rtmp://[::1]:1935/app/show?auth_key=1-0-0-abc",
      tcUrl: "rtmp://live.example.com:1935/app",
    });
  });

  test.each(["", "http://h/a/s", "rtmp://h", "rtmp://h/a", "rtmp:///a/s"])(
    "%j is no stream address",
    (url) => {
      expect(parseStreamUrl(url)).toBeUndefined();
    },
  );

  test.each([
    ["rtmp://127.0.0.1:2000/a/s", true],
    ["rtmp://localhost:2000/a/s", true],
    ["rtmp://[::1]:2000/a/s", true],
    ["rtmp://127.0.0.1:2001/a/s", false],
    ["rtmp://10.9.8.7:2000/a/s", false],
    ["rtmp://live.example.com:2000/a/s", false],
  ])("%s is served by the server on 127.0.0.1:2000: %s", (url, served) => {
    const address = parseStreamUrl(url);
    expect(address && isServedBy(address, { host: "127.0.0.1", port: 2000 })).toBe(served);
  });
});
