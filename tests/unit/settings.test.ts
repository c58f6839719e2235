import { describe, expect, test } from "vitest";
import { type Environment, readSettings, type Settings } from "../../provider/settings";

/** Reads the settings of a stack configuration whose keys are written with their namespace. */
function read(config: Record<string, string>, environment: Environment = {}): Settings {
  return readSettings((namespace, key) => config[`${namespace}:${key}`], environment);
}

const REGION = { "alicloud-ice:region": "cn-shanghai" };

describe("the region", () => {
  test.each<[string, Record<string, string>, Environment, string]>([
    [
      "our own namespace first",
      { "alicloud-ice:region": "cn-a", "alicloud:region": "cn-b" },
      { ALICLOUD_REGION: "cn-c" },
      "cn-a",
    ],
    [
      "then that of @pulumi/alicloud",
      { "alicloud:region": "cn-b" },
      { ALICLOUD_REGION: "cn-c", ALIBABA_CLOUD_REGION_ID: "cn-d" },
      "cn-b",
    ],
    ["then ALICLOUD_REGION", {}, { ALICLOUD_REGION: "cn-c", ALIBABA_CLOUD_REGION_ID: "cn-d" }, "cn-c"],
    ["then ALIBABA_CLOUD_REGION_ID", {}, { ALIBABA_CLOUD_REGION_ID: "cn-d" }, "cn-d"],
    ["an empty value counts as none", { "alicloud-ice:region": " " }, { ALICLOUD_REGION: "cn-c" }, "cn-c"],
    ["spaces around it are dropped", { "alicloud-ice:region": " cn-a\n" }, {}, "cn-a"],
  ])("%s", (_what, config, environment, region) => {
    expect(read(config, environment).region).toBe(region);
  });

  test("is never guessed: without one, the error names the key, the variable and the command", () => {
    expect(() => read({})).toThrow(
      /No region is set.*`pulumi config set alicloud-ice:region cn-shanghai`.*ALIBABA_CLOUD_REGION_ID/,
    );
  });

  test.each(["Shanghai", "cn", "cn_shanghai", "cn-shanghai.evil.example", "a/b"])(
    "%j is refused",
    (region) => {
      expect(() => read({ "alicloud-ice:region": region })).toThrow(
        /must be a region id such as cn-shanghai/,
      );
    },
  );
});

describe("endpoints", () => {
  test("follow from the region", () => {
    expect(read(REGION)).toMatchObject({
      ice: { host: "ice.cn-shanghai.aliyuncs.com", protocol: "https" },
      live: { host: "live.aliyuncs.com", protocol: "https" },
      oss: { host: "oss-cn-shanghai.aliyuncs.com", protocol: "https" },
    });
  });

  test.each([
    ["localhost:8080", "localhost:8080", "https"],
    ["http://localhost:8080", "localhost:8080", "http"],
    ["https://127.0.0.1:8080/", "127.0.0.1:8080", "https"],
    ["ims.example.com", "ims.example.com", "https"],
  ])("%j is %s by %s", (endpoint, host, protocol) => {
    const settings = read({
      ...REGION,
      "alicloud-ice:endpoint": endpoint,
      "alicloud-ice:ossEndpoint": "http://localhost:9000",
    });
    expect(settings.ice).toEqual({ host, protocol });
    // The local IMS answers for ApsaraVideo Live too.
    expect(settings.live).toEqual({ host, protocol });
    expect(settings.oss).toEqual({ host: "localhost:9000", protocol: "http" });
  });

  test("without a scheme take the configured protocol", () => {
    expect(read({ ...REGION, "alicloud-ice:protocol": "http" }).ice.protocol).toBe("http");
    expect(() => read({ ...REGION, "alicloud-ice:protocol": "ftp" })).toThrow(/must be "https" or "http"/);
  });

  test("a live endpoint of its own wins", () => {
    const settings = read({ ...REGION, "alicloud-ice:liveEndpoint": "live.cn-shanghai.aliyuncs.com" });
    expect(settings.live.host).toBe("live.cn-shanghai.aliyuncs.com");
  });

  test("a local one without an OSS endpoint is refused: buckets would be made in the real OSS", () => {
    expect(() => read({ ...REGION, "alicloud-ice:endpoint": "http://localhost:8080" })).toThrow(
      /localhost:8080.*alicloud-ice:ossEndpoint is not set/,
    );
  });

  test.each([
    "ice-vpc.cn-shanghai.aliyuncs.com",
    "ice.aliyuncs.com",
    "https://ice.cn-shanghai.aliyuncs.com:443",
  ])("%s is the real service: OSS and Live stay the real ones", (endpoint) => {
    const settings = read({ ...REGION, "alicloud-ice:endpoint": endpoint });
    expect(settings.oss.host).toBe("oss-cn-shanghai.aliyuncs.com");
    expect(settings.live.host).toBe("live.aliyuncs.com");
  });

  test("a host that only ends like the real one is local", () => {
    expect(() => read({ ...REGION, "alicloud-ice:endpoint": "evil-aliyuncs.com" })).toThrow("ossEndpoint");
  });

  test.each([
    "http://localhost:8080/ice",
    "localhost:port",
    "ftp://localhost",
    "a b",
    "http://",
    "user@host",
  ])("%j is refused", (endpoint) => {
    expect(() => read({ ...REGION, "alicloud-ice:endpoint": endpoint })).toThrow(
      /alicloud-ice:endpoint must be a host, a host:port or an http\(s\) URL without a path/,
    );
  });
});

describe("credentials", () => {
  const OWN = { "alicloud-ice:accessKey": "own-id", "alicloud-ice:secretKey": "own-secret" };
  const SHARED = {
    "alicloud:accessKey": "shared-id",
    "alicloud:secretKey": "shared-secret",
    "alicloud:securityToken": "shared-token",
  };

  test("none in the configuration: the default chain decides", () => {
    expect(read(REGION).accessKey).toBeUndefined();
  });

  test("our own come first, then those of @pulumi/alicloud with their token", () => {
    expect(read({ ...REGION, ...OWN, ...SHARED }).accessKey).toEqual({ id: "own-id", secret: "own-secret" });
    expect(read({ ...REGION, ...SHARED }).accessKey).toEqual({
      id: "shared-id",
      secret: "shared-secret",
      securityToken: "shared-token",
    });
  });

  test("a token of our own goes with our own key", () => {
    const settings = read({ ...REGION, ...OWN, "alicloud-ice:securityToken": "own-token" });
    expect(settings.accessKey?.securityToken).toBe("own-token");
  });

  test.each([
    ["secretKey", { "alicloud-ice:accessKey": "own-id" }],
    ["accessKey", { "alicloud-ice:secretKey": "own-secret" }],
    ["secretKey", { "alicloud:accessKey": "shared-id" }],
    ["secretKey", { ...SHARED, "alicloud-ice:accessKey": "own-id" }],
  ])("half a pair is refused, and says that %s is missing, not what is there", (missing, config) => {
    const reading = () => read({ ...REGION, ...config });
    expect(reading).toThrow(`${missing} is missing`);
    expect(reading).not.toThrow(/own-|shared-/);
  });

  test("a profile is taken over", () => {
    expect(read({ ...REGION, "alicloud:profile": "studio" }).profile).toBe("studio");
  });
});

describe("the transport", () => {
  test.each([
    [{}, "openapi"],
    [{ "alicloud-ice:transport": "openapi" }, "openapi"],
    [{ "alicloud-ice:transport": "sdk" }, "sdk"],
  ])("%j is %s", (config, transport) => {
    expect(read({ ...REGION, ...config }).transport).toBe(transport);
  });

  test.each(["SDK", "http", "ice20201109"])("%j is refused", (transport) => {
    expect(() => read({ ...REGION, "alicloud-ice:transport": transport })).toThrow(
      `alicloud-ice:transport must be "openapi" or "sdk", got "${transport}"`,
    );
  });
});

test.each([
  [undefined, []],
  ["", []],
  ["job-1", ["job-1"]],
  ["job-1,job-2", ["job-1", "job-2"]],
  [" job-1, job-2\njob-3 ,", ["job-1", "job-2", "job-3"]],
])("abandonJobs %j names %j", (text, ids) => {
  const settings = read({ ...REGION, ...(text === undefined ? {} : { "alicloud-ice:abandonJobs": text }) });
  expect([...settings.abandonJobs]).toEqual(ids);
});
