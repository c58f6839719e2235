import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { REPOSITORY_ROOT } from "../../tools/repository";

/** Generous on purpose: a busy machine must not fail it. The budget itself is kept by the benchmark. */
const MAX_LOAD_MILLISECONDS = 1_000;
/** A fresh process that loads Pulumi takes seconds while other work runs. */
const PROCESS_TIME_LIMIT_MILLISECONDS = 30_000;

interface Loaded {
  readonly milliseconds: number;
  readonly modules: string[];
}

/** Loads a module of the built package in a fresh process that has loaded Pulumi, as the engine's provider has. */
async function load(module: string): Promise<Loaded> {
  const script = `
    require("@pulumi/pulumi");
    const before = new Set(Object.keys(require.cache));
    const start = performance.now();
    require(${JSON.stringify(module)});
    const milliseconds = performance.now() - start;
    const modules = Object.keys(require.cache).filter((name) => !before.has(name));
    console.log(JSON.stringify({ milliseconds, modules }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: REPOSITORY_ROOT });
  return JSON.parse(stdout);
}

function packagesOf({ modules }: Loaded): string[] {
  const names = modules.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

test.each(["pulumi-alicloud-ice/dynamic", "pulumi-alicloud-ice"])(
  "%s loads neither the OSS client nor the API client before they are used",
  async (module) => {
    const loaded = await load(module);
    const packages = packagesOf(loaded);
    expect(packages.filter((name) => !/^@pulumi\/pulumi$|^google-protobuf$|^@grpc\//.test(name))).toEqual([]);
    expect(loaded.modules.some((file) => file.includes("/dist/provider/"))).toBe(true);
    expect(loaded.milliseconds).toBeLessThan(MAX_LOAD_MILLISECONDS);
  },
  PROCESS_TIME_LIMIT_MILLISECONDS,
);

test(
  "the transport, which the first call loads, is what brings the API client",
  async () => {
    const opened = `${REPOSITORY_ROOT}/dist/provider/client/transport.js`;
    expect(packagesOf(await load(opened))).toContain("@alicloud/openapi-client");
  },
  PROCESS_TIME_LIMIT_MILLISECONDS,
);
