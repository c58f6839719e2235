import { Command } from "commander";
import { operations } from "../../provider/client/operations";
import { messageOf } from "../../provider/error";
import { ConfigurationError } from "../../provider/settings";
import type { Check } from "../doctor/check";
import { machineChecks } from "../doctor/machine";
import { credentialsCheck, permissionChecks, placeChecks } from "../doctor/service";
import { EXIT_CODES } from "../exitCodes";
import { type Access, openAccess } from "../stack";
import { type SettingOptions, withSettingOptions } from "../stackOptions";

interface DoctorOptions extends SettingOptions {
  readonly json?: true;
}

const MARKS: Readonly<Record<Check["state"], string>> = {
  ok: "ok     ",
  warning: "warning",
  failed: "FAILED ",
  unknown: "unknown",
};

/** `doctor`: what a recording needs, each line with what to do. */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .description(
      "Check versions, configuration, credentials, endpoint, clock and permissions. Changes nothing.",
    )
    .option("--json", "write JSON")
    .action(run)
    .addHelpText("after", "\nExit code 1 when something failed.");
  return withSettingOptions(command);
}

async function run(options: DoctorOptions): Promise<void> {
  const checks = await allChecks(options);
  if (options.json) process.stdout.write(`${JSON.stringify({ checks }, null, 2)}\n`);
  else for (const check of checks) process.stdout.write(`${textOf(check)}\n`);
  if (checks.some(({ state }) => state === "failed")) process.exitCode = EXIT_CODES.failed;
}

async function allChecks(options: DoctorOptions): Promise<Check[]> {
  const machine = await machineChecks();
  const access = openedAccess(options);
  if (!("services" in access)) return [...machine, access];
  const [place, credentials] = await Promise.all([placeChecks(access), credentialsCheck(access)]);
  const isAnswered = ![...place, credentials].some(({ state }) => state === "failed");
  return [
    ...machine,
    ...place,
    credentials,
    // Nothing is learnt of permissions from calls that never arrive, or of nobody.
    ...(isAnswered ? await permissionChecks(access, changingActions()) : []),
  ];
}

function openedAccess(options: DoctorOptions): Access | Check {
  try {
    return openAccess(options, (line) => process.stderr.write(`${line}\n`));
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    return { subject: "configuration", state: "failed", found: messageOf(thrown) };
  }
}

function changingActions(): string[] {
  const changing = Object.entries(operations).filter(([action]) => !/^(Get|List|Describe)/.test(action));
  return changing.map(([action, { product }]) => `${product}:${action}`);
}

function textOf({ subject, state, found, advice }: Check): string {
  return `${MARKS[state]}  ${subject}: ${found}${advice === undefined ? "" : `\n         ${advice}`}`;
}
