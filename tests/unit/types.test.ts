import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { REPOSITORY_ROOT } from "../../tools/repository";

/** Compiling the types of @pulumi/alicloud takes a few seconds, more on a busy machine. */
const TIMEOUT_MILLISECONDS = 120_000;

test(
  "a program's types: a bucket of @pulumi/alicloud fits wherever ours fits, and what is wrong does not compile",
  () => {
    const file = path.join(REPOSITORY_ROOT, "tests/unit/types.test-d.ts");
    const config = path.join(REPOSITORY_ROOT, "tsconfig.base.json");
    const read = ts.parseConfigFileTextToJson(config, ts.sys.readFile(config) ?? "");
    const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, REPOSITORY_ROOT);
    const program = ts.createProgram([file], {
      ...options,
      composite: false,
      declaration: false,
      noEmit: true,
    });
    const problems = ts.getPreEmitDiagnostics(program).map(({ file: where, start = 0, messageText }) => {
      const line = where ? where.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${path.basename(where?.fileName ?? "")}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
    expect(program.getSourceFile(file)).toBeDefined();
    expect(problems).toEqual([]);
  },
  TIMEOUT_MILLISECONDS,
);
