import { ramPolicy, ramUses } from "pulumi-alicloud-ice";

/** What RAM has to allow, by what a program uses. */
export function renderRamTable(): string {
  const rows = ramUses.map((use) => {
    const actions = ramPolicy([use]).Statement.flatMap(({ Action }) => Action);
    return `| \`${use}\` | ${actions.map((action) => `\`${action}\``).join(", ")} |`;
  });
  return ["| a program with | needs |", "|---|---|", ...rows].join("\n");
}
