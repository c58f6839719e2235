import { Command, CommanderError } from "commander";
import { messageOf } from "../provider/error";
import { deleteFilesCommand } from "./commands/deleteFiles";
import { importCommand } from "./commands/import";

const FAILED_EXIT_CODE = 1;
const USAGE_EXIT_CODE = 2;

function createProgram(): Command {
  const program = new Command("pulumi-alicloud-ice")
    .description("Live recordings of Alibaba Cloud IMS (ICE), for stacks that use pulumi-alicloud-ice.")
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 wrong use.")
    .exitOverride()
    .addCommand(importCommand())
    .addCommand(deleteFilesCommand());
  for (const command of program.commands) command.exitOverride();
  return program;
}

createProgram()
  .parseAsync()
  .catch((thrown: unknown) => {
    if (thrown instanceof CommanderError) {
      // Commander has said it already.
      process.exitCode = thrown.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
      return;
    }
    process.stderr.write(`pulumi-alicloud-ice: ${messageOf(thrown)}\n`);
    process.exitCode = FAILED_EXIT_CODE;
  });
