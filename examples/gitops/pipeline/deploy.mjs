// Makes the service match a stack of the main branch, and says what came out of it.
import { keep, onlyStack, readArguments } from "./arguments.mjs";
import { EXIT_CODES, exitWith } from "./exitCodes.mjs";
import { LOCK_WAIT_OPTION, mustSucceed, pulumi, pulumiOnceUnlocked } from "./pulumi.mjs";

const USAGE = "pipeline/deploy.mjs STACK [--lock-wait SECONDS] [--outputs FILE]";

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, {
    "lock-wait": LOCK_WAIT_OPTION,
    outputs: { type: "string" },
  });
  const stack = onlyStack(USAGE, stacks);
  const lockWaitSeconds = Number(values["lock-wait"]);
  mustSucceed(await pulumi(stack, ["stack", "select", "--create"]), `Selecting the stack ${stack}`);
  const up = ["up", "--yes", "--skip-preview", "--refresh"];
  mustSucceed(await pulumiOnceUnlocked(stack, up, lockWaitSeconds), `Deploying ${stack}`);
  // Without --show-secrets: stream URLs stay "[secret]".
  const outputs = mustSucceed(
    await pulumi(stack, ["stack", "output", "--json"], { isShown: false }),
    `Reading the outputs of ${stack}`,
  );
  process.stdout.write(outputs);
  keep(values.outputs, outputs);
  return EXIT_CODES.done;
});
