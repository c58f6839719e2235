import path from "node:path";
import { cacheFolder, makeFolderOnce } from "../cacheFolder";
import { withProgress } from "../progress";
import { SetUpError } from "../setUpError";
import { buildFromModules, canBuild } from "./buildFromModules";
import { canDownload, download } from "./download";
import { findOnPath } from "./onPath";
import { CLI, LOWEST_CLI_VERSION, pinnedVersion } from "./pins";

/** A Pulumi CLI that can run the programs of this repository. */
export interface PulumiCli {
  /** The absolute path of `pulumi`. */
  command: string;
  version: string;
  /** The value of PATH under which `pulumi`, its language host and its dynamic-provider launcher are found. */
  searchPath: string;
  /** Where it comes from. */
  source: "PATH" | "cache";
}

function cachedCli(folder: string, version: string): PulumiCli {
  const bin = path.join(folder, "bin");
  return {
    command: path.join(bin, CLI.name),
    version,
    searchPath: [bin, process.env.PATH].join(path.delimiter),
    source: "cache",
  };
}

async function fill(folder: string, version: string, pathReason: string): Promise<void> {
  const reasons = [`on PATH: ${pathReason}`];
  const attempt = async (title: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await withProgress(title, work);
      return true;
    } catch (error) {
      if (!(error instanceof SetUpError)) {
        throw error;
      }
      reasons.push(error.message);
      return false;
    }
  };
  if (await canDownload()) {
    if (await attempt(`Downloading the Pulumi CLI ${version}`, () => download(version, folder))) {
      return;
    }
  } else {
    reasons.push("download: get.pulumi.com cannot be reached");
  }
  if (await canBuild()) {
    const title = `Building the Pulumi CLI ${version} from its Go modules (about 4 minutes, once)`;
    if (await attempt(title, () => buildFromModules(folder))) {
      return;
    }
  } else {
    reasons.push("build: go is not on PATH");
  }
  throw new SetUpError(
    [
      "There is no Pulumi CLI that can be used here:",
      ...reasons.map((reason) => `  - ${reason}`),
      `Install Pulumi ${LOWEST_CLI_VERSION} or newer (https://www.pulumi.com/docs/install/),`,
      "or Go 1.25 or newer (https://go.dev/dl/) to have it built, then run this command again.",
    ].join("\n"),
  );
}

/**
 * Finds the Pulumi CLI, and provides one where there is none.
 *
 * In this order: PATH; the cache of an earlier run; the official download; a build from the pinned Go modules.
 * Fails with a SetUpError that says what each way lacked and what to install.
 */
export async function findPulumi(): Promise<PulumiCli> {
  const onPath = await findOnPath();
  if ("command" in onPath) {
    return onPath;
  }
  const version = pinnedVersion(CLI);
  const folder = path.join(cacheFolder(), `pulumi-${version}`);
  await makeFolderOnce(folder, (unfinished) => fill(unfinished, version, onPath.reason));
  return cachedCli(folder, version);
}
