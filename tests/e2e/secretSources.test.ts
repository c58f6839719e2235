import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEchoService } from "../support/echoService";
import { REGION, useLocalIms } from "../support/localIms";
import { leaksIn, MARKERS, NOTIFY, STREAM } from "../support/markers";
import { presetJobProgram, startOver } from "../support/presetJob";
import { SpokenStack } from "../support/spokenStack";
import { Stack } from "../support/stack";

const PAST_THE_WINDOW_MILLISECONDS = 181_000;

const KEYS = {
  environment: {
    accessKeyId: "PLANTEDenvid",
    accessKeySecret: "PLANTEDenvsecret",
    securityToken: "PLANTEDenvtoken",
  },
  profile: { accessKeyId: "PLANTEDprofileid", accessKeySecret: "PLANTEDprofilesecret" },
};

const ims = useLocalIms({ media: false, accessKeys: Object.values(KEYS) });
let stack: Stack;
beforeEach(() => startOver(ims()));
afterEach(() => stack.remove());

function program(): string {
  const job = `notifyUrl: ${JSON.stringify(NOTIFY)}`;
  return presetJobProgram({ url: STREAM, job, jobOptions: 'customTimeouts: { delete: "1s" }' });
}

function configAt(ice: string): Record<string, string> {
  return {
    "alicloud-ice:region": REGION,
    "alicloud-ice:endpoint": ice,
    "alicloud-ice:ossEndpoint": ims().oss,
  };
}

/** A life of the stack with two failures in it; nothing of the keys may be seen of it anywhere. */
async function lives(keys: Record<string, string>): Promise<void> {
  const spoken = new SpokenStack(stack);
  expect(await spoken.run("up", "--yes", "--diff")).toMatchObject({ exitCode: 0 });
  expect(await spoken.run("destroy", "--yes", "--diff")).not.toMatchObject({ exitCode: 0 });
  ims().faults.add({
    kind: "error",
    action: "GetLiveRecordJob",
    status: 404,
    code: "InvalidAccessKeyId.NotFound",
  });
  expect(await spoken.run("refresh", "--yes", "--diff")).not.toMatchObject({ exitCode: 0 });
  ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
  expect(await spoken.run("destroy", "--yes", "--diff")).toMatchObject({ exitCode: 0 });
  const written = { state: stack.allStoredText(), log: JSON.stringify(ims().requests()) };
  expect(leaksIn({ ...spoken.said, ...written }, { ...MARKERS, ...keys })).toEqual([]);
}

describe("credentials that are not in the configuration are seen nowhere", () => {
  it("given by the environment", async () => {
    const { accessKeyId, accessKeySecret, securityToken } = KEYS.environment;
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
    };
    stack = await Stack.create({ program: program(), config: configAt(ims().ice), env });
    await lives(KEYS.environment);
  });

  it("given by a profile of the aliyun CLI, and not when its file is broken", async () => {
    const { accessKeyId, accessKeySecret } = KEYS.profile;
    const config = { ...configAt(ims().ice), "alicloud-ice:profile": "recorder" };
    stack = await Stack.create({ program: program(), config });
    const folder = path.join(stack.home, ".aliyun");
    mkdirSync(folder);
    const profile = {
      name: "recorder",
      mode: "AK",
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
    };
    const text = JSON.stringify({ current: "recorder", profiles: [profile] });
    writeFileSync(path.join(folder, "config.json"), text);
    await lives(KEYS.profile);

    writeFileSync(path.join(folder, "config.json"), text.slice(0, -1));
    const { exitCode, output } = await stack.run("up", "--yes", "--diff");
    expect(exitCode).not.toBe(0);
    expect(output).toContain('no usable credentials were found (asked: the profile "recorder")');
    expect(leaksIn({ output }, KEYS.profile)).toEqual([]);
  });
});

it("a service that repeats all that it was sent, in many writings: no key and no address is in what up prints", async () => {
  const { accessKeyId, accessKeySecret } = KEYS.profile;
  const echo = await startEchoService();
  try {
    stack = await Stack.create({
      program: program(),
      config: configAt(echo.url),
      secretConfig: { "alicloud-ice:accessKey": accessKeyId, "alicloud-ice:secretKey": accessKeySecret },
    });

    const { exitCode, output } = await stack.run("up", "--yes", "--diff");

    expect(exitCode).not.toBe(0);
    expect(output).toContain("SubmitLiveRecordJob answered 400 InvalidParameter");
    expect(output).toContain("rtmp://127.0.0.1:1/[secret]");
    const places = { output, state: stack.allStoredText() };
    expect(leaksIn(places, { ...MARKERS, ...KEYS.profile })).toEqual([]);
  } finally {
    await echo.close();
  }
});
