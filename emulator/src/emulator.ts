import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallbackRecord } from "./callbacks";
import { CleanUp } from "./cleanUp";
import { type Clock, createClock, type StoppableClock } from "./clock";
import type { ActiveFault, FaultRequest } from "./faults";
import { type AccessKeyPair, createAccessKeys, generateAccessKeyPair } from "./http/accessKeys";
import { ADMIN_PREFIX, createAdminListener } from "./http/admin";
import { closeServer, listen } from "./http/listening";
import { type LoggedRequest, RequestLog } from "./http/requestLog";
import { createRpcListener } from "./http/rpcServer";
import { describeJob, type JobReport } from "./jobReport";
import type { StartRecording } from "./jobs";
import { type Ffmpeg, findFfmpeg } from "./media/ffmpeg";
import { type OnlineStream, type Origin, startOrigin } from "./media/origin";
import { startRecording } from "./media/recording";
import { createOssHandler } from "./oss/server";
import { ObjectStore } from "./oss/store";
import { DEFAULT_STREAM_WINDOW_SECONDS, ImsService, type Settings } from "./service";
import { waitForNoStream } from "./waitingOnly";

export const DEFAULT_REGION = "cn-shanghai";

export interface EmulatorOptions {
  /** Address that all servers listen on. Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Port of ICE and Live. Default 0: a free one, as are the others. */
  readonly port?: number;
  readonly ossPort?: number;
  readonly rtmpPort?: number;
  /** A job ends when its stream was away for this many seconds. Default 180, as at the service. */
  readonly streamWindowSeconds?: number;
  /** Access keys that may sign; the first is the one that {@link Emulator} names. Default: one generated pair. */
  readonly accessKeys?: readonly AccessKeyPair[];
  /** `true`: every request is accepted, signed or not, at all servers. Default `false`. */
  readonly loose?: boolean;
  /** Where buckets and work files are kept. Default: a temporary folder, removed at stop. */
  readonly folder?: string;
  /** `false`: no RTMP server and no ffmpeg, so that no job ever finds its stream. Default `true`. */
  readonly media?: boolean;
  /** Region that the OSS belongs to. Default `cn-shanghai`. */
  readonly region?: string;
}

export interface StreamControl {
  online(): OnlineStream[];
  /** Cuts a publisher off once; it may push again at once. */
  disconnect(app: string, stream: string): Promise<void>;
  /** Cuts a publisher off and refuses it until `allow`. */
  forbid(app: string, stream: string): Promise<void>;
  allow(app: string, stream: string): Promise<void>;
}

/** A running local IMS. */
export interface Emulator {
  /** Endpoint of ICE, `http://HOST:PORT`. */
  readonly ice: string;
  /** Endpoint of ApsaraVideo Live; the same as `ice`. */
  readonly live: string;
  /** Endpoint of OSS, path style. */
  readonly oss: string;
  /** Where streams are pushed to and pulled from, `rtmp://HOST:PORT`; empty without media. */
  readonly rtmp: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Has to come with every request; absent for a permanent key. */
  readonly securityToken?: string;
  /** Where its data is. */
  readonly folder: string;
  /** Names and versions of the emulator, node and ffmpeg. */
  readonly versions: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** May be changed at any time. */
  readonly settings: Settings;
  readonly faults: {
    add(fault: FaultRequest): ActiveFault;
    list(): readonly ActiveFault[];
    clear(): void;
  };
  /** Buckets and objects. */
  readonly store: ObjectStore;
  /** The publishers at the RTMP origin. */
  readonly streams: StreamControl;
  /** Every job, in order of creation, with all that the emulator knows about it. */
  jobs(): JobReport[];
  /** The last requests to any of its servers, oldest first, secrets masked. */
  requests(): LoggedRequest[];
  callbacks(): readonly CallbackRecord[];
  /** Back to the state right after start; the clock stays where it is. */
  reset(): Promise<void>;
  /** Ends every recording properly, then everything else. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a local IMS and resolves when it is ready to be used.
 * @throws Error when a port is in use, the folder cannot be written, or no ffmpeg is found.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const cleanUp = new CleanUp();
  try {
    return await start(options, cleanUp);
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

async function start(options: EmulatorOptions, cleanUp: CleanUp): Promise<Emulator> {
  const host = options.host ?? "127.0.0.1";
  const pair = options.accessKeys?.[0] ?? generateAccessKeyPair();
  const accessKeys = createAccessKeys([...(options.accessKeys ?? []), pair]);
  const clock = createStoppedByCleanUp(cleanUp);
  const log = new RequestLog(() => clock.now());
  const loose = options.loose ?? false;
  const folder = options.folder ?? (await temporaryFolder(cleanUp));
  const store = await ObjectStore.open(join(folder, "oss"), clock);
  cleanUp.add(async () => store.close());

  const media = options.media === false ? undefined : await startMedia(host, options.rtmpPort ?? 0, cleanUp);

  const region = options.region ?? DEFAULT_REGION;
  const ossServer = createServer(createOssHandler({ store, clock, accessKeys, log, region, loose }));
  const oss = await listen(ossServer, host, options.ossPort ?? 0, "OSS");
  cleanUp.add(() => closeServer(ossServer));

  const settings: Settings = {
    listLagSeconds: 0,
    streamWindowSeconds: options.streamWindowSeconds ?? DEFAULT_STREAM_WINDOW_SECONDS,
  };
  const spoolFolder = await emptyFolder(join(folder, "spool"));
  const startJobRecording = recorder({ clock, store, settings, media, spoolFolder });
  const service = new ImsService({
    clock,
    store,
    ossUrl: () => oss,
    origin: media?.origin,
    settings,
    startRecording: startJobRecording,
  });
  cleanUp.add(() => service.close());

  const versions = versionsWith(media?.ffmpeg);
  const rpc = createRpcListener({ service, accessKeys, log, loose });
  const admin = createAdminListener({ service, log, host, versions });
  const iceServer: Server = createServer((message, response) => {
    const listener = message.url?.startsWith(ADMIN_PREFIX) ? admin : rpc;
    void listener(message, response);
  });
  const ice = await listen(iceServer, host, options.port ?? 0, "ICE");
  cleanUp.add(() => closeServer(iceServer));

  return {
    ice,
    live: ice,
    oss,
    rtmp: media?.origin.url ?? "",
    ...pair,
    folder,
    versions,
    clock,
    settings,
    faults: {
      add: (fault) => service.faults.add(fault),
      list: () => service.faults.list(),
      clear: () => service.faults.clear(),
    },
    store,
    streams: streamControl(service),
    jobs: () => service.jobs.all().map(describeJob),
    requests: () => log.entries(),
    callbacks: () => service.callbacks.all(),
    reset: async () => {
      await service.reset();
      log.clear();
    },
    stop: () => cleanUp.run(),
  };
}

function streamControl({ origin, blockList }: ImsService): StreamControl {
  return {
    online: () => origin?.onlineStreams() ?? [],
    disconnect: (app, stream) => blockList.disconnect(app, stream),
    forbid: (app, stream) => blockList.forbid(app, stream, Number.POSITIVE_INFINITY),
    allow: (app, stream) => blockList.resume(app, stream),
  };
}

interface Media {
  readonly ffmpeg: Ffmpeg;
  readonly origin: Origin;
}

async function startMedia(host: string, port: number, cleanUp: CleanUp): Promise<Media> {
  const ffmpeg = await findFfmpeg();
  const origin = await startOrigin({ host, port });
  cleanUp.add(() => origin.close());
  return { ffmpeg, origin };
}

function recorder(parts: {
  clock: Clock;
  store: ObjectStore;
  settings: Settings;
  media: Media | undefined;
  spoolFolder: string;
}): StartRecording {
  const { clock, store, settings, media, spoolFolder } = parts;
  const windowMilliseconds = (): number => settings.streamWindowSeconds * 1000;
  if (media === undefined) {
    return waitForNoStream(clock, windowMilliseconds);
  }
  return (job, events) =>
    startRecording({
      jobId: job.jobId,
      streamUrl: job.streamUrl ?? "",
      formats: job.template.recordFormats,
      bucket: job.bucket,
      store,
      clock,
      ...media,
      spoolFolder,
      streamAwayWindowMilliseconds: windowMilliseconds,
      events,
    });
}

function createStoppedByCleanUp(cleanUp: CleanUp): StoppableClock {
  const clock = createClock();
  cleanUp.add(async () => clock.stop());
  return clock;
}

async function temporaryFolder(cleanUp: CleanUp): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ice-emulator-"));
  cleanUp.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Work files of an earlier run that was killed are of no use. */
async function emptyFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

function versionsWith(ffmpeg: Ffmpeg | undefined): Record<string, string> {
  const text = readFileSync(join(__dirname, "..", "package.json"), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return {
    emulator: version,
    node: process.versions.node,
    ...(ffmpeg === undefined ? {} : { ffmpeg: `${ffmpeg.version} (${ffmpeg.source})` }),
  };
}
