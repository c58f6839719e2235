import { runCommand } from "../runCommand";
import { contenders } from "./contenders";
import { type Spread, spreadOf } from "./statistics";

const LOAD_TIME_LIMIT_MILLISECONDS = 60_000;

/** What a provider's process pays for a module, beyond what Pulumi itself has loaded before. */
export interface ModuleLoad {
  readonly contender: string;
  readonly title: string;
  readonly milliseconds: Spread;
  /** More than a process has that loads Pulumi alone. */
  readonly residentMegabytes: Spread;
  readonly modules: number;
}

interface Loaded {
  readonly milliseconds: number;
  readonly bytes: number;
  readonly modules: number;
}

/** Loads every contender's modules in fresh processes, in turn. */
export async function measureModuleLoads(nodeModules: string, rounds: number): Promise<ModuleLoad[]> {
  const loads = contenders.flatMap(({ title: contender, loads }) =>
    loads.map(({ title, modules }) => ({ contender, title, modules, results: [] as Loaded[] })),
  );
  // What one process has after a load, less what it had before, says little: pages that were freed are used again.
  const without: Loaded[] = [];
  for (let round = 0; round < rounds; round++) {
    without.push(await load(nodeModules, []));
    for (const { modules, results } of loads) results.push(await load(nodeModules, modules));
  }
  const ground = spreadOf(without.map(({ bytes }) => bytes)).median;
  return loads.map(({ contender, title, results }) => ({
    contender,
    title,
    milliseconds: spreadOf(results.map(({ milliseconds }) => milliseconds)),
    residentMegabytes: spreadOf(results.map(({ bytes }) => (bytes - ground) / 1e6)),
    modules: results[0]?.modules ?? 0,
  }));
}

async function load(nodeModules: string, modules: readonly string[]): Promise<Loaded> {
  const script = `
    require("@pulumi/pulumi");
    const known = new Set(Object.keys(require.cache));
    const startedAt = performance.now();
    for (const name of ${JSON.stringify(modules)}) require(name);
    const milliseconds = performance.now() - startedAt;
    global.gc();
    const bytes = process.memoryUsage().rss;
    const modules = Object.keys(require.cache).filter((name) => !known.has(name)).length;
    console.log(JSON.stringify({ milliseconds, bytes, modules }));
  `;
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, ["--expose-gc", "-e", script], {
    cwd: nodeModules,
    env: { ...process.env, NODE_OPTIONS: "" },
    timeLimitMilliseconds: LOAD_TIME_LIMIT_MILLISECONDS,
  });
  if (exitCode !== 0) throw new Error(`Loading ${modules.join(", ")} failed:\n${stderr}`);
  return JSON.parse(stdout);
}
