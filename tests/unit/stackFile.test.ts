import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readStackFile, stackFileValues } from "../../provider/hosts/dynamic/stackFile";

const KEY = "alicloud-ice:abandonJobs";

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "stack-file-"));
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(...lines: string[]): void {
  writeFileSync(
    path.join(project, "Pulumi.dev.yaml"),
    ["encryptionsalt: v1:x", "config:", ...lines].join("\n"),
  );
}

test.each([
  ["as pulumi writes it", `  ${KEY}: job-1, job-2`, "job-1, job-2"],
  ["a number, which pulumi quotes", `  ${KEY}: "12345"`, "12345"],
  ["with a quoted key", `  "${KEY}":  'job-1'  `, "job-1"],
])("a value %s is read as it is now", (_what, line, value) => {
  write("  other:key: x", line);

  expect(stackFileValues("dev", project)[KEY]).toBe(value);
});

test("the project is found from the program's folder below it", () => {
  write(`  ${KEY}: job-1`);
  const program = path.join(project, "src", "program");
  mkdirSync(program, { recursive: true });

  expect(stackFileValues("dev", program)[KEY]).toBe("job-1");
});

test("an encrypted value, another stack's file and a folder without a project say nothing", () => {
  write(`  ${KEY}:`, "    secure: v1:abc", `  ${KEY}Too: job-1`);

  expect(stackFileValues("dev", project)[KEY]).toBeUndefined();
  expect(stackFileValues("prod", project)[KEY]).toBeUndefined();
  expect(stackFileValues("dev", path.parse(project).root)[KEY]).toBeUndefined();
});

test("the keys of encrypted values are known, those of plain ones are not among them", () => {
  write(
    `  ${KEY}: job-1`,
    "  alicloud-ice:secretKey:",
    "    secure: v1:abc",
    "  alicloud-ice:other:",
    "    a: b",
  );

  expect(readStackFile("dev", project)).toEqual({
    values: { [KEY]: "job-1" },
    encrypted: ["alicloud-ice:secretKey"],
  });
});

test.each([
  ["in the folder that the project names", "Pulumi.yaml", "stackConfigDir: stacks", "stacks/Pulumi.dev.yaml"],
  [
    "in the folder that it names as it was done once",
    "Pulumi.yaml",
    "config: stacks",
    "stacks/Pulumi.dev.yaml",
  ],
  ["beside a project with values of its own", "Pulumi.yaml", "config:\n  a:b: c", "Pulumi.dev.yaml"],
  ["with the project's own ending", "Pulumi.yml", "runtime: nodejs", "Pulumi.dev.yml"],
])("the file is found %s", (_what, projectFile, line, stackFile) => {
  rmSync(path.join(project, "Pulumi.yaml"));
  writeFileSync(path.join(project, projectFile), `name: test\n${line}\n`);
  mkdirSync(path.join(project, "stacks"));
  writeFileSync(path.join(project, stackFile), `config:\n  ${KEY}: job-1\n`);

  expect(stackFileValues("dev", project)[KEY]).toBe("job-1");
});
