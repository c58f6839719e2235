import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { operations } from "../../provider/client/operations";
import { findActionlint } from "../../tools/actionlint/find";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { runCommand } from "../../tools/runCommand";

const EXAMPLE = path.join(REPOSITORY_ROOT, "examples", "gitops");
const WORKFLOWS = path.join(EXAMPLE, ".github", "workflows");
const workflows = readdirSync(WORKFLOWS);
const textOf = (file: string): string => readFileSync(path.join(EXAMPLE, file), "utf8");
const LINT_TIME_LIMIT_MILLISECONDS = 60_000;

describe("the workflows", () => {
  it("pass actionlint", async ({ skip }) => {
    const linter = await findActionlint();
    if (linter === undefined) {
      return skip("SKIPPED: actionlint is built from its Go module, and go is not on PATH");
    }
    const files = workflows.map((file) => path.join(WORKFLOWS, file));
    const linted = await runCommand(linter, ["-no-color", "-shellcheck=", "-pyflakes=", ...files], {
      cwd: EXAMPLE,
      env: process.env,
      timeLimitMilliseconds: LINT_TIME_LIMIT_MILLISECONDS,
    });
    expect(linted.stdout).toBe("");
    expect(linted.exitCode, linted.stderr).toBe(0);
  });

  it("use actions by their full commit alone, each with the version that it is, and the same one everywhere", () => {
    const uses = workflows.flatMap((file) => [
      ...textOf(`.github/workflows/${file}`).matchAll(/uses: (.*)/g),
    ]);
    const said = uses.map(([, use = ""]) => use);
    expect(said.filter((use) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use))).toEqual([]);
    const actions = new Set(said.map((use) => use.split("@")[0]));
    expect(new Set(said).size).toBe(actions.size);
  });

  it("grant nothing but reading by default, and give keys to no pull request", () => {
    for (const file of workflows) {
      const workflow = parse(textOf(`.github/workflows/${file}`));
      expect(workflow.permissions, file).toEqual({ contents: "read" });
    }
    const pullRequest = textOf(".github/workflows/pull-request.yml");
    expect(pullRequest).not.toMatch(/id-token|ALIBABA_CLOUD|pull_request_target/);
  });
});

describe("every pipeline", () => {
  const pipelines = [...workflows.map((file) => `.github/workflows/${file}`), ".gitlab-ci.yml"];

  it("calls scripts that are there, and no script is called by none", () => {
    const called = pipelines.flatMap((file) =>
      [...textOf(file).matchAll(/node (pipeline\/\S+\.mjs)/g)].map(([, script = ""]) => script),
    );
    const scripts = readdirSync(path.join(EXAMPLE, "pipeline"))
      .map((file) => `pipeline/${file}`)
      .filter((file) => textOf(file).includes("await exitWith("));
    expect([...new Set(called)].sort()).toEqual(scripts.sort());
  });

  it("is YAML, as is the operator's stack", () => {
    for (const file of pipelines) expect(parse(textOf(file)), file).toBeTypeOf("object");
    const documents = textOf("kubernetes/stack.yaml")
      .split(/^---$/m)
      .map((text) => parse(text));
    expect(documents.map(({ kind }) => kind)).toEqual(["ServiceAccount", "ClusterRoleBinding", "Stack"]);
    expect(documents[2]).toMatchObject({
      apiVersion: "pulumi.com/v1",
      spec: { refresh: true, continueResyncOnCommitMatch: true, destroyOnFinalize: false },
    });
  });
});

describe("the roles", () => {
  const actionsOf = (file: string): string[] => {
    const { Statement }: { Statement: { Action: string[] }[] } = JSON.parse(textOf(`ram/${file}`));
    return Statement.flatMap(({ Action }) => Action);
  };
  const known = Object.entries(operations).map(([action, { product }]) => `${product}:${action}`);

  it("may do what the package calls, no action of IMS and Live besides, and reading is part of deploying", () => {
    const deploy = actionsOf("deploy-policy.json");
    const read = actionsOf("read-policy.json");
    expect(deploy.filter((action) => !action.startsWith("oss:") && !known.includes(action))).toEqual([]);
    expect(read.filter((action) => !deploy.includes(action))).toEqual([]);
    expect(read.filter((action) => !/:(Get|List)/.test(action))).toEqual([]);
    expect([...deploy, ...read].filter((action) => action.includes("*"))).toEqual([]);
  });
});

it("a GitHub job's token is asked for with the audience of STS, and kept where only the job reads it", async () => {
  const asked: { url?: string; authorization?: string }[] = [];
  const github = createServer((request, answer) => {
    asked.push({ url: request.url, authorization: request.headers.authorization });
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ value: "a.signed.token" }));
  });
  await once(github.listen(0, "127.0.0.1"), "listening");
  const { port } = github.address() as AddressInfo;
  const folder = mkdtempSync(path.join(os.tmpdir(), "github-job-"));
  try {
    const environmentFile = path.join(folder, "env");
    const run = (env: NodeJS.ProcessEnv) =>
      runCommand(process.execPath, ["pipeline/github-token.mjs"], {
        cwd: EXAMPLE,
        env: { PATH: process.env.PATH, RUNNER_TEMP: folder, GITHUB_ENV: environmentFile, ...env },
        timeLimitMilliseconds: LINT_TIME_LIMIT_MILLISECONDS,
      });
    const done = await run({
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job",
    });
    expect(done).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(asked).toEqual([
      { url: "/token?api-version=1&audience=sts.aliyuncs.com", authorization: "Bearer of-the-job" },
    ]);
    const [, file = ""] =
      /^ALIBABA_CLOUD_OIDC_TOKEN_FILE=(.*)\n$/.exec(readFileSync(environmentFile, "utf8")) ?? [];
    expect(readFileSync(file, "utf8")).toBe("a.signed.token");
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const without = await run({});
    expect(without.exitCode).toBe(2);
    expect(without.stderr).toContain("permissions: id-token: write");
  } finally {
    github.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
