import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { engineAlive, engineLog } from "../../provider/hosts/dynamic/engine";

const ADDRESS_ARGUMENT = 2;
const before = process.argv[ADDRESS_ARGUMENT];
afterEach(() => {
  setAddress(before);
});

function setAddress(address: string | undefined): void {
  if (address === undefined) process.argv.length = ADDRESS_ARGUMENT;
  else process.argv[ADDRESS_ARGUMENT] = address;
}

async function listening(): Promise<{ server: Server; address: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("an engine that listens is alive; one that has gone is not", async () => {
  const { server, address } = await listening();
  setAddress(address);
  expect(await engineAlive()).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await engineAlive()).toBe(false);
});

test("a process that no engine has started is alive, and what it says goes nowhere", async () => {
  setAddress(undefined);
  expect(await engineAlive()).toBe(true);
  expect(() => engineLog("urn").warn("x")).not.toThrow();
  setAddress("--some-flag");
  expect(await engineAlive()).toBe(true);
});
