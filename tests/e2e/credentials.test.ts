import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { NPM_CLIENTS } from "../emulator/npmClients";
import { useCredentialsUri } from "../support/credentialsUri";
import { callsOf, REGION, recordingJobs, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { STREAM_URL } from "../support/programs";
import { Stack } from "../support/stack";
import type { StackCommand } from "../support/stackCommand";

const FIRST = { accessKeyId: "sts-first", accessKeySecret: "secret-1", securityToken: "token-1" };
const NEXT = { accessKeyId: "sts-next", accessKeySecret: "secret-2", securityToken: "token-2" };
/** Shorter than the 3 minutes after which a job without a stream ends. */
const LIFE_MILLISECONDS = 60_000;
const PAST_THE_WINDOW_MILLISECONDS = 181_000;
const CALL_TIME_LIMIT_MILLISECONDS = 60_000;

const ims = useLocalIms({});
const uri = useCredentialsUri();
let stack: Stack;
beforeEach(async () => {
  await startOver(ims());
  const expiresAt = new Date(ims().clock.now() + LIFE_MILLISECONDS).toISOString();
  ims().addAccessKey({ ...FIRST, expiresAt });
  ims().addAccessKey(NEXT);
  uri().key = FIRST;
});
afterEach(() => stack.remove());

const config = () => ({
  "alicloud-ice:region": REGION,
  "alicloud-ice:endpoint": ims().ice,
  "alicloud-ice:ossEndpoint": ims().oss,
});

async function createStack(program: string): Promise<void> {
  const env = { ALIBABA_CLOUD_CREDENTIALS_URI: uri().url };
  stack = await Stack.create({ program, config: config(), env });
}

const looks = (): number => callsOf(ims(), "GetLiveRecordJob");

/** Waits for one more look of a command that looks at its job again and again. */
async function nextLook(command: StackCommand): Promise<void> {
  const before = looks();
  const seen = waitUntil(
    "another look at the job",
    () => (looks() > before ? true : undefined),
    CALL_TIME_LIMIT_MILLISECONDS,
  );
  await Promise.race([seen, command.result]);
}

async function firstTokenExpires(): Promise<void> {
  ims().clock.advance(LIFE_MILLISECONDS);
  const call = NPM_CLIENTS["openapi-client, ACS3"]?.({ ...ims(), ...FIRST });
  await expect(call?.("ListLiveRecordJobs")).rejects.toMatchObject({ code: "InvalidSecurityToken.Expired" });
}

/** What the service refused to anybody but the test itself. */
function refusals(): string[] {
  return ims()
    .requests()
    .filter(({ action, code }) => code !== undefined && action !== "ListLiveRecordJobs")
    .map(({ action, code }) => `${action} ${code}`);
}

describe("a security token that expires during a wait", () => {
  it("for the end of a job: the next one signs, and destroy goes on to the end", async () => {
    await createStack(presetJobProgram({ jobOptions: 'customTimeouts: { delete: "2m" }' }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });

    const destroying = stack.spawn("destroy", "--yes", "--skip-preview");
    await nextLook(destroying);
    uri().key = NEXT;
    await nextLook(destroying);
    await firstTokenExpires();
    await nextLook(destroying);
    await nextLook(destroying);
    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);

    expect(await destroying.result).toMatchObject({ exitCode: 0 });
    expect(stack.export().resources).toEqual([]);
    expect(refusals()).toEqual([]);
  });

  it("for the start of a job: the next one signs, and create goes on to the start", async () => {
    const url = STREAM_URL.replace("127.0.0.1:1", new URL(ims().rtmp).host);
    await createStack(presetJobProgram({ url, job: 'waitFor: "started"' }));

    const creating = stack.spawn("up", "--yes", "--skip-preview");
    await nextLook(creating);
    uri().key = NEXT;
    await nextLook(creating);
    await firstTokenExpires();
    await nextLook(creating);
    ims().streams.startSynthetic("live", "show");

    expect(await creating.result).toMatchObject({ exitCode: 0 });
    expect(stack.resource("show").outputs?.status).toBe("started");
    expect(refusals()).toEqual([]);
    ims().streams.stopSynthetic("live", "show");
  });

  it("and can't be renewed: destroy fails, names where the token came from, and loses nothing", async () => {
    await createStack(presetJobProgram({ jobOptions: 'customTimeouts: { delete: "2m" }' }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const { id } = stack.resource("show");

    const destroying = stack.spawn("destroy", "--yes", "--skip-preview");
    await nextLook(destroying);
    uri().key = undefined;
    await nextLook(destroying);
    await firstTokenExpires();
    const refused = await destroying.result;

    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toMatch(
      /InvalidSecurityToken\.Expired: .*it came from ALIBABA_CLOUD_CREDENTIALS_URI.*Renew the credentials/,
    );
    expect(refused.output).not.toMatch(/token-1|secret-1|sts-first/);
    expect(stack.resource("show").id).toBe(id);
    expect(recordingJobs(ims()).map(({ jobId }) => jobId)).toEqual([id]);

    const unable = await stack.destroy();
    expect(unable.exitCode).not.toBe(0);
    expect(unable.output).toMatch(
      /no usable credentials were found .*ALIBABA_CLOUD_CREDENTIALS_URI included/,
    );
    expect(stack.resource("show").id).toBe(id);

    uri().key = NEXT;
    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
  });
});

it("an expired token of the configuration: destroy says how new ones reach it, and they do", async () => {
  const secretConfig = (key: typeof FIRST) => ({
    "alicloud-ice:accessKey": key.accessKeyId,
    "alicloud-ice:secretKey": key.accessKeySecret,
    "alicloud-ice:securityToken": key.securityToken,
  });
  const program = presetJobProgram({ jobOptions: 'customTimeouts: { delete: "2m" }' });
  stack = await Stack.create({ program, config: config(), secretConfig: secretConfig(FIRST) });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);

  const refused = await stack.destroy();
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toMatch(/it came from the stack's configuration.*--run-program/);

  for (const [key, value] of Object.entries(secretConfig(NEXT))) {
    await stack.run("config", "set", "--secret", key, value);
  }
  expect(await stack.destroy("--run-program")).toMatchObject({ exitCode: 0 });
  expect(stack.export().resources).toEqual([]);
});
