import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccessKeyPair } from "pulumi-alicloud-ice-emulator";
import { afterAll, beforeAll } from "vitest";

/** So short that the credentials library asks again before every call: it renews a quarter of an hour ahead. */
const LIFE_MILLISECONDS = 60_000;

/** What ALIBABA_CLOUD_CREDENTIALS_URI points at: a server that hands out temporary credentials. */
export interface CredentialsUri {
  readonly url: string;
  /** What is handed out from now on; nothing: it fails. */
  key: AccessKeyPair | undefined;
}

export function useCredentialsUri(): () => CredentialsUri {
  const uri: CredentialsUri & { url: string } = { url: "", key: undefined };
  const server = createServer((_request, response) => {
    const { key } = uri;
    response.writeHead(key ? 200 : 500, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        key && {
          Code: "Success",
          AccessKeyId: key.accessKeyId,
          AccessKeySecret: key.accessKeySecret,
          SecurityToken: key.securityToken,
          Expiration: new Date(Date.now() + LIFE_MILLISECONDS).toISOString(),
        },
      ) ?? "",
    );
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    uri.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return () => uri;
}
