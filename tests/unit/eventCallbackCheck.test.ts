import { describe, expect, test } from "vitest";
import { eventCallback } from "../../provider/resources/eventCallback";
import { UNKNOWN } from "../../provider/rules/unknown";
import { testContext } from "./support/testContext";

const URL = "https://hooks.example.com/secret-path";
const EVENTS = ["LiveRecordFileCreated", "LiveRecordTaskStatus"];
const HTTP = { callbackType: "HTTP", callbackURL: URL, eventTypeList: EVENTS };
const SIGNED = { ...HTTP, authSwitch: "on", authKey: "TestKey001" };
const MNS = { callbackType: "MNS", callbackQueueName: "ice-callback-shows", eventTypeList: EVENTS };

describe("bad input is named with path, rule and value", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "nothing",
      {},
      ["callbackType: must be given, got nothing", "eventTypeList: must be given, got nothing"],
    ],
    [
      "a type that there is not",
      { ...HTTP, callbackType: "http" },
      ['callbackType: must be "HTTP" or "MNS", got "http"'],
    ],
    [
      "an address of another kind",
      { ...HTTP, callbackURL: "rtmp://hooks.example.com/secret-path" },
      ["callbackURL: must be an http:// or https:// address, got rtmp://hooks.example.com/[secret]"],
    ],
    [
      "an address that is too long",
      { ...HTTP, callbackURL: `${URL}/${"a".repeat(256)}` },
      ["callbackURL: must be at most 256 bytes long, got https://hooks.example.com/[secret]"],
    ],
    [
      "HTTP without its address",
      { callbackType: "HTTP", eventTypeList: EVENTS },
      ['callbackURL: must be given when callbackType is "HTTP", got nothing'],
    ],
    [
      "HTTP with a queue",
      { ...HTTP, callbackQueueName: "ice-callback-shows" },
      ['callbackQueueName: must be left out unless callbackType is "MNS", got "ice-callback-shows"'],
    ],
    [
      "MNS without its queue",
      { callbackType: "MNS", eventTypeList: EVENTS },
      ['callbackQueueName: must be given when callbackType is "MNS", got nothing'],
    ],
    [
      "MNS with what belongs to HTTP",
      { ...SIGNED, ...MNS },
      [
        'callbackURL: must be left out unless callbackType is "HTTP", got https://hooks.example.com/[secret]',
        'authSwitch: must be left out unless callbackType is "HTTP", got "on"',
        'authKey: must be left out unless callbackType is "HTTP", got [secret]',
      ],
    ],
    [
      "a queue of another name",
      { ...MNS, callbackQueueName: "shows" },
      ['callbackQueueName: must begin with "ice-callback-", got "shows"'],
    ],
    [
      "a queue that is a prefix alone",
      { ...MNS, callbackQueueName: "ice-callback-" },
      ['callbackQueueName: must begin with "ice-callback-", got "ice-callback-"'],
    ],
    ["no event", { ...HTTP, eventTypeList: [] }, ["eventTypeList: must have at least 1 entry, got []"]],
    [
      "the service's own text for the events",
      { ...HTTP, eventTypeList: "A,B" },
      ['eventTypeList: must be a list, got "A,B"'],
    ],
    [
      "events that are none, and one twice",
      { ...HTTP, eventTypeList: ["A,B", "", "C", "C", null] },
      [
        'eventTypeList[0]: must be the name of one event, without a comma or a space, got "A,B"',
        'eventTypeList[1]: must not be empty, got ""',
        "eventTypeList[4]: must be given, got nothing",
        'eventTypeList[3]: must name each event once, got "C" again',
      ],
    ],
    [
      "a switch that is no word",
      { ...HTTP, authSwitch: true },
      ['authSwitch: must be "on" or "off", got true'],
    ],
    [
      "a signature without a key",
      { ...HTTP, authSwitch: "on" },
      ['authKey: must be given when authSwitch is "on", got nothing'],
    ],
    [
      "a key that nothing is signed with",
      { ...HTTP, authKey: "TestKey001" },
      ['authKey: must be left out unless authSwitch is "on", got [secret]'],
    ],
    ...["testkey001", "TESTKEY001", "TestKey", "Test-Key-001", `Aa1${"a".repeat(30)}`].map(
      (authKey): [string, Record<string, unknown>, string[]] => [
        `the key ${authKey}`,
        { ...SIGNED, authKey },
        [
          "authKey: must be at most 32 letters and digits, with an upper-case letter, a lower-case letter and a digit, got [secret]",
        ],
      ],
    ),
    [
      "another choice for delete",
      { ...HTTP, onDelete: "delete" },
      ['onDelete: must be "leave" or "restore", got "delete"'],
    ],
    [
      "a field of another spelling",
      { ...HTTP, callbackUrl: URL },
      [
        "callbackUrl: is not a field here; the fields are callbackType, callbackURL, callbackQueueName, eventTypeList, authSwitch, authKey, onDelete",
      ],
    ],
  ])("%s", async (_what, program, expected) => {
    const { failures } = await eventCallback.check(testContext(), undefined, program);
    expect(failures.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(expected);
    expect(JSON.stringify(failures)).not.toMatch(/secret-path|TestKey001/);
  });

  test.each<[string, Record<string, unknown>]>([
    ["an address", HTTP],
    ["an address with a signature", SIGNED],
    ["a switch that is off", { ...HTTP, authSwitch: "off" }],
    ["a queue", MNS],
    ["a type that is not known yet", { callbackType: UNKNOWN, eventTypeList: [UNKNOWN, UNKNOWN] }],
    ["a switch that is not known yet", { ...SIGNED, authSwitch: UNKNOWN }],
    ["an address that is not known yet", { ...HTTP, callbackURL: UNKNOWN }],
  ])("%s passes", async (_what, program) => {
    const { failures } = await eventCallback.check(testContext(), undefined, program);
    expect(failures).toEqual([]);
  });
});
