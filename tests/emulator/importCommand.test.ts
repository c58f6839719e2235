import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "pulumi-alicloud-ice-emulator/vitest";
import { describe, expect, it } from "vitest";
import { autoName } from "../../provider/rules/autoName";
import { useCommandProject } from "../support/ownCommand";
import { PLANTED, THEIR_BUCKET, THEIR_TEMPLATE, theirJobId, WITH_THEIR_THINGS } from "../support/theirThings";
import { createCaller } from "./rpcSupport";

const PRESET = "00000000-0000-4000-8000-0000000000a3";
const TYPE = "pulumi-nodejs:dynamic/alicloud-ice:";
const PARENT = "urn:pulumi:dev::shop::my:studio:Studio::main";

const ims = useEmulator(WITH_THEIR_THINGS);
const project = useCommandProject(ims);

/** What is written for these things, of the stack `dev`. */
async function generated(...args: string[]) {
  const { code, stdout, stderr } = await project().run(["import", "--stack", "dev", ...args]);
  expect(code, stderr).toBe(0);
  return { file: JSON.parse(stdout), stderr };
}

describe("what is written", () => {
  it("has an event callback with its address and its key as secrets, by the region and the account", async () => {
    await createCaller(ims())("SetEventCallback", {
      CallbackType: "HTTP",
      CallbackURL: "https://hooks.example.com/PLANTED",
      EventTypeList: "LiveRecordFileCreated,LiveRecordTaskStatus",
      AuthSwitch: "on",
      AuthKey: "PLANTEDkey1",
    });
    const { file, stderr } = await generated("EventCallback", "cn-shanghai/1000000000000001", "events");
    const secret = (value: string) => expect.objectContaining({ plaintext: JSON.stringify(value) });
    const setting = {
      callbackType: "HTTP",
      callbackURL: secret("https://hooks.example.com/PLANTED"),
      eventTypeList: ["LiveRecordFileCreated", "LiveRecordTaskStatus"],
      authSwitch: "on",
      authKey: secret("PLANTEDkey1"),
    };
    expect(file.resources).toMatchObject([
      { inputs: setting, outputs: { ...setting, region: "cn-shanghai" } },
    ]);
    expect(stderr).not.toContain(PLANTED);
    expect(stderr).toContain('authKey: config.requireSecret("eventsAuthKey")');
  });

  it("has inputs and outputs as a refresh would give them, and what the class adds, for stack, project and parent", async () => {
    const { file, stderr } = await generated("Bucket", THEIR_BUCKET, "tapes", "--parent", PARENT);
    const hidden = {
      __provider: 'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").Bucket',
      __urn: `urn:pulumi:dev::shop::my:studio:Studio$${TYPE}Bucket::tapes`,
    };
    expect(file).toEqual({
      nameTable: { parent: PARENT },
      resources: [
        {
          type: `${TYPE}Bucket`,
          name: "tapes",
          id: THEIR_BUCKET,
          parent: "parent",
          inputs: expect.objectContaining({ bucket: THEIR_BUCKET, ...hidden }),
          outputs: expect.objectContaining({ bucket: THEIR_BUCKET, location: "oss-cn-shanghai", ...hidden }),
        },
      ],
    });
    expect(stderr).toContain('const tapes = new ice.Bucket("tapes"');
    expect(stderr).toContain("{ parent, protect: true }");
    expect(stderr).not.toContain("secrets in clear");
  });

  it("holds a stream's address in the import file alone: the program takes it from the configuration", async () => {
    const { file, stderr } = await generated(
      "LiveRecordJob",
      theirJobId(ims()),
      "LiveRecordTemplate",
      THEIR_TEMPLATE,
    );
    expect(file.resources.map(({ name }: { name: string }) => name)).toEqual(["evening-show", "their-hls"]);
    expect(JSON.stringify(file)).toContain(PLANTED);
    expect(stderr).not.toContain(PLANTED);
    expect(stderr).toContain('url: config.requireSecret("eveningShowStreamInputUrl")');
    expect(stderr).toContain("pulumi config set --secret eveningShowStreamInputUrl --stack dev");
    expect(stderr).toContain("templateId: theirHls.id");
    expect(stderr).toContain("The import file holds secrets in clear.");
  });

  it("leaves out a name that we make, and finds the logical name in it", async () => {
    const made = autoName(`urn:pulumi:dev::shop::${TYPE}Bucket::late-show`, {});
    ims().store.createBucket(made);
    const { file, stderr } = await generated("Bucket", made);
    expect(file.resources[0]).toMatchObject({ name: "late-show", id: made, inputs: { __autoName: true } });
    expect(stderr).toContain('const lateShow = new ice.Bucket("late-show", {\n  acl: "private"');
    const other = await generated("Bucket", made, "other");
    expect(other.file.resources[0].inputs).not.toHaveProperty("__autoName");
    expect(other.stderr).toContain(`bucket: "${made}"`);
  });

  it("goes to a file of its own with --program, and the stack may come from the environment", async () => {
    const args = ["import", "--program", "declared.ts", "Bucket", THEIR_BUCKET];
    const { code, stderr } = await project().run(args, { PULUMI_STACK: "acme/shop/dev" });
    expect(code, stderr).toBe(0);
    expect(readFileSync(join(project().folder, "declared.ts"), "utf8")).toContain(
      'const theirRecordings = new ice.Bucket("their-recordings"',
    );
    expect(stderr).not.toContain("new ice.Bucket");
  });
});

describe("what can't be written leaves nothing on stdout and says why", () => {
  it.each([
    [
      "a job that is not there",
      ["LiveRecordJob", "no-such-job"],
      'no LiveRecordJob with the id "no-such-job" in region cn-shanghai',
    ],
    ["a preset", ["LiveRecordTemplate", PRESET], "is a preset of the service"],
    [
      "another place",
      ["LiveRecordJob", "a-job", "--endpoint", "http://127.0.0.1:1"],
      "no connection to 127.0.0.1:1",
    ],
    ["another protocol", ["LiveRecordJob", "a-job", "--protocol", "ftp"], 'must be "https" or "http"'],
  ])("%s", async (_what, args, reason) => {
    const { code, stdout, stderr } = await project().run(["import", "--stack", "dev", ...args]);
    expect(stderr).toContain(reason);
    expect([code, stdout]).toEqual([1, ""]);
  });

  it.each([
    ["no stack", ["Bucket", "b"], "required option '-s, --stack <name>' not specified"],
    ["nothing to import", ["--stack", "dev"], "missing required argument"],
    ["an unknown kind", ["--stack", "dev", "Channel", "c"], '"Channel" is not one of Bucket, '],
    ["a kind without an id", ["--stack", "dev", "Bucket", "LiveRecordJob", "j"], "Bucket needs an id"],
    [
      "a parent of another stack",
      ["--stack", "prod", "Bucket", "b", "--region", "cn-x", "--parent", PARENT],
      "--parent must be a URN of this stack, urn:pulumi:prod::shop::",
    ],
    [
      "two resources of one name",
      ["--stack", "dev", "Bucket", THEIR_BUCKET, "x", "Bucket", THEIR_BUCKET, "x"],
      "give each a NAME of its own",
    ],
  ])("wrong use: %s", async (_what, args, reason) => {
    const { code, stdout, stderr } = await project().run(["import", ...args]);
    expect(stderr).toContain(reason);
    expect([code, stdout]).toEqual([2, ""]);
  });

  it("a folder without a project", async () => {
    rmSync(join(project().folder, "Pulumi.yaml"));
    const { code, stderr } = await project().run(["import", "--stack", "dev", "Bucket", "b"]);
    expect([code, stderr.includes("There is no Pulumi.yaml with a name in")]).toEqual([1, true]);
  });
});

describe("settings", () => {
  const ice = (): string => ims().ice;

  it("come from the project too, and the stack's own win", async () => {
    const config = `config:\n  alicloud-ice:region: cn-beijing\n  alicloud-ice:endpoint:\n    value: ${ice()}\n`;
    writeFileSync(join(project().folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\n${config}`);
    const withoutEndpoint = readFileSync(join(project().folder, "Pulumi.dev.yaml"), "utf8").replace(
      /.*-ice:endpoint.*\n/,
      "",
    );
    writeFileSync(join(project().folder, "Pulumi.dev.yaml"), withoutEndpoint);
    const { file } = await generated("LiveRecordTemplate", THEIR_TEMPLATE);
    expect(file.resources[0].outputs).toMatchObject({ region: "cn-shanghai", endpoint: new URL(ice()).host });
  });

  it("that are encrypted are asked for", async () => {
    project().writeStackFile(
      `secretKey: ${ims().accessKeySecret}\n  alicloud-ice:profile:\n    secure: v1:abc:def`,
    );
    const args = ["import", "--stack", "dev", "LiveRecordTemplate", THEIR_TEMPLATE];
    const { code, stderr } = await project().run(args);
    expect(stderr).toContain("alicloud-ice:profile of the stack is encrypted");
    expect(stderr).toContain("--profile");
    expect(code).toBe(1);
    project().writeStackFile(`secretKey: ${ims().accessKeySecret}`);
    const flags = ["--region", "cn-hangzhou", "--oss-endpoint", ims().oss];
    const { file } = await generated("LiveRecordTemplate", THEIR_TEMPLATE, ...flags);
    expect(file.resources[0].outputs).toMatchObject({ region: "cn-hangzhou" });
  });
});

describe("keys that are encrypted in the stack's file", () => {
  const encrypted = "secretKey:\n      secure: v1:abc:def";

  it("can't be read: the failure says so", async () => {
    project().writeStackFile(encrypted);
    const { code, stderr } = await project().run(["import", "--stack", "dev", "LiveRecordJob", "a-job"]);
    expect(stderr).toContain("no usable credentials were found");
    expect(stderr).toContain("The keys in Pulumi.dev.yaml are encrypted, and only Pulumi can read them");
    expect(code).toBe(1);
  });

  it("are not mixed with others: the environment's are used as they are", async () => {
    project().writeStackFile(encrypted);
    const { accessKeyId, accessKeySecret } = ims();
    const keys = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    };
    const args = ["import", "--stack", "dev", "LiveRecordTemplate", THEIR_TEMPLATE];
    expect(await project().run(args, keys)).toMatchObject({ code: 0 });
    const wrong = await project().run(args, { ...keys, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another" });
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain("SignatureDoesNotMatch");
  });
});

it("help goes to stdout, with exit code 0", async () => {
  const { code, stdout } = await project().run(["import", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("KIND ID [NAME] [KIND ID [NAME] …] > import.json");
});
