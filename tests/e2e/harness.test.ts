import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { Stack, type StackSpec } from "../support/stack";

const TYPE = "pulumi-nodejs:dynamic/harness:Sleeper";

/** A no-op resource in the form that the package uses: a constant text that requires a module by its name. */
function sleeperProgram(createMilliseconds: number, note: string): string {
  const handler = `exports.handler=()=>({
    check: (_olds, inputs) => ({ inputs, failures: [] }),
    diff: (_id, olds, news) => (olds.note === news.note ? { changes: false } : {}),
    create: async (inputs) => {
      const fs = require("node:fs");
      fs.writeFileSync("create-started", "");
      await new Promise((resolve) => setTimeout(resolve, inputs.createMilliseconds));
      fs.writeFileSync("create-finished", "");
      const sdk = require.resolve("@pulumi/pulumi");
      return { id: "sleeper-1", outs: { ...inputs, folder: process.cwd(), sdk } };
    },
    update: (_id, _olds, news) => ({ outs: news }),
    delete: () => {},
  })`;
  return `
    const pulumi = require("@pulumi/pulumi");
    class Sleeper extends pulumi.CustomResource {
      constructor(name, args) {
        super("${TYPE}", name, { folder: undefined, sdk: undefined, ...args, __provider: ${JSON.stringify(handler)} });
      }
    }
    const sleeper = new Sleeper("one", { createMilliseconds: ${createMilliseconds}, note: "${note}" });
    exports.folder = sleeper.folder;
    exports.sdk = sleeper.sdk;
  `;
}

let stack: Stack | undefined;

async function createStack(spec: StackSpec): Promise<Stack> {
  stack = await Stack.create(spec);
  return stack;
}

afterEach(async () => {
  await stack?.remove();
  stack = undefined;
});

test("a stack goes through preview, up, an unchanged up, a change and destroy", async () => {
  const stack = await createStack({ program: sleeperProgram(0, "first") });

  const preview = await stack.preview();
  expect(preview.output).toContain("+ 2 to create");
  expect(stack.export().resources).toEqual([]);

  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  expect(stack.resource("one")).toMatchObject({ type: TYPE, id: "sleeper-1", outputs: { note: "first" } });
  expect(await stack.up("--expect-no-changes")).toMatchObject({ exitCode: 0 });

  stack.writeProgram(sleeperProgram(0, "second"));
  expect((await stack.preview("--expect-no-changes")).exitCode).not.toBe(0);
  expect((await stack.up()).output).toContain("~ 1 updated");
  expect(stack.resource("one").outputs).toMatchObject({ note: "second" });

  expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
  expect(stack.export()).toEqual({ resources: [], pendingOperations: [] });
});

test("program and provider use the packages installed outside the repository, from the program's folder", async () => {
  const stack = await createStack({ program: sleeperProgram(0, "first") });

  await stack.up();

  const { folder, sdk } = await stack.outputs();
  expect(folder).toBe(stack.folder);
  expect(sdk).toMatch(/\/installed-[0-9a-f]+\/node_modules\/@pulumi\/pulumi\/index\.js$/);
});

test("a TypeScript program reads plain and secret configuration, and the secret is encrypted in the state", async () => {
  const stack = await createStack({
    language: "typescript",
    program: `
      import * as pulumi from "@pulumi/pulumi";
      const config = new pulumi.Config("some-name");
      export const plain: string = config.require("plain");
      export const secret: pulumi.Output<string> = config.requireSecret("secret");
    `,
    config: { "some-name:plain": 'a "quoted": value' },
    secretConfig: { "some-name:secret": "planted-marker" },
  });

  expect(await stack.up()).toMatchObject({ exitCode: 0 });

  expect(await stack.outputs()).toEqual({ plain: 'a "quoted": value', secret: "planted-marker" });
  expect(stack.allStoredText()).toContain("quoted");
  expect(stack.allStoredText()).not.toContain("planted-marker");
});

test("a program that fails gives its exit code and message instead of a throw", async () => {
  // Node 20 and 22 spend half a minute on formatting a stack that the SDK has mapped to its own sources.
  const program = `throw Object.assign(new Error("on purpose"), { stack: "" });`;
  const stack = await createStack({ program });

  const { exitCode, output } = await stack.up();

  expect(exitCode).not.toBe(0);
  expect(output).toContain("on purpose");
});

test("credentials, proxies and Pulumi settings of the outer environment do not reach a stack", async () => {
  const outer = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_REGION", "HTTPS_PROXY", "PULUMI_ACCESS_TOKEN"];
  for (const name of outer) {
    process.env[name] = "from outside";
  }
  try {
    const stack = await createStack({
      program: `exports.seen = Object.entries(process.env).filter(([, value]) => value === "from outside");
        exports.own = process.env.OWN;`,
      env: { OWN: "from the test" },
    });

    await stack.up();

    expect(await stack.outputs()).toEqual({ seen: [], own: "from the test" });
  } finally {
    for (const name of outer) {
      delete process.env[name];
    }
  }
});

test("after kill -9 of the CLI its provider survives and is ended by id; cancel, up and destroy work again", async () => {
  const stack = await createStack({ program: sleeperProgram(600_000, "first") });
  const command = stack.spawn("up", "--yes", "--skip-preview");
  await waitForFile(stack, "create-started");

  command.killCli();

  expect((await command.result).exitCode).not.toBe(0);
  const survivors = stack.processes();
  expect(survivors.map(({ role }) => role)).toContain("provider");
  expect(survivors.map(({ role }) => role)).not.toContain("cli");
  await stack.endSurvivors();
  expect(stack.processes()).toEqual([]);

  const locked = await stack.up();
  expect(locked.exitCode).not.toBe(0);
  expect(locked.output).toContain("locked");
  expect(await stack.cancel()).toMatchObject({ exitCode: 0 });
  expect(stack.export().pendingOperations).toHaveLength(1);
  stack.writeProgram(sleeperProgram(0, "second"));
  expect(await stack.refresh("--clear-pending-creates")).toMatchObject({ exitCode: 0 });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  expect(stack.export().pendingOperations).toEqual([]);
  expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
});

test("kill -9 of the provider in create fails the up, and the next one creates", async () => {
  const stack = await createStack({ program: sleeperProgram(600_000, "first") });
  const command = stack.spawn("up", "--yes", "--skip-preview");
  await waitForFile(stack, "create-started");

  stack.killProvider();

  expect((await command.result).exitCode).not.toBe(0);
  expect(stack.export().pendingOperations).toEqual([]);
  stack.writeProgram(sleeperProgram(0, "first"));
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  expect(stack.resource("one").id).toBe("sleeper-1");
});

async function waitForFile(stack: Stack, name: string): Promise<void> {
  const read = () => {
    try {
      return readFileSync(path.join(stack.folder, name), "utf8");
    } catch {
      return undefined;
    }
  };
  await waitUntil(`The file ${name}`, read, 60_000);
}
