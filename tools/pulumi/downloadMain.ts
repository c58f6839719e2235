/** Installs the official CLI: `node downloadMain.js VERSION FOLDER`. A process, so that it can be ended. */
import { createRequire } from "node:module";
import { PulumiCommand } from "@pulumi/pulumi/automation";

type Version = NonNullable<NonNullable<Parameters<typeof PulumiCommand.install>[0]>["version"]>;

async function main(): Promise<void> {
  const [version = "", root = ""] = process.argv.slice(2);
  const sdkRequire = createRequire(require.resolve("@pulumi/pulumi"));
  const { SemVer }: { SemVer: new (text: string) => Version } = sdkRequire("semver");
  await PulumiCommand.install({ version: new SemVer(version), root, skipVersionCheck: true });
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
