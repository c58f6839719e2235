const CREDENTIALS = /^(ALIBABA_CLOUD|ALIBABACLOUD|ALICLOUD)_/;
const REGIONS = ["ALICLOUD_REGION", "ALIBABA_CLOUD_REGION_ID"];

/**
 * The environment without keys of the cloud, and without the ways in which the credentials chain finds some elsewhere.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutCredentials(env) {
  const kept = Object.entries(env).filter(([name]) => !CREDENTIALS.test(name) || REGIONS.includes(name));
  return {
    ...Object.fromEntries(kept),
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true",
  };
}
