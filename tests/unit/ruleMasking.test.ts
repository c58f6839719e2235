import { describe, expect, test } from "vitest";
import { checkFields } from "../../provider/rules/check";
import type { Fields } from "../../provider/rules/fields";
import { addressesIn, maskPieces, maskUrl, maskUrls, shown } from "../../provider/rules/masking";

describe("an address in an error", () => {
  test.each([
    ["rtmp://pull.example.com/live/key", "rtmp://pull.example.com/[secret]"],
    ["rtmp://pull.example.com:1935/live/key?auth_key=1", "rtmp://pull.example.com:1935/[secret]"],
    ["https://user:pass@example.com/hook", "https://example.com/[secret]"],
    ["https://user:p@ss@example.com/hook", "https://example.com/[secret]"],
    ["https://user:p/ss@example.com/hook", "https://[secret]"],
    ["https://user:p?ss@example.com", "https://[secret]"],
    ["https://user:p#ss@example.com", "https://[secret]"],
    ["https://user:pass@example.com", "https://example.com"],
    ["https://example.com", "https://example.com"],
    ["https://example.com?token=1", "https://example.com/[secret]"],
    ["https://example.com#token", "https://example.com/[secret]"],
    ["https://example.com/a\nb", "https://example.com/[secret]"],
    ["http://[::1]:8080/hook", "http://[::1]:8080/[secret]"],
    ["a-stream-key", "[secret]"],
    ["", "[secret]"],
    ["//example.com/key", "[secret]"],
  ])("%j is shown as %j", (url, masked) => {
    expect(maskUrl(url)).toBe(masked);
  });

  test.each([
    ["invalid url: rtmp://h.example.com/live/key.", "invalid url: rtmp://h.example.com/[secret]"],
    [
      '{"Url":"rtmp://h.example.com/live/key","Type":"rtmp"}',
      '{"Url":"rtmp://h.example.com/[secret]","Type":"rtmp"}',
    ],
    [
      "a http://one.example.com/x b https://two.example.com/y",
      "a http://one.example.com/[secret] b https://two.example.com/[secret]",
    ],
    ["RTMP://h.example.com/live/key", "RTMP://h.example.com/[secret]"],
    [String.raw`{"Url":"rtmp:\/\/h.example.com\/live\/key"}`, '{"Url":"rtmp://[secret]"}'],
    ["Url=rtmp%3A%2F%2Fh.example.com%2Flive%2Fkey&Type=rtmp", "Url=rtmp://[secret]&Type=rtmp"],
    ["Url%3Drtmp%253A%252F%252Fh.example.com%252Flive%252Fkey%26Type%3Drtmp", "Url%3Drtmp://[secret]"],
    ["nothing to hide", "nothing to hide"],
  ])("in %j is cut", (text, masked) => {
    expect(maskUrls(text)).toBe(masked);
  });
});

describe("pieces of an address that a service repeats by themselves", () => {
  const ADDRESS = "rtmp://publisher:pass%20word@live.example.com/live/stream-7f3a?auth_key=1700-0-0-abc&v=1";
  test.each<[string, string]>([
    ["no stream stream-7f3a in live", "no stream [secret] in live"],
    ["live.example.com/live/stream-7f3a is busy", "live.example.com/live/[secret] is busy"],
    ["publisher, pass%20word, 1700-0-0-abc", "[secret], [secret], [secret]"],
    ["publisher and pass%2520word", "[secret] and [secret]"],
    [
      "rtmp:&#x2F;&#x2F;live.example.com&#x2F;live&#x2F;stream-7f3a",
      "rtmp:&#x2F;&#x2F;live.example.com&#x2F;live&#x2F;[secret]",
    ],
    ["live is a word, and so is v", "live is a word, and so is v"],
  ])("%j", (said, masked) => {
    const [address = ""] = addressesIn({
      name: "show",
      streamInput: { url: ADDRESS, port: 1 },
      formats: [null],
    });
    expect(maskPieces(said, [address])).toBe(masked);
  });

  test("without an address nothing is cut", () => {
    expect(maskPieces("stream-7f3a", addressesIn(undefined))).toBe("stream-7f3a");
  });
});

describe("a value in an error", () => {
  test.each<[unknown, true | undefined, string]>([
    [60, undefined, "60"],
    ["yes", undefined, '"yes"'],
    [{ a: 1 }, undefined, '{"a":1}'],
    [true, true, "[secret]"],
    [{ url: "rtmp://h/a/key" }, true, "[secret]"],
    ["rtmp://h.example.com/a/key", true, "rtmp://h.example.com/[secret]"],
    ["rtmp://h.example.com/a/key", undefined, '"rtmp://h.example.com/[secret]"'],
    ["x".repeat(200), undefined, `"${"x".repeat(79)}…`],
    ["show?auth_key=1700-0-0-abc", undefined, '"show?auth_key=[secret]"'],
  ])("%j, secret %j, is shown as %s", (value, secret, text) => {
    expect(shown(value, secret)).toBe(text);
  });
});

test("what stands beside a secret in the same object is not shown either, if it looks like one", () => {
  const fields: Fields = {
    streamInput: {
      type: "object",
      secret: true,
      doc: "d",
      fields: {
        type: { type: "string", oneOf: ["rtmp"], doc: "d" },
        url: { type: "string", secret: true, doc: "d" },
      },
    },
  };
  const failures = checkFields(fields, { streamInput: { type: "rtmp://h.example.com/live/key", url: 5 } });
  expect(failures.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    'streamInput.type: must be "rtmp", got "rtmp://h.example.com/[secret]"',
    "streamInput.url: must be text, got [secret]",
  ]);
});
