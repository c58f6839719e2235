// Brings a bare clone to the point where everything runs: packages, build, Pulumi CLI. Safe to run again.
// It runs before `npm ci`, so it uses nothing but Node.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const LOWEST_NODE_MAJOR = 20;
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const NODE_MODULES = path.join(ROOT, "node_modules");
const BUILDS = [
  { output: "dist", record: "root.tsbuildinfo" },
  { output: "emulator/dist", record: "emulator.tsbuildinfo" },
  { output: "tools/dist", record: "tools.tsbuildinfo" },
];

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function step(title, command, args) {
  const startedAt = Date.now();
  process.stderr.write(`${title} ...\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    fail(`${title} failed: ${command} ${args.join(" ")} ${error ? error.message : `ended with ${status}`}`);
  }
  process.stderr.write(`${title}: done in ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Compares npm's own record of what it installed with the lock file: right after a hand-made `npm ci`, too. */
function arePackagesInstalled() {
  const wanted = readJson(path.join(ROOT, "package-lock.json"))?.packages ?? {};
  const installed = readJson(path.join(NODE_MODULES, ".package-lock.json"))?.packages;
  if (!installed) {
    return false;
  }
  return Object.entries(wanted).every(
    ([place, { version, optional }]) =>
      !place.startsWith("node_modules/") || optional || installed[place]?.version === version,
  );
}

/** tsc takes the record of the last build for the build itself, and would not write a removed folder again. */
function forgetRemovedBuilds() {
  for (const { output, record } of BUILDS) {
    if (!existsSync(path.join(ROOT, output))) {
      rmSync(path.join(ROOT, ".cache", record), { force: true });
    }
  }
}

/** The dynamic-provider process requires the package by name, and Node's self-reference does not reach there. */
function linkOwnPackage() {
  const link = path.join(NODE_MODULES, "pulumi-alicloud-ice");
  if (!lstatSync(link, { throwIfNoEntry: false })) {
    symlinkSync("..", link, "junction");
  }
}

async function providePulumi() {
  const { findPulumi } = await import(new URL("./dist/pulumi/find.js", import.meta.url).href);
  try {
    await findPulumi();
  } catch (error) {
    fail(error.name === "SetUpError" ? error.message : error.stack);
  }
}

if (Number(process.versions.node.split(".")[0]) < LOWEST_NODE_MAJOR) {
  fail(`Node ${LOWEST_NODE_MAJOR} or newer is needed; this is ${process.version}.`);
}
if (!arePackagesInstalled()) {
  step("Installing packages (npm ci)", "npm", ["ci"]);
}
linkOwnPackage();
forgetRemovedBuilds();
step("Building", "npm", ["run", "build", "--silent"]);
await providePulumi();
