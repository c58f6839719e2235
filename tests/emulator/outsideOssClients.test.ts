import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { hasPython, INSTALL_HOOK_MILLISECONDS, installPythonClients, type RunScript } from "./pythonClients";

const PERMANENT = { accessKeyId: "permanent", accessKeySecret: "permanentSecret" };
const TEMPORARY = {
  accessKeyId: "STS.temporary",
  accessKeySecret: "temporarySecret",
  securityToken: "CAIS+token/with=signs",
};
const KEPT_KEY = "kept/直播 + 100%.txt";
const KEPT_BYTES = 256 * 1200;

describe.skipIf(!hasPython)("OSS clients in Python", () => {
  let emulator: Emulator;
  let runScript: RunScript;

  beforeAll(async () => {
    runScript = await installPythonClients();
    emulator = await startEmulator({ media: false, accessKeys: [PERMANENT, TEMPORARY] });
  }, INSTALL_HOOK_MILLISECONDS);

  afterAll(async () => {
    await emulator?.stop();
  });

  it.each([
    ["oss2", "oss_v1_client.py", "V1", "a permanent key", PERMANENT],
    ["oss2", "oss_v1_client.py", "V4", "a permanent key", PERMANENT],
    ["oss2", "oss_v1_client.py", "V1", "temporary credentials", TEMPORARY],
    ["oss2", "oss_v1_client.py", "V4", "temporary credentials", TEMPORARY],
    ["alibabacloud_oss_v2", "oss_v2_client.py", "V1", "a permanent key", PERMANENT],
    ["alibabacloud_oss_v2", "oss_v2_client.py", "V4", "a permanent key", PERMANENT],
    ["alibabacloud_oss_v2", "oss_v2_client.py", "V1", "temporary credentials", TEMPORARY],
    ["alibabacloud_oss_v2", "oss_v2_client.py", "V4", "temporary credentials", TEMPORARY],
  ])("%s (%s) keeps odd keys whole with signature %s and %s", async (_name, script, version, _what, key) => {
    const bucket = `outside-${Math.random().toString(36).slice(2)}`;
    const { ice, oss } = emulator;

    const seen = await runScript({ ice, oss, bucket, ...key }, script, version);

    expect(seen.left).toEqual([KEPT_KEY]);
    expect(emulator.store.listObjects(bucket)).toEqual([
      expect.objectContaining({ key: KEPT_KEY, size: KEPT_BYTES }),
    ]);
  });

  it.each([
    ["oss_v1_client.py", "InvalidSecurityToken", { ...TEMPORARY, securityToken: "other" }],
    ["oss_v1_client.py", "SignatureDoesNotMatch", { ...PERMANENT, accessKeySecret: "wrong" }],
    ["oss_v2_client.py", "InvalidSecurityToken", { ...TEMPORARY, securityToken: "other" }],
    ["oss_v2_client.py", "SignatureDoesNotMatch", { ...PERMANENT, accessKeySecret: "wrong" }],
  ])("%s reads %s", async (script, code, key) => {
    const { ice, oss } = emulator;

    await expect(runScript({ ice, oss, bucket: "refused", ...key }, script, "V4")).rejects.toThrow(code);
  });
});
