import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { REGION, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";

/** A text for each thing that must not be seen. None occurs anywhere by itself. */
const MARKERS = {
  accessKeyId: "PLANTEDaccesskeyid",
  accessKeySecret: "PLANTEDsecretkey",
  securityToken: "PLANTEDsecuritytoken",
  streamPath: "PLANTEDstream",
  streamKey: "PLANTEDauthkey",
  notifyPath: "PLANTEDnotify",
  notifyToken: "PLANTEDnotifytoken",
};
const STREAM = `rtmp://127.0.0.1:1/live/${MARKERS.streamPath}?auth_key=${MARKERS.streamKey}`;
const NOTIFY = `http://127.0.0.1:1/${MARKERS.notifyPath}?token=${MARKERS.notifyToken}`;
const PAST_THE_WINDOW_MILLISECONDS = 181_000;

const { accessKeyId, accessKeySecret, securityToken } = MARKERS;
const accessKeys = [{ accessKeyId, accessKeySecret, securityToken }];
const ims = useLocalIms({ media: false, accessKeys });
let stack: Stack;
beforeEach(() => startOver(ims()));
afterEach(() => stack.remove());

function createStack(program: string, ice: string): Promise<Stack> {
  return Stack.create({
    program,
    config: {
      "alicloud-ice:region": REGION,
      "alicloud-ice:endpoint": ice,
      "alicloud-ice:ossEndpoint": ims().oss,
    },
    secretConfig: {
      "alicloud-ice:accessKey": accessKeyId,
      "alicloud-ice:secretKey": accessKeySecret,
      "alicloud-ice:securityToken": securityToken,
    },
  });
}

function jobWith(url: string, notifyUrl: string): string {
  const job = `notifyUrl: ${JSON.stringify(notifyUrl)}`;
  return presetJobProgram({ url, job, jobOptions: 'customTimeouts: { delete: "1s" }' });
}

/** A list of what leaked: compared as a whole, it names the place. */
function leaksIn(places: Record<string, string>): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(MARKERS)
      .filter(([, marker]) => text.toLowerCase().includes(marker.toLowerCase()))
      .map(([name]) => `${name} in ${place}`),
  );
}

function filesUnder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

describe("planted keys, tokens and addresses", () => {
  it("are in the state encrypted, and in clear in no output, no stored file and no log, from preview to destroy", async () => {
    const outputs: Record<string, string> = {};
    const run = async (...args: string[]): Promise<CommandResult> => {
      const result = await stack.run(...args);
      outputs[`${Object.keys(outputs).length + 1}. ${args.join(" ")}`] = result.output;
      return result;
    };
    const program = `
      ${jobWith(STREAM, NOTIFY)}
      const jobId = new (require("@pulumi/pulumi").Config)("test").get("jobId");
      if (jobId) {
        const other = ice.LiveRecordJob.get("other", jobId);
        exports.read = [other.streamInput, other.notifyUrl];
        exports.info = ice.getLiveRecordJobOutput({ jobId });
        exports.list = ice.listLiveRecordJobsOutput();
      }
    `;
    stack = await createStack(program, ims().ice);

    expect(await run("preview", "--diff")).toMatchObject({ exitCode: 0 });
    expect(await run("preview", "--json")).toMatchObject({ exitCode: 0 });
    expect(await run("up", "--yes", "--skip-preview", "--diff")).toMatchObject({ exitCode: 0 });
    await stack.setConfig("test:jobId", String(stack.resource("show").id));
    expect(await run("up", "--yes", "--diff")).toMatchObject({ exitCode: 0 });
    expect(await run("destroy", "--yes", "--diff")).not.toMatchObject({ exitCode: 0 });
    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    expect(await run("refresh", "--yes", "--diff")).toMatchObject({ exitCode: 0 });
    stack.writeProgram(program.replaceAll("127.0.0.1:1", "127.0.0.2:1"));
    expect(await run("preview", "--refresh", "--diff")).toMatchObject({ exitCode: 0 });
    expect(await run("stack", "output", "--json")).toMatchObject({ exitCode: 0 });
    expect(await run("stack", "export")).toMatchObject({ exitCode: 0 });

    const held = JSON.stringify(await stack.outputs());
    expect(leaksIn({ held })).toHaveLength(4);
    expect(await run("destroy", "--yes")).toMatchObject({ exitCode: 0 });
    expect(leaksIn(outputs)).toEqual([]);
    expect(
      leaksIn({
        state: stack.allStoredText(),
        "configuration file": readFileSync(path.join(stack.folder, "Pulumi.test.yaml"), "utf8"),
        "request log": JSON.stringify(ims().requests()),
        "callback log": JSON.stringify(ims().callbacks()),
        "folder of the local IMS": filesUnder(ims().folder),
      }),
    ).toEqual([]);
  });

  it("are not in what up prints of a service that repeats all that it was sent", async () => {
    const echo = await startEchoService();
    try {
      stack = await createStack(jobWith(STREAM, NOTIFY), echo.url);

      const { exitCode, output } = await stack.run("up", "--yes", "--diff");

      expect(exitCode).not.toBe(0);
      expect(output).toContain("SubmitLiveRecordJob answered 400 InvalidParameter");
      expect(output).toContain("rtmp://127.0.0.1:1/[secret]");
      expect(leaksIn({ output, state: stack.allStoredText() })).toEqual([]);
    } finally {
      await echo.close();
    }
  });

  it("are not in what preview prints of an address that breaks a rule", async () => {
    stack = await createStack(
      jobWith(STREAM.replace("rtmp", "srt"), NOTIFY.replace("http", "ftp")),
      ims().ice,
    );

    const { exitCode, output } = await stack.run("preview", "--diff");

    expect(exitCode).not.toBe(0);
    expect(output).toContain("streamInput.url: must be");
    expect(output).toContain("notifyUrl: must be");
    expect(leaksIn({ output })).toEqual([]);
  });
});

/** Answers every list with nothing and every Submit with an error that holds the request in several writings. */
async function startEchoService(): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => {
      body += piece.toString();
    });
    request.on("end", () => {
      const isSubmit = request.headers["x-acs-action"] === "SubmitLiveRecordJob";
      const sent = new URLSearchParams(body);
      const { Url = "" }: { Url?: string } = JSON.parse(sent.get("StreamInput") ?? "{}");
      const writings = [
        Url,
        sent.get("NotifyUrl"),
        sent.get("StreamInput"),
        sent.get("StreamInput")?.replaceAll("/", "\\/"),
        body,
        encodeURIComponent(body),
      ];
      const answer = isSubmit
        ? { Code: "InvalidParameter", Message: `Cannot use ${writings.join(" or ")}`, RequestId: "1" }
        : { LiveRecordJobs: [], TotalCount: 0, RequestId: "1" };
      response.writeHead(isSubmit ? 400 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
