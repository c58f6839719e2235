import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { createCaller, sendRaw } from "./rpcSupport";
import { ACS3_CASES } from "./tamperedAcs3";
import { OLD_CASES, UNSIGNED_CASES } from "./tamperedOld";
import { acs3, type Case, INACTIVE, old, PERMANENT, TEMPORARY, token } from "./tampering";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ media: false, accessKeys: [PERMANENT, INACTIVE, TEMPORARY] });
});

afterAll(async () => {
  await emulator.stop();
});

async function isRefused([, request, code, status = 400]: Case): Promise<void> {
  const templatesBefore = await countTemplates();

  const answer = await sendRaw(emulator, request(emulator));

  const told = answer.json.Code ?? /<Code>(.*)<\/Code>/.exec(answer.text)?.[1];
  expect({ code: told, status: answer.status }).toEqual({ code, status });
  expect(await countTemplates()).toBe(templatesBefore);
  expect(answer.text).not.toMatch(/Secret"|permanentSecret|temporarySecret/);
}

async function countTemplates(): Promise<unknown> {
  return (await createCaller(emulator)("ListLiveRecordTemplates")).TotalCount;
}

it("both kinds of request are accepted as they are before anything is changed", async () => {
  const before = Number(await countTemplates());

  expect(await sendRaw(emulator, acs3()(emulator))).toMatchObject({ status: 200 });
  expect(await sendRaw(emulator, acs3({ key: TEMPORARY, headers: token("token") })(emulator))).toMatchObject({
    status: 200,
  });
  expect(await sendRaw(emulator, old()(emulator))).toMatchObject({ status: 200 });
  expect(await sendRaw(emulator, old({ place: "query" })(emulator))).toMatchObject({ status: 200 });
  expect(await countTemplates()).toBe(before + 4);
});

for (const wrong of ACS3_CASES) {
  it(`ACS3: a wrong ${wrong[0]} is refused with ${wrong[2]}`, () => isRefused(wrong));
}
for (const wrong of OLD_CASES) {
  it(`HMAC-SHA1: a wrong ${wrong[0]} is refused with ${wrong[2]}`, () => isRefused(wrong));
}
for (const wrong of UNSIGNED_CASES) {
  it(`${wrong[0]} instead of a signature is refused with ${wrong[2]}`, () => isRefused(wrong));
}

it("a replayed request is refused in both schemes, and made one template", async () => {
  for (const make of [acs3(), old()]) {
    const request = make(emulator);
    const before = Number(await countTemplates());
    expect(await sendRaw(emulator, request)).toMatchObject({ status: 200 });
    expect(await sendRaw(emulator, request)).toMatchObject({
      status: 400,
      json: { Code: "SignatureNonceUsed" },
    });
    expect(await countTemplates()).toBe(before + 1);
  }
});
