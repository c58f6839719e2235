import path from "node:path";
import { cacheFolder, makeFolderOnce } from "../cacheFolder";
import { withProgress } from "../progress";
import { buildCommand, canBuild } from "../pulumi/buildFromModules";
import { type GoCommand, pinnedVersion } from "../pulumi/pins";
import { REPOSITORY_ROOT } from "../repository";

const ACTIONLINT: GoCommand = {
  name: "actionlint",
  moduleFolder: path.join(REPOSITORY_ROOT, "tools", "actionlint"),
  goPackage: "github.com/rhysd/actionlint/cmd/actionlint",
  goModule: "github.com/rhysd/actionlint",
};

/** The linter of GitHub's workflows in its pinned version, built once; undefined where there is no Go to build it. */
export async function findActionlint(): Promise<string | undefined> {
  const version = pinnedVersion(ACTIONLINT);
  const folder = path.join(cacheFolder(), `actionlint-${version}`);
  if (!(await canBuild())) return undefined;
  await makeFolderOnce(folder, (unfinished) =>
    withProgress(`Building actionlint ${version}`, () => buildCommand(ACTIONLINT, unfinished)),
  );
  return path.join(folder, ACTIONLINT.name);
}
