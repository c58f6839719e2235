import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stackFileValue } from "../../provider/hosts/dynamic/stackFile";

const KEY = "alicloud-ice:abandonJobs";
const before = process.cwd();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stack-file-"));
  await writeFile(path.join(folder, "Pulumi.yaml"), "name: shop\n");
  await mkdir(path.join(folder, "infra"));
  process.chdir(path.join(folder, "infra"));
});
afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

test.each([
  ["plain", `config:\n  ${KEY}: job-1\n`, "job-1"],
  ["in quotes", `config:\n  ${KEY}: "job-1,job-2"\n`, "job-1,job-2"],
  ["with a quoted key", `config:\n  "${KEY}": 'job-1'\n`, "job-1"],
  [
    "among others, with line ends of Windows",
    `config:\r\n  a:b: c\r\n  ${KEY}: job-1\r\n  d:e: f\r\n`,
    "job-1",
  ],
  ["not at all", "config:\n  alicloud-ice:region: cn-shanghai\n", undefined],
  ["encrypted", `config:\n  ${KEY}:\n    secure: AAAB\n`, undefined],
  ["under another key that ends alike", `config:\n  x-${KEY}: job-1\n`, undefined],
])("a value %s is read from the folder of Pulumi.yaml above", async (_how, text, value) => {
  await writeFile(path.join(folder, "Pulumi.dev.yaml"), text);
  expect(stackFileValue("dev", KEY)).toBe(value);
});

test("another stack's file, or none, has no value", async () => {
  await writeFile(path.join(folder, "Pulumi.prod.yaml"), `config:\n  ${KEY}: job-1\n`);
  expect(stackFileValue("dev", KEY)).toBeUndefined();
  expect(stackFileValue("", KEY)).toBeUndefined();
});
