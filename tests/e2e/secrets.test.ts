import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { REGION, useLocalIms } from "../support/localIms";
import {
  leaksIn,
  MARKERS,
  NOTIFY,
  ROTATED_STREAM,
  SHOWN_TRIGGER,
  STREAM,
  SUCCESSOR_STREAM,
} from "../support/markers";
import { presetJobProgram, startOver } from "../support/presetJob";
import { SpokenStack } from "../support/spokenStack";
import { Stack } from "../support/stack";

const PAST_THE_WINDOW_MILLISECONDS = 181_000;

const { accessKeyId, accessKeySecret, securityToken } = MARKERS;
const accessKeys = [{ accessKeyId, accessKeySecret, securityToken }];
const ims = useLocalIms({ media: false, accessKeys });
let stack: Stack;
beforeEach(() => startOver(ims()));
afterEach(() => stack.remove());

function createStack(program: string): Promise<Stack> {
  return Stack.create({
    program,
    config: {
      "alicloud-ice:region": REGION,
      "alicloud-ice:endpoint": ims().ice,
      "alicloud-ice:ossEndpoint": ims().oss,
    },
    secretConfig: {
      "alicloud-ice:accessKey": accessKeyId,
      "alicloud-ice:secretKey": accessKeySecret,
      "alicloud-ice:securityToken": securityToken,
    },
    env: { PULUMI_CONFIG_PASSPHRASE: MARKERS.passphrase },
  });
}

function programWith(url: string, job = "", jobOptions = 'customTimeouts: { delete: "1s" }'): string {
  const fields = `notifyUrl: ${JSON.stringify(NOTIFY)}, triggers: { shown: "${SHOWN_TRIGGER}" }, ${job}`;
  return `
    ${presetJobProgram({ url, job: fields, jobOptions })}
    const jobId = new (require("@pulumi/pulumi").Config)("test").get("jobId");
    if (jobId) {
      const other = ice.LiveRecordJob.get("other", jobId);
      exports.read = [other.streamInput, other.notifyUrl];
      exports.info = ice.getLiveRecordJobOutput({ jobId });
      exports.list = ice.listLiveRecordJobsOutput();
    }
  `;
}

function filesUnder(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, "latin1")]));
}

/** All that was written anywhere, the program itself left out: it holds the addresses. */
function leftBehind(): Record<string, string> {
  return {
    state: stack.allStoredText(),
    "configuration file": readFileSync(path.join(stack.folder, "Pulumi.test.yaml"), "utf8"),
    "request log": JSON.stringify(ims().requests()),
    "callback log": JSON.stringify(ims().callbacks()),
    ...filesUnder(ims().folder),
  };
}

describe("planted keys, tokens and addresses", () => {
  /** Runs a command that has to succeed. */
  async function succeeds(spoken: SpokenStack, ...args: string[]): Promise<void> {
    const { exitCode, output } = await spoken.run(...args);
    expect(exitCode, output).toBe(0);
  }

  it("are in clear in no output of preview and up, and in none of the commands that show a stack", async () => {
    stack = await createStack(programWith(STREAM));
    const spoken = new SpokenStack(stack);

    await succeeds(spoken, "preview", "--diff");
    await succeeds(spoken, "preview", "--json");
    await succeeds(spoken, "up", "--yes", "--skip-preview", "--diff");
    await stack.setConfig("test:jobId", String(stack.resource("show").id));
    await succeeds(spoken, "up", "--yes");
    await succeeds(spoken, "stack", "output", "--json");
    await succeeds(spoken, "stack", "export");
    await succeeds(spoken, "stack", "history", "--json");
    await succeeds(spoken, "stack", "--show-ids");
    await succeeds(spoken, "config", "--json");
    await spoken.run("logs");

    expect(Object.values(spoken.said).join()).toContain(SHOWN_TRIGGER);
    const held = JSON.stringify(await stack.outputs());
    const { streamUser, streamPassword, streamPath, authKey } = MARKERS;
    const { notifyUser, notifyPassword, notifyPath, notifyToken } = MARKERS;
    const stream = { streamUser, streamPassword, streamPath, authKey };
    const addresses = { ...stream, notifyUser, notifyPassword, notifyPath, notifyToken };
    expect(leaksIn({ held }, addresses)).toHaveLength(Object.keys(addresses).length);
    expect(leaksIn(spoken.said)).toEqual([]);
    expect(leaksIn(leftBehind())).toEqual([]);
  });

  it("are in clear in nothing that a rotated key, a replaced job, refresh and destroy leave behind", async () => {
    stack = await createStack(programWith(STREAM));
    const spoken = new SpokenStack(stack);

    await succeeds(spoken, "up", "--yes", "--diff");
    stack.writeProgram(programWith(ROTATED_STREAM));
    await succeeds(spoken, "up", "--yes", "--diff");
    expect(await spoken.run("destroy", "--yes", "--diff")).not.toMatchObject({ exitCode: 0 });
    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    await succeeds(spoken, "refresh", "--yes", "--diff");
    stack.writeProgram(programWith(SUCCESSOR_STREAM));
    await succeeds(spoken, "up", "--yes", "--diff");
    expect(Object.values(spoken.said).join()).toContain("replace");
    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    await succeeds(spoken, "destroy", "--yes", "--diff");

    expect(leaksIn(spoken.said)).toEqual([]);
    expect(leaksIn(leftBehind())).toEqual([]);
  });

  it("are not in what failures print: a create that is kept, its update, a change that is refused, a delete", async () => {
    const waits = 'waitFor: "started"';
    const bounds = 'customTimeouts: { create: "2s", update: "2s", delete: "1s" }';
    stack = await createStack(programWith(STREAM, waits, bounds));
    const spoken = new SpokenStack(stack);
    const fails = async (says: string, ...args: string[]): Promise<void> => {
      const { exitCode, output } = await spoken.run(...args);
      expect(exitCode).not.toBe(0);
      expect(output).toContain(says);
    };

    await fails("has not started in time", "up", "--yes", "--diff");
    expect(stack.resource("show").id).toBeTruthy();
    await fails("has not started in time", "up", "--yes", "--diff");
    stack.writeProgram(programWith(SUCCESSOR_STREAM, waits, bounds));
    await fails("which replaces it", "preview", "--diff");
    await fails("still records", "destroy", "--yes", "--diff");
    ims().faults.add({
      kind: "error",
      action: "GetLiveRecordJob",
      status: 403,
      code: "Forbidden.RAM",
      count: 9,
    });
    await fails("GetLiveRecordJob answered 403", "refresh", "--yes", "--diff");
    ims().faults.clear();

    expect(leaksIn(spoken.said)).toEqual([]);
    expect(leaksIn(leftBehind())).toEqual([]);
  });

  it("are not in what preview prints of an address that breaks a rule", async () => {
    const broken = programWith(STREAM.replace("rtmp", "srt")).replace(NOTIFY, NOTIFY.replace("http", "ftp"));
    stack = await createStack(broken);

    const { exitCode, output } = await stack.run("preview", "--diff");

    expect(exitCode).not.toBe(0);
    expect(output).toContain("streamInput.url: must be");
    expect(output).toContain("notifyUrl: must be");
    expect(leaksIn({ output })).toEqual([]);
  });
});
