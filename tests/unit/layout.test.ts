import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { OPERATION_SUPPORT } from "../../emulator/src/support";
import { type Action, type Operation, operations } from "../../provider/client/operations";
import { CALLS_WITHOUT_PERMISSION } from "../../provider/client/ramActions";
import { type AnyHandler, handlerOf, kinds } from "../../provider/registry";
import type { Field, Fields } from "../../provider/rules/fields";
import { functionCalls } from "../../sdk/functions/calls";
import * as sdk from "../../sdk/index";
import { fileName, generatedFiles } from "../../tools/generatedFiles";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { codeOf, type Source, sourcesIn, textOf } from "./support/sources";

const MAX_LINES = 350;

describe.each(kinds)("%s", (kind) => {
  const handler: AnyHandler = handlerOf(kind);
  const handlerFile = `provider/resources/${fileName(kind)}.ts`;

  test("is the kind its handler says, in a file of its name", () => {
    expect(handler.kind).toBe(kind);
    expect(existsSync(path.join(REPOSITORY_ROOT, handlerFile))).toBe(true);
  });

  test("has a class that the SDK exports, with the types of its arguments", () => {
    expect(textOf(`sdk/${fileName(kind)}.ts`)).toContain(`export class ${kind} extends ${kind}Properties`);
    expect((sdk as Record<string, unknown>)[kind]).toBeTypeOf("function");
    const generated = textOf(`sdk/generated/${fileName(kind)}.ts`);
    const types = [...generated.matchAll(/^export interface (\w+)/gm)].map(([, name = ""]) => name);
    const exported = textOf("sdk/index.ts");
    expect(types.filter((name) => !new RegExp(`\\b${name}\\b`).test(exported))).toEqual([]);
  });

  test("keeps the order in which every handler file is read", () => {
    const titles = [...textOf(handlerFile).matchAll(/^\/\/ (.+)$/gm)].map(([, title = ""]) => title);
    const order = ["Limits", "Fields", "Outputs", "Requests and outputs", "Lifecycle"];
    const sections = titles
      .map((title) => title.replace(/\..*/, ""))
      .filter((title) => order.includes(title));
    expect(sections).toEqual(order.filter((title) => title !== "Limits" || sections.includes(title)));
  });

  test("declares its lifecycle in the order in which the engine calls it", () => {
    const methods = [...textOf(handlerFile).matchAll(/^ {2}async (\w+)\(_?ctx/gm)].map(([, name]) => name);
    expect(methods).toEqual(["check", "diff", "create", "read", "update", "delete"]);
  });

  test("documents every field and every output in whole sentences, and says what an absent one means", () => {
    const all = [...flat(handler.fields), ...flat(handler.outputs)];
    const undocumented = all.filter(([, { doc }]) => !/^[A-Z`"].*\.$/s.test(doc));
    expect(undocumented.map(([name, { doc }]) => `${name}: ${doc}`)).toEqual([]);
    expect(all.filter(([, { optional }]) => optional?.trim() === "")).toEqual([]);
  });

  test("names a source for every input that the service takes", () => {
    const ours = new Set([
      "onEnded",
      "triggers",
      "onDelete",
      "onReplace",
      "waitFor",
      "adoptExisting",
      "maxDuration",
      "endAt",
      "preflight",
      "forceDestroy",
      "desiredStatus",
    ]);
    const sourceless = Object.entries(handler.fields).filter(
      ([name, { source }]) => !source && !ours.has(name),
    );
    expect(sourceless.map(([name]) => name)).toEqual([]);
  });

  test("has no output that repeats an input, or the id under another name", () => {
    const taken = new Set([...Object.keys(handler.fields), "id", "urn", "jobId", "templateId"]);
    expect(Object.keys(handler.outputs).filter((name) => taken.has(name))).toEqual([]);
  });
});

/** Every field of a declaration, at every depth. */
function flat(fields: Fields, prefix = ""): [string, Field][] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const inner = field.type === "list" ? field.items : field;
    const nested = inner.type === "object" ? flat(inner.fields, `${prefix}${name}.`) : [];
    return [[`${prefix}${name}`, field], ...nested] as [string, Field][];
  });
}

test("the README has a row for every resource, and every function of the SDK by its name", () => {
  const readme = textOf("README.md");
  const [, resources = ""] = /^\| resource \|.*\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  expect(kinds.filter((kind) => !resources.includes(`\n| \`${kind}\` | `))).toEqual([]);
  expect(Object.keys(functionCalls).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test("the registry has every handler file, and the SDK no resource beyond it", () => {
  const files = sourcesIn("provider/resources").map(({ file }) => path.basename(file, ".ts"));
  expect(files.sort()).toEqual(kinds.map(fileName).sort());
  const generated = kinds.map((kind) => `sdk/generated/${fileName(kind)}.ts`);
  expect(Object.keys(generatedFiles(REPOSITORY_ROOT)).filter((file) => file.startsWith("sdk/"))).toEqual(
    generated,
  );
});

test("what is generated from the declarations is what is committed: npm run generate", () => {
  const stale = Object.entries(generatedFiles(REPOSITORY_ROOT)).filter(
    ([file, text]) => textOf(file) !== text,
  );
  expect(stale.map(([file]) => file)).toEqual([]);
});

describe("the operations table", () => {
  const table: Record<string, Operation> = operations;
  const methodsOf = (...files: string[]): string[] => {
    const bodies = files.flatMap((file) => [
      ...textOf(file).matchAll(/^export interface \w+Api \{([\s\S]*?)^\}/gm),
    ]);
    return bodies.flatMap(([, body = ""]) =>
      [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, method = ""]) => method),
    );
  };
  const families = sourcesIn("provider/client/ice").map(({ file }) => file);

  test.each([
    ["ice", families],
    ["live", ["provider/client/live.ts"]],
    ["sts", ["provider/client/sts.ts"]],
  ])("has what the interface of %s has, and no more", (product, files) => {
    const actions = Object.keys(table).filter((action) => table[action]?.product === product);
    const named = methodsOf(...files).map((method) => method.charAt(0).toUpperCase() + method.slice(1));
    expect(named.sort()).toEqual(actions.sort());
  });

  test("has nothing that the local IMS does not answer", () => {
    expect(Object.keys(table).filter((action) => !(action in OPERATION_SUPPORT))).toEqual([]);
  });

  test("has no action that RAM would not know of: each belongs to a class, a stop call or a function", () => {
    const allowed = new Set(sdk.ramPolicy(sdk.ramUses).Statement.flatMap(({ Action }) => Action));
    const forgotten = Object.entries(table)
      .filter(([action]) => !CALLS_WITHOUT_PERMISSION.has(action as Action))
      .map(([action, { product }]) => `${product}:${action}`)
      .filter((action) => !allowed.has(action));
    expect(forgotten).toEqual([]);
  });

  test("has every function of the SDK in the table of calls: sdk/functions/calls.ts", () => {
    const functions = Object.entries(sdk as Record<string, unknown>).filter(
      ([name, exported]) =>
        typeof exported === "function" &&
        /^[a-z]/.test(name) &&
        !/Output$/.test(name) &&
        name !== "ramPolicy",
    );
    expect(Object.keys(functionCalls).sort()).toEqual(functions.map(([name]) => name).sort());
  });

  test("has no call that the service does not publish", () => {
    expect(
      Object.keys(table).filter((action) => /^(Send|Stop|Delete|Update)LiveRecordJob/.test(action)),
    ).toEqual([]);
  });
});

describe("layers", () => {
  const core = sourcesIn("provider").filter(({ file }) => !file.startsWith("provider/hosts/"));
  const product = sourcesIn("provider", "sdk", "cli");

  function breaking(sources: Source[], pattern: RegExp, allowed: string[] = []): string[] {
    return sources
      .filter((source) => pattern.test(codeOf(source)) && !allowed.includes(source.file))
      .map(({ file }) => file);
  }

  test("the scan sees what it is meant to see", () => {
    expect(core.length).toBeGreaterThan(20);
    const sample = [{ file: "a.ts", text: '// Date.now()\nimport x from "@pulumi/pulumi"; Date.now();' }];
    expect(breaking(sample, /\bDate\.now\b/)).toEqual(["a.ts"]);
    expect(breaking([{ file: "a.ts", text: "/** Date.now() */\n// Date.now()" }], /\bDate\.now\b/)).toEqual(
      [],
    );
  });

  test.each<[string, Source[], RegExp, string[]]>([
    ["only the SDK and the hosts know Pulumi", core, /["']@pulumi\//, []],
    [
      "the command knows neither Pulumi nor the SDK",
      sourcesIn("cli"),
      /^(import|export) [^;]*["'](@pulumi\/|(\.\.?\/)+sdk\/)|require\("@pulumi/m,
      [],
    ],
    ["the core knows no host", core, /from "(\.\.?\/)+hosts\//, []],
    ["nothing but itself knows the command", sourcesIn("provider", "sdk"), /["'](\.\.?\/)+cli\//, []],
    ["the environment is read in one place", product, /\bprocess\.env\b/, ["provider/context.ts"]],
    [
      "the clock is read in one place",
      core,
      /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/,
      ["provider/clock.ts"],
    ],
    ["nobody sleeps but by the clock", core, /\bsetTimeout\b|\bsetInterval\b/, ["provider/clock.ts"]],
    [
      "clients are built in one place",
      core,
      /\bopen(Ice|Live|Sts|Oss)Api\(/,
      ["provider/context.ts", "provider/client/transport.ts", "provider/client/oss.ts"],
    ],
    [
      "the API client is loaded when it is used",
      product,
      /^import (?!type )[^;]*["']@alicloud\//m,
      ["provider/client/transport.ts", "provider/client/credentials.ts"],
    ],
    [
      "the OSS client is loaded when it is used",
      product,
      /^import (?!type )[^;]*["']ali-oss["']/m,
      ["provider/client/oss.ts"],
    ],
    [
      "all of them are reached by require alone",
      product,
      /^import (?!type )[^;]*client\/(transport|oss|credentials)["']/m,
      [],
    ],
    ["nothing speaks to the console", product, /\bconsole\./, []],
    [
      "nothing imports tests, tools or the local IMS",
      product,
      /["'](\.\.?\/)+(tests|tools|emulator)\/|pulumi-alicloud-ice-emulator/,
      [],
    ],
  ])("%s", (_rule, sources, pattern, allowed) => {
    expect(breaking(sources, pattern, allowed)).toEqual([]);
  });

  test("the local IMS verifies on its own: it imports nothing of the provider", () => {
    const imports = /["'](?:(?:\.\.?\/)+provider\/|pulumi-alicloud-ice["'/])/;
    expect(breaking(sourcesIn("emulator/src"), imports)).toEqual([]);
  });
});

describe("sources", () => {
  const written = sourcesIn("provider", "sdk", "cli", "emulator/src", "tools", "tests", "examples");

  test(`no file is longer than ${MAX_LINES} lines`, () => {
    const long = written.filter(({ text }) => text.split("\n").length - 1 > MAX_LINES);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  test("no file is named for what nobody could say", () => {
    expect(written.filter(({ file }) => /(utils?|helpers?|misc|common)\.m?ts$/i.test(file))).toEqual([]);
  });

  test("the compiler is silenced nowhere but where a type test needs it", () => {
    const silenced = /@ts-(ignore|nocheck|expect-error)/;
    const files = written.filter(({ text }) => silenced.test(text.replace(/silenced = .*/g, "")));
    expect(files.map(({ file }) => file)).toEqual(["tests/unit/types.test-d.ts"]);
  });
});
