import { type Command, Option } from "commander";

/** What every command has to know of the stack it speaks of, and where it may differ from the stack's configuration. */
export interface StackOptions {
  readonly stack: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly ossEndpoint?: string;
  readonly protocol?: string;
  readonly profile?: string;
}

/** The flags that stand for a configuration key of the same name in camel case, `alicloud-ice:ossEndpoint`. */
export const SETTING_OPTIONS = ["region", "endpoint", "ossEndpoint", "protocol", "profile"] as const;

export function withStackOptions(command: Command): Command {
  return command
    .addOption(
      new Option("-s, --stack <name>", "the stack, whose Pulumi.STACK.yaml is read")
        .env("PULUMI_STACK")
        .makeOptionMandatory(),
    )
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
