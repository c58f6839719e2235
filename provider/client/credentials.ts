import Credential, {
  CLIProfileCredentialsProvider,
  Config,
  type CredentialModel,
} from "@alicloud/credentials";
import type { Environment, Settings } from "../settings";
import { CONFIGURATION_ORIGIN, NoCredentialsError } from "./errors";

/** The parts of the library's chain, by the names that it gives them, in the words of whoever set them up. */
const CHAIN_PARTS: readonly (readonly [RegExp, string])[] = [
  [/\benv$/, "the environment (ALIBABA_CLOUD_ACCESS_KEY_ID …)"],
  [/oidc_role_arn/, "the OIDC role of the environment (ALIBABA_CLOUD_ROLE_ARN …)"],
  [/profile/, "the credentials file"],
  [/ecs_ram_role/, "the role of this ECS instance"],
  [/credential_uri/, "ALIBABA_CLOUD_CREDENTIALS_URI"],
];

/**
 * The credentials of one process. Clients ask for them before every call, so that a wait which is longer than a
 * security token lives goes on with the next one.
 */
export class SettingsCredential extends Credential {
  /** Where they come from, in words: never what they are. */
  origin: string;
  private found = false;

  constructor(
    private readonly settings: Settings,
    environment: Environment,
  ) {
    super(...libraryArguments(settings));
    this.origin = originOfSettings(settings, environment);
  }

  /** @throws NoCredentialsError; what the library says is not repeated, since it may hold what it was given. */
  override async getCredential(): Promise<CredentialModel> {
    try {
      const model = await super.getCredential();
      this.found = true;
      this.origin = CHAIN_PARTS.find(([name]) => name.test(chainPart(model)))?.[1] ?? this.origin;
      return model;
    } catch {
      // The library's chain keeps to the part that it asked last, even if that had nothing: it begins anew next time.
      if (!this.found) this.credential = new Credential(...libraryArguments(this.settings)).credential;
      throw new NoCredentialsError(this.origin);
    }
  }
}

/** Where a client's credentials come from, for messages. */
export function originOf(credential: Credential): string | undefined {
  return credential instanceof SettingsCredential ? credential.origin : undefined;
}

function libraryArguments({ accessKey, profile }: Settings): ConstructorParameters<typeof Credential> {
  if (accessKey) {
    const { id, secret, securityToken } = accessKey;
    const pair = { accessKeyId: id, accessKeySecret: secret };
    const fixed =
      securityToken === undefined ? { type: "access_key", ...pair } : { type: "sts", ...pair, securityToken };
    return [new Config(fixed)];
  }
  if (profile !== undefined)
    return [null, CLIProfileCredentialsProvider.builder().withProfileName(profile).build()];
  return [];
}

function originOfSettings({ accessKey, profile }: Settings, environment: Environment): string {
  if (accessKey) return CONFIGURATION_ORIGIN;
  if (profile !== undefined) return `the profile ${JSON.stringify(profile)}`;
  return environment.ALIBABA_CLOUD_CREDENTIALS_URI
    ? "the default credentials chain, ALIBABA_CLOUD_CREDENTIALS_URI included"
    : "the default credentials chain";
}

function chainPart({ providerName = "" }: CredentialModel): string {
  return providerName.startsWith("default/") ? providerName : "";
}
