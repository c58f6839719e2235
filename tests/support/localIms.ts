import Credential, { Config } from "@alicloud/credentials";
import {
  type Emulator,
  type EmulatorOptions,
  type JobReport,
  startEmulator,
} from "pulumi-alicloud-ice-emulator";
import { afterAll, beforeAll } from "vitest";
import type { IceApi } from "../../provider/client/ice";
import { openIceApi } from "../../provider/client/transport";
import { standardCalls } from "../unit/support/calls";

export const REGION = "cn-shanghai";

/** A local IMS for the tests of one file. Without media, jobs wait for a stream and end when the window has passed. */
export function useLocalIms(options: EmulatorOptions = { media: false }): () => Emulator {
  let running: Emulator | undefined;
  beforeAll(async () => {
    running = await startEmulator(options);
  });
  afterAll(async () => {
    await running?.stop();
  });
  return () => {
    if (running === undefined) throw new Error("The local IMS is not running yet.");
    return running;
  };
}

/** The stack configuration that points a program at the local IMS. */
export function configFor(emulator: Emulator): Record<string, string> {
  return {
    "alicloud-ice:region": REGION,
    "alicloud-ice:endpoint": emulator.ice,
    "alicloud-ice:ossEndpoint": emulator.oss,
    "alicloud-ice:accessKey": emulator.accessKeyId,
  };
}

export function secretConfigFor(emulator: Emulator): Record<string, string> {
  return { "alicloud-ice:secretKey": emulator.accessKeySecret };
}

/** The jobs that still record, as the service counts them. */
export function recordingJobs(emulator: Emulator): JobReport[] {
  return emulator.jobs().filter((job) => job.status !== "paused");
}

/** How often an action was called and took part in the service's life, whatever the answer. */
export function callsOf(emulator: Emulator, ...actions: string[]): number {
  return emulator.requests().filter((request) => actions.includes(request.action)).length;
}

/** The provider's own client on it, in this process: for what somebody does by hand. */
export function clientOf({ ice, accessKeyId, accessKeySecret }: Emulator): IceApi {
  return openIceApi({
    endpoint: ice.replace(/^http:\/\//, ""),
    protocol: "http",
    credential: new Credential(new Config({ type: "access_key", accessKeyId, accessKeySecret })),
    userAgent: "by-hand",
    calls: standardCalls(),
  });
}
