import { readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../repository";

/** The lowest CLI that may be used from PATH: the first that takes `inputs` from a dynamic resource's read. */
export const LOWEST_CLI_VERSION = "3.216.0";

/** A command that is built from a small Go module of this repository, which pins every version and checksum. */
export interface GoCommand {
  /** The name of the executable. */
  name: string;
  /** The folder of the pinning module. */
  moduleFolder: string;
  /** The Go package of the command. */
  goPackage: string;
  /** The Go module that has the package, and gives the command its version. */
  goModule: string;
  /** The Go variable that tells the command its version; none where the module knows it. */
  versionVariable?: string;
}

const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const PINS_FOLDER = path.join(REPOSITORY_ROOT, "tools", "pulumi");

export const CLI: GoCommand = {
  name: "pulumi",
  moduleFolder: path.join(PINS_FOLDER, "cli"),
  goPackage: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  goModule: "github.com/pulumi/pulumi/pkg/v3",
  versionVariable: VERSION_VARIABLE,
};

/** Its later releases are a Go module of their own, which no module proxy serves. */
export const LANGUAGE_HOST: GoCommand = {
  name: "pulumi-language-nodejs",
  moduleFolder: path.join(PINS_FOLDER, "language-nodejs"),
  goPackage: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  goModule: "github.com/pulumi/pulumi/sdk/v3",
  versionVariable: VERSION_VARIABLE,
};

/** The version that the pinning go.mod requires, without its leading "v". */
export function pinnedVersion(command: GoCommand): string {
  const file = path.join(command.moduleFolder, "go.mod");
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [module, version] = line
      .replace(/^require\b/, "")
      .trim()
      .split(/\s+/);
    if (module === command.goModule && version?.startsWith("v")) {
      return version.slice(1);
    }
  }
  throw new Error(`${file} does not require ${command.goModule}.`);
}
