import { Command, CommanderError, InvalidArgumentError } from "commander";
import { type Emulator, type EmulatorOptions, startEmulator } from "./emulator";
import { renderFaultTable } from "./faultTable";
import { DEFAULT_STREAM_WINDOW_SECONDS } from "./service";
import { readSeedFile } from "./state/seed";
import { UsageError } from "./usageError";

const USAGE_EXIT_CODE = 2;
const DEFAULT_ICE_PORT = 8790;
const DEFAULT_OSS_PORT = 8791;
const DEFAULT_RTMP_PORT = 1935;

interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly ossPort: number;
  readonly rtmpPort: number;
  readonly streamWindow?: number;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly securityToken?: string;
  readonly loose?: boolean;
  readonly data?: string;
  readonly persist?: boolean;
  readonly seed?: string;
  readonly log?: string;
  readonly media: boolean;
  readonly json?: boolean;
}

function createProgram(): Command {
  return new Command("ice-emulator")
    .description(
      "A local Alibaba Cloud IMS: ICE, ApsaraVideo Live, OSS and an RTMP origin, with real recordings.",
    )
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <port>", "port of ICE and Live; 0 for a free one", readPort, DEFAULT_ICE_PORT)
    .option("--oss-port <port>", "port of OSS; 0 for a free one", readPort, DEFAULT_OSS_PORT)
    .option("--rtmp-port <port>", "port of the RTMP origin; 0 for a free one", readPort, DEFAULT_RTMP_PORT)
    .option(
      "--stream-window <seconds>",
      `how long a stream may be away before its job ends (default: ${DEFAULT_STREAM_WINDOW_SECONDS})`,
      readSeconds,
    )
    .option("--access-key-id <id>", "access key that clients sign with (default: generated)")
    .option("--access-key-secret <secret>", "its secret")
    .option(
      "--security-token <token>",
      "makes them temporary credentials: the token that has to come with them",
    )
    .option("--loose", "accept every request, signed or not")
    .option(
      "--data <folder>",
      "keep buckets and objects here (default: a temporary folder, removed at the end)",
    )
    .option("--persist", "with --data: keep everything else there, too, and go on with it after a restart")
    .option(
      "--seed <file>",
      "JSON file with accessKeys, buckets, templates and jobs (of snapshots, too) to begin with",
    )
    .option("--log <file>", "also log every request there, one JSON object a line")
    .option("--no-media", "run without RTMP origin and ffmpeg: no job ever finds its stream")
    .option("--json", "once ready, print one line of JSON and nothing else")
    .addHelpText("after", `\nFaults on command (POST /_emulator/faults):\n${renderFaultTable()}`)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .exitOverride();
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) {
    throw new InvalidArgumentError("It has to be a number from 0 to 65535.");
  }
  return port;
}

function readSeconds(text: string): number {
  const seconds = text.trim() === "" ? Number.NaN : Number(text);
  if (!(seconds > 0 && Number.isFinite(seconds))) {
    throw new InvalidArgumentError("It has to be a number of seconds above 0.");
  }
  return seconds;
}

function readOptions(program: Command): CliOptions {
  const options = program.parse().opts<CliOptions>();
  if ((options.accessKeyId === undefined) !== (options.accessKeySecret === undefined)) {
    program.error("error: --access-key-id and --access-key-secret go together");
  }
  if (options.persist && options.data === undefined) {
    program.error("error: --persist needs --data");
  }
  if (options.securityToken !== undefined && options.accessKeyId === undefined) {
    program.error("error: --security-token needs --access-key-id and --access-key-secret");
  }
  return options;
}

function emulatorOptions(options: CliOptions): EmulatorOptions {
  const { host, port, ossPort, rtmpPort, media, accessKeyId, accessKeySecret, securityToken, data } = options;
  return {
    host,
    port,
    ossPort,
    rtmpPort,
    media,
    ...(options.streamWindow === undefined ? {} : { streamWindowSeconds: options.streamWindow }),
    persist: options.persist ?? false,
    ...(options.seed === undefined ? {} : { seed: readSeedFile(options.seed) }),
    ...(options.log === undefined ? {} : { logFile: options.log }),
    loose: options.loose ?? false,
    ...(accessKeyId === undefined || accessKeySecret === undefined
      ? {}
      : { accessKeys: [{ accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) }] }),
    ...(data === undefined ? {} : { folder: data }),
  };
}

function jsonLine(emulator: Emulator): string {
  const { ice, live, oss, rtmp, accessKeyId, accessKeySecret } = emulator;
  const { streamWindowSeconds } = emulator.settings;
  return JSON.stringify({ ice, live, oss, rtmp, accessKeyId, accessKeySecret, streamWindowSeconds });
}

function welcome(emulator: Emulator, options: CliOptions): string {
  const { ice, oss, rtmp, accessKeyId, accessKeySecret, versions } = emulator;
  return [
    "Local IMS is ready.",
    "",
    `  ICE and Live       ${ice}`,
    `  OSS                ${oss}`,
    `  RTMP               ${rtmp === "" ? "off: no job ever finds its stream" : `${rtmp}/APP/STREAM`}`,
    `  access key id      ${accessKeyId}`,
    `  access key secret  ${accessKeySecret}`,
    "",
    `  A job ends when its stream is away for ${emulator.settings.streamWindowSeconds} s.`,
    `  Data: ${emulator.folder}${options.data === undefined ? " (removed at the end)" : ""}`,
    `  Console: ${ice}/_emulator/   Health: ${ice}/_emulator/health`,
    ...(versions.ffmpeg === undefined ? [] : [`  ffmpeg: ${versions.ffmpeg}`]),
    "",
    "Stop with Ctrl+C: recordings are finished first.",
  ].join("\n");
}

function stopOnSignals(emulator: Emulator): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) {
      process.exit(1);
    }
    stopping = true;
    emulator.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, stop);
  }
}

function fail(error: unknown): never {
  process.stderr.write(`ice-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof UsageError ? USAGE_EXIT_CODE : 1);
}

async function main(): Promise<void> {
  const options = readOptions(createProgram());
  const emulator = await startEmulator(emulatorOptions(options));
  stopOnSignals(emulator);
  if (options.loose) {
    process.stderr.write(
      "ice-emulator: --loose: signatures are not verified, whoever reaches it may do anything.\n",
    );
  }
  process.stdout.write(`${options.json ? jsonLine(emulator) : welcome(emulator, options)}\n`);
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exit(error.exitCode === 0 ? 0 : USAGE_EXIT_CODE);
  }
  fail(error);
});
