import { useEmulator } from "pulumi-alicloud-ice-emulator/vitest";
import { describe, expect, it } from "vitest";

describe("useEmulator", () => {
  const ims = useEmulator({ media: false, seed: { buckets: ["recordings"] } });

  it("gives a running emulator with its seed", async () => {
    const health = await fetch(`${ims().ice}/_emulator/health`);
    expect(health.status).toBe(200);
    expect(ims().store.hasBucket("recordings")).toBe(true);
    ims().store.createBucket("made-by-a-test");
    ims().clock.setScale(10);
    ims().clock.freeze();
  });

  it("resets it before each test", () => {
    expect(
      ims()
        .store.buckets()
        .map(({ name }) => name),
    ).toEqual(["recordings"]);
    expect([ims().clock.frozen, ims().clock.scale]).toEqual([false, 1]);
    expect(ims().requests()).toEqual([]);
  });
});

describe("used too early", () => {
  const ims = useEmulator({ media: false });
  let failure: unknown;
  try {
    ims();
  } catch (error) {
    failure = error;
  }

  it("it says where it may be used", () => {
    expect(failure).toMatchObject({ message: expect.stringContaining("in a test or a hook") });
  });
});
