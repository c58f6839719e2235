import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    retry: 0,
    // End-to-end tests wait more than they compute: a machine of two cores runs three files at once.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "emulator",
          include: ["tests/emulator/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: ["tests/support/e2e-setup.ts"],
        },
      },
      {
        extends: true,
        // Hundreds of stacks, each of which waits more than it computes: several side by side, in the one file.
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          maxConcurrency: 12,
          globalSetup: ["tests/support/e2e-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "environments",
          include: ["tests/environments/**/*.test.ts"],
          // The first run installs over the network.
          testTimeout: 600_000,
          hookTimeout: 60_000,
          globalSetup: ["tests/environments/set-up.ts"],
        },
      },
    ],
  },
});
