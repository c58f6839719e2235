// Says what a change would do to every stack, as Markdown, without any key of the cloud.
import { keep, readArguments } from "./arguments.mjs";
import { commentOf, commentOfRemoved } from "./comment.mjs";
import { EXIT_CODES, exitWith } from "./exitCodes.mjs";
import { preview } from "./preview.mjs";
import { declaredStacks, has, removedEvents, stacksOfBackend } from "./stacks.mjs";
import { inThrowAwayStack } from "./throwAwayStack.mjs";
import { withoutCredentials } from "./withoutCredentials.mjs";

const USAGE = "pipeline/pull-request.mjs [STACK …] [--throw-away] [--comment FILE]";

/** By which the workflow finds its own comment again. */
const MARKER = "<!-- recordings -->";

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, {
    // For those who have neither the state nor its passphrase: a first `up` into nothing is previewed, as it is for a
    // stack that is not there yet.
    "throw-away": { type: "boolean", default: false },
    comment: { type: "string" },
  });
  const env = withoutCredentials(process.env);
  const known = values["throw-away"] ? [] : await stacksOfBackend(env);
  const comments = [];
  let succeeded = true;
  for (const stack of stacks.length > 0 ? stacks : declaredStacks()) {
    // Nothing is read at the service: a refresh would need keys, and Pulumi.yaml asks for one.
    const flags = ["--refresh=false"];
    const isThrowAway = !has(known, stack);
    const result = isThrowAway
      ? await inThrowAwayStack(stack, env, (place) => preview(stack, flags, place))
      : await preview(stack, flags, { env });
    comments.push(commentOf(stack, result, isThrowAway));
    succeeded &&= result.succeeded;
  }
  comments.push(...removedEvents(known).map(commentOfRemoved));
  const text = `${MARKER}\n${comments.join("\n")}`;
  process.stdout.write(text);
  keep(values.comment, text);
  return succeeded ? EXIT_CODES.done : EXIT_CODES.failed;
});
