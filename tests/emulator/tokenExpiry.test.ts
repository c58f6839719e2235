import OSS from "ali-oss";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { NPM_CLIENTS } from "./npmClients";

const LIFE_MILLISECONDS = 3_600_000;
const FIRST = { accessKeyId: "sts-first", accessKeySecret: "secret-1", securityToken: "token-1" };
const NEXT = { accessKeyId: "sts-next", accessKeySecret: "secret-2", securityToken: "token-2" };

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  const expiresAt = new Date(emulator.clock.now() + LIFE_MILLISECONDS).toISOString();
  emulator.addAccessKey({ ...FIRST, expiresAt });
});
afterEach(() => emulator.stop());

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "accepted",
    (error: { code?: string; status?: number }) => `${error.status ?? ""} ${error.code}`.trim(),
  );
}

function bucketsOf({ securityToken, ...pair }: typeof FIRST): Promise<unknown> {
  const signed = { endpoint: emulator.oss, region: "oss-cn-shanghai", secure: false, authorizationV4: true };
  const refreshed = { stsToken: securityToken, refreshSTSTokenInterval: LIFE_MILLISECONDS };
  return new OSS({ ...pair, ...signed, ...refreshed } as OSS.Options).listBuckets({});
}

describe("a security token", () => {
  it.each(Object.entries(NPM_CLIENTS))(
    "is accepted until it expires by the emulator's clock, and refused from then on: %s",
    async (_client, open) => {
      const call = open({ ...emulator, ...FIRST });
      emulator.clock.advance(LIFE_MILLISECONDS - 1);
      expect(await codeOf(call("ListLiveRecordJobs"))).toBe("accepted");
      emulator.clock.advance(1);
      expect(await codeOf(call("ListLiveRecordJobs"))).toContain("InvalidSecurityToken.Expired");
      expect(emulator.requests().map(({ status }) => status)).toEqual([200, 400]);
    },
  );

  it("is refused by OSS in OSS's own words", async () => {
    expect(await codeOf(bucketsOf(FIRST))).toBe("accepted");
    emulator.clock.advance(LIFE_MILLISECONDS);
    expect(await codeOf(bucketsOf(FIRST))).toBe("403 SecurityTokenExpired");
  });

  it("of another key says that it does not fit, expired or not", async () => {
    emulator.clock.advance(LIFE_MILLISECONDS);
    const open = NPM_CLIENTS["openapi-core, ACS3"];
    const call = open?.({ ...emulator, ...FIRST, securityToken: "token-2" });
    await expect(call?.("ListLiveRecordJobs")).rejects.toMatchObject({
      code: "InvalidSecurityToken.MismatchWithAccessKey",
    });
  });
});

describe("a key that is added while the emulator runs", () => {
  const add = (body: object): Promise<Response> =>
    fetch(`${emulator.ice}/_emulator/access-keys`, { method: "POST", body: JSON.stringify(body) });

  it("signs from then on until a reset, over HTTP too", async () => {
    const call = NPM_CLIENTS["openapi-client, ACS3"]?.({ ...emulator, ...NEXT });
    await expect(call?.("ListLiveRecordJobs")).rejects.toMatchObject({ code: "InvalidAccessKeyId.NotFound" });
    expect((await add({ ...NEXT, expiresAt: "2999-01-01T00:00:00Z" })).status).toBe(200);
    await expect(call?.("ListLiveRecordJobs")).resolves.toMatchObject({ TotalCount: 0 });
    await emulator.reset();
    await expect(call?.("ListLiveRecordJobs")).rejects.toMatchObject({ code: "InvalidAccessKeyId.NotFound" });
  });

  it.each([
    [{ ...NEXT, expiresAt: "tomorrow" }, "ISO 8601"],
    [
      { accessKeyId: "a", accessKeySecret: "b", expiresAt: "2999-01-01T00:00:00Z" },
      "only one with a securityToken",
    ],
    [{ accessKeyId: "a" }, "accessKeySecret is required"],
  ])("is refused when it cannot be: %j", async (body, says) => {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain(says);
  });
});
