import { describe, expect, test } from "vitest";
import { liveTranscodeJob } from "../../provider/resources/liveTranscodeJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { STREAM_KEY } from "./support/recordings";
import { checkedRelay, RELAY, TIMED, TIMES, transcodeContext } from "./support/transcoding";

async function failuresOf(program: Record<string, unknown>): Promise<string[]> {
  const { failures } = await liveTranscodeJob.check(transcodeContext(), undefined, program);
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

const timed = (times: object): Record<string, unknown> => ({ ...TIMED, timedConfig: { ...TIMES, ...times } });

describe("bad input is found at preview, with path, rule and value", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "nothing",
      {},
      [
        "templateId: must be given, got nothing",
        "startMode: must be given, got nothing",
        "streamInput: must be given, got nothing",
        "transcodeOutput: must be given, got nothing",
      ],
    ],
    ["a start mode of no meaning", { ...RELAY, startMode: 2 }, ["startMode: must be 0 or 1, got 2"]],
    ["a start mode as text", { ...RELAY, startMode: "0" }, ['startMode: must be 0 or 1, got "0"']],
    [
      "another protocol, its address masked",
      { ...RELAY, streamInput: { type: "srt", inputUrl: `srt://pull.example.com/${STREAM_KEY}` } },
      [
        'streamInput.type: must be "rtmp", got "srt"',
        "streamInput.inputUrl: must be an address such as rtmp://HOST/APP/STREAM, got srt://pull.example.com/[secret]",
      ],
    ],
    [
      "the record job's word for the address",
      { ...RELAY, streamInput: { type: "rtmp", url: "rtmp://h/a/s" } },
      [
        "streamInput.url: is not a field here; the fields are type, inputUrl",
        "streamInput.inputUrl: must be given, got nothing",
      ],
    ],
    [
      "another output",
      { ...RELAY, transcodeOutput: { type: "oss" } },
      ['transcodeOutput.type: must be "LiveCenter", got "oss"'],
    ],
    [
      "a domain with a scheme",
      { ...RELAY, transcodeOutput: { type: "LiveCenter", domainName: "rtmp://play.example.com" } },
      [
        'transcodeOutput.domainName: must be a domain name such as push.example.com, got "rtmp://play.example.com"',
      ],
    ],
    [
      "a timed job without times",
      { ...RELAY, startMode: 1 },
      ["timedConfig: must be given when startMode is 1, got nothing"],
    ],
    [
      "times of a job that starts at once",
      { ...TIMED, startMode: 0 },
      ["timedConfig: must be left out when startMode is 0, which starts at once"],
    ],
    [
      "a time with minutes alone",
      timed({ startTime: "2026-03-01T20:00Z" }),
      ['timedConfig.startTime: must be a time in UTC such as 2026-03-01T18:00:00Z, got "2026-03-01T20:00Z"'],
    ],
    [
      "a time of another zone",
      timed({ endTime: "2026-03-01T22:00:00+08:00" }),
      [
        'timedConfig.endTime: must be a time in UTC such as 2026-03-01T18:00:00Z, got "2026-03-01T22:00:00+08:00"',
      ],
    ],
    [
      "a day that no month has",
      timed({ endTime: "2026-02-30T22:00:00Z" }),
      ['timedConfig.endTime: must be a time in UTC such as 2026-03-01T18:00:00Z, got "2026-02-30T22:00:00Z"'],
    ],
    [
      "a start in the past",
      timed({ startTime: "2026-03-01T11:59:59Z" }),
      ['timedConfig.startTime: must lie in the future, got "2026-03-01T11:59:59Z"'],
    ],
    [
      "an end before the start",
      timed({ endTime: "2026-03-01T19:00:00Z" }),
      [
        'timedConfig.endTime: must be later than startTime ("2026-03-01T20:00:00Z"), got "2026-03-01T19:00:00Z"',
      ],
    ],
    [
      "an end more than 7 days ahead",
      timed({ endTime: "2026-03-08T12:00:01Z" }),
      ['timedConfig.endTime: must lie at most 7 days ahead, got "2026-03-08T12:00:01Z"'],
    ],
    [
      "a restart of a timed job",
      { ...TIMED, onEnded: "restart" },
      ['onEnded: must not be "restart" when startMode is 1: a timed job is over after its time'],
    ],
    [
      "taking over without a name",
      { ...RELAY, adoptExisting: true },
      ["adoptExisting: must come with an explicit name, got none"],
    ],
    [
      "triggers that are no texts",
      { ...RELAY, triggers: { take: 2 } },
      ['triggers["take"]: must be text, got 2'],
    ],
  ])("%s", async (_what, program, failures) => {
    expect(await failuresOf(program)).toEqual(failures);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a relay", RELAY],
    ["an output of the service's own choice", { ...RELAY, transcodeOutput: { type: "LiveCenter" } }],
    ["a timed job", TIMED],
    ["a timed job without an end", { ...TIMED, timedConfig: { startTime: TIMES.startTime } }],
    ["an end exactly 7 days ahead", timed({ endTime: "2026-03-08T12:00:00Z" })],
    ["times that are not known yet", { ...TIMED, timedConfig: UNKNOWN }],
    ["an end that is not known yet", timed({ endTime: UNKNOWN })],
    ["a start mode that is not known yet", { ...TIMED, startMode: UNKNOWN }],
    ["a stream that is not known yet", { ...RELAY, streamInput: { type: "rtmp", inputUrl: UNKNOWN } }],
  ])("%s passes", async (_what, program) => {
    expect(await failuresOf(program)).toEqual([]);
  });
});

describe("times that a job was submitted with", () => {
  test("may pass by: only new ones have to lie ahead", async () => {
    const ctx = transcodeContext();
    const olds = await checkedRelay(ctx, TIMED);
    ctx.clock.advance(24 * 3_600_000);
    expect((await checkedRelay(ctx, TIMED, olds)).timedConfig).toEqual(TIMES);
    const { failures } = await liveTranscodeJob.check(ctx, olds, timed({ endTime: "2026-03-01T23:00:00Z" }));
    expect(failures.map(({ path }) => path)).toEqual(["timedConfig.startTime", "timedConfig.endTime"]);
  });

  test("of an imported job, which nobody can read back, are taken as they are declared", async () => {
    const ctx = transcodeContext();
    ctx.clock.advance(24 * 3_600_000);
    const { timedConfig: _times, ...read } = TIMED;
    expect((await checkedRelay(ctx, TIMED, { name: "theirs", ...read })).timedConfig).toEqual(TIMES);
  });
});

describe("the name of a job that the program left unnamed", () => {
  test("is made once and kept", async () => {
    const ctx = transcodeContext();
    const made = await checkedRelay(ctx);
    expect(made.name).toMatch(/^show-[0-9a-f]{8}$/);
    const olds = { __autoName: true, name: "made-by-an-older-release" } as const;
    expect((await checkedRelay(ctx, RELAY, olds)).name).toBe(olds.name);
  });

  test("does not follow one that the program gave before", async () => {
    const made = await checkedRelay(transcodeContext(), RELAY, { name: "mine" });
    expect(made).toMatchObject({ name: expect.stringMatching(/^show-/), __autoName: true });
  });
});
