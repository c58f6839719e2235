import { Command, CommanderError } from "commander";
import { messageOf } from "../provider/error";
import { deleteFilesCommand } from "./commands/deleteFiles";
import { doctorCommand } from "./commands/doctor";
import { endCommand } from "./commands/end";
import { importCommand } from "./commands/import";
import { jobsCommand } from "./commands/jobs";
import { manifestCommand } from "./commands/manifest";
import { orphansCommand } from "./commands/orphans";
import { EXIT_CODES, EXIT_CODES_HELP } from "./exitCodes";

function createProgram(): Command {
  const program = new Command("pulumi-alicloud-ice")
    .description("Live recordings of Alibaba Cloud IMS (ICE), for stacks that use pulumi-alicloud-ice.")
    .addHelpText("after", EXIT_CODES_HELP)
    .exitOverride()
    .addCommand(jobsCommand())
    .addCommand(orphansCommand())
    .addCommand(endCommand())
    .addCommand(manifestCommand())
    .addCommand(importCommand())
    .addCommand(deleteFilesCommand())
    .addCommand(doctorCommand());
  for (const command of program.commands) command.exitOverride();
  return program;
}

createProgram()
  .parseAsync()
  .catch((thrown: unknown) => {
    if (thrown instanceof CommanderError) {
      // Commander has said it already.
      process.exitCode = thrown.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.wrongUse;
      return;
    }
    process.stderr.write(`pulumi-alicloud-ice: ${messageOf(thrown)}\n`);
    process.exitCode = EXIT_CODES.failed;
  });
