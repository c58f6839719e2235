// In a GitHub job with `id-token: write`: keeps the job's token in a file, where the credentials chain reads it.
import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXIT_CODES, exitWith, WrongUse } from "./exitCodes.mjs";

const AUDIENCE = "sts.aliyuncs.com";

await exitWith(async () => {
  const url = new URL(variable("ACTIONS_ID_TOKEN_REQUEST_URL"));
  url.searchParams.set("audience", AUDIENCE);
  const authorization = `Bearer ${variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN")}`;
  const answer = await fetch(url, { headers: { authorization } });
  if (!answer.ok) throw new Error(`GitHub gave no token: it answered ${answer.status}.`);
  const { value } = /** @type {{ value?: unknown }} */ (await answer.json());
  if (typeof value !== "string" || value === "") throw new Error("GitHub's answer holds no token.");
  const file = path.join(variable("RUNNER_TEMP"), "alibaba-cloud-token");
  writeFileSync(file, value, { mode: 0o600 });
  appendFileSync(variable("GITHUB_ENV"), `ALIBABA_CLOUD_OIDC_TOKEN_FILE=${file}\n`);
  return EXIT_CODES.done;
});

/** @param {string} name */
function variable(name) {
  const value = process.env[name];
  if (value) return value;
  throw new WrongUse(
    `${name} is not set: this runs in a GitHub job that has \`permissions: id-token: write\`.`,
  );
}
