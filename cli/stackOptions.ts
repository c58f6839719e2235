import { type Command, Option } from "commander";

/** Where a command finds the service; each stands in for the stack's configuration. */
export interface SettingOptions {
  /** The stack whose configuration counts; without it, the flags and the environment alone. */
  readonly stack?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly ossEndpoint?: string;
  readonly protocol?: string;
  readonly profile?: string;
}

/** Of a command that speaks of one stack. */
export interface StackOptions extends SettingOptions {
  readonly stack: string;
}

/** The flags that stand for a configuration key of the same name in camel case, `alicloud-ice:ossEndpoint`. */
export const SETTING_OPTIONS = ["region", "endpoint", "ossEndpoint", "protocol", "profile"] as const;

function stackOption(): Option {
  return new Option("-s, --stack <name>", "the stack, whose Pulumi.STACK.yaml is read").env("PULUMI_STACK");
}

export function withStackOptions(command: Command): Command {
  return withSettings(command.addOption(stackOption().makeOptionMandatory()));
}

/** For commands that speak of an account and a region, whoever's stack is in it. */
export function withSettingOptions(command: Command): Command {
  return withSettings(command.addOption(stackOption()));
}

function withSettings(command: Command): Command {
  return command
    .option("--region <id>", "instead of alicloud-ice:region")
    .option("--endpoint <address>", "instead of alicloud-ice:endpoint")
    .option("--oss-endpoint <address>", "instead of alicloud-ice:ossEndpoint")
    .option("--protocol <https|http>", "instead of alicloud-ice:protocol")
    .option("--profile <name>", "instead of alicloud-ice:profile: a profile of the aliyun CLI")
    .addHelpText(
      "after",
      "\nCredentials: keys that stand in Pulumi.STACK.yaml in clear, else the default chain (environment, OIDC role,\n" +
        "profile, ECS role, credentials URI). Encrypted values can't be read here.",
    );
}
