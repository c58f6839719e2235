/** Rules for the addresses that more than one resource takes. Each names the broken rule, or nothing. */

const MAX_BUCKET_NAME_CHARACTERS = 63;
const MIN_BUCKET_NAME_CHARACTERS = 3;

/** Source: OSS, bucket naming conventions. */
export function bucketNameRule(value: string): string | undefined {
  const fits =
    value.length >= MIN_BUCKET_NAME_CHARACTERS &&
    value.length <= MAX_BUCKET_NAME_CHARACTERS &&
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(value);
  return fits
    ? undefined
    : `must be a bucket name: ${MIN_BUCKET_NAME_CHARACTERS} to ${MAX_BUCKET_NAME_CHARACTERS} lower-case letters, digits and hyphens, no hyphen at either end`;
}

export function ossEndpointRule(value: string): string | undefined {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/i.test(value)
    ? undefined
    : "must be a host name without a scheme, such as oss-cn-shanghai.aliyuncs.com";
}

export function httpUrlRule(value: string): string | undefined {
  return URL.canParse(value) && /^https?:\/\/[^/]/i.test(value)
    ? undefined
    : "must be an http:// or https:// address";
}

export function rtmpUrlRule(value: string): string | undefined {
  return /^rtmp:\/\/[^/\s]+\/\S+$/.test(value)
    ? undefined
    : "must be an address such as rtmp://HOST/APP/STREAM";
}

export function domainNameRule(value: string): string | undefined {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value)
    ? undefined
    : "must be a domain name such as push.example.com";
}
