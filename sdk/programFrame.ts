import path from "node:path";

/** Files of this package are no place of a program. */
const OWN_FOLDER = path.join(__dirname, path.sep);
const PULUMI_FOLDER = /[\\/]node_modules[\\/]@pulumi[\\/]pulumi[\\/]/;
/** How many lines Pulumi drops from a stack before it takes the rest for the program's. */
const DROPPED_LINES = 5;

type PrepareStackTrace = NonNullable<typeof Error.prepareStackTrace>;

/**
 * For the time in which a resource is constructed: Pulumi writes a stack for every promise then (a hundred for a job,
 * two thirds of the time of a program with many) and keeps one in the state of every resource. Here such a stack has
 * one frame, the line of the program that declares the resource, which is what the position in a state is for. Of our
 * files and Pulumi's own nothing is left, which makes a job's state 700 bytes smaller.
 * @returns what ends it
 */
export function keepProgramFrameOnly(): () => void {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let frame: string | undefined;
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = (error, sites) => {
    // Only where Pulumi itself asks for the whole stack there is anything to find.
    frame ??= programFrame(error, sites, prepareStackTrace);
    return ["Error", ...Array(DROPPED_LINES + 1).fill(frame ?? "")].join("\n");
  };
  return () => {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  };
}

/** The frame as it would have been written: a compiler's hook finds the line in the source. */
function programFrame(
  error: Error,
  sites: NodeJS.CallSite[],
  written: PrepareStackTrace | undefined,
): string | undefined {
  const site = sites.find((candidate) => {
    const file = candidate.getFileName();
    return file !== null && file !== undefined && !file.startsWith(OWN_FOLDER) && !PULUMI_FOLDER.test(file);
  });
  if (site === undefined) return undefined;
  return written === undefined
    ? `    at ${site}`
    : String(written(error, [site]))
        .split("\n")
        .at(-1);
}
