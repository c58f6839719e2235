import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallbackRecord } from "./callbacks";
import { CleanUp } from "./cleanUp";
import { type Clock, createClock, type StoppableClock } from "./clock";
import type { ActiveFault, FaultRequest, Faults } from "./faults";
import { type AccessKeyPair, createAccessKeys, generateAccessKeyPair } from "./http/accessKeys";
import { createAdminListener, isForAdmin } from "./http/admin";
import { closeServer, listen } from "./http/listening";
import { type LoggedRequest, RequestLog } from "./http/requestLog";
import { createRpcListener } from "./http/rpcServer";
import { describeJob, type JobReport } from "./jobReport";
import { type Ffmpeg, findFfmpeg } from "./media/ffmpeg";
import { type OnlineStream, startOrigin } from "./media/origin";
import { OriginWithSynthetic } from "./media/originWithSynthetic";
import { type SyntheticOptions, SyntheticStreams } from "./media/syntheticStreams";
import { createOssHandler } from "./oss/server";
import { ObjectStore } from "./oss/store";
import { createRecorder, type Media } from "./recorder";
import { DEFAULT_STREAM_WINDOW_SECONDS, ImsService, type Settings } from "./service";
import type { SnapshotJobReport } from "./snapshots/snapshotJobReport";
import { createSnapshotMedia } from "./snapshots/snapshotMedia";
import { keptAccessKeyPair } from "./state/keptAccessKey";
import { RequestLogFile } from "./state/requestLogFile";
import { restoreClock } from "./state/savedClock";
import type { Seed } from "./state/seed";
import { ossFolderOf, spoolFolderOf } from "./state/snapshots";
import { StateControl } from "./state/stateControl";
import type { RecordState, SavedState } from "./state/stateEntries";
import { StateFile } from "./state/stateFile";
import { UsageError } from "./usageError";

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
  /**
   * `true`, with `folder`: everything else is kept there, too, and the next emulator of the same folder goes on with
   * it, even after a SIGKILL: jobs, templates, files, settings, clock, a generated access key. Default `false`.
   */
  readonly persist?: boolean;
  /** What it begins with, and has again after each reset. A folder with kept state needs none: it is not applied then. */
  readonly seed?: Seed;
  /** File that every request is also logged to, one JSON object a line. Default: none. */
  readonly logFile?: string;
  /** `false`: no RTMP server and no ffmpeg, so that no job ever finds its stream. Default `true`. */
  readonly media?: boolean;
  /** Region that the OSS belongs to. Default `cn-shanghai`. */
  readonly region?: string;
}

export interface StreamControl {
  online(): OnlineStream[];
  /**
   * Puts a synthetic stream on the air: jobs whose stream URL has this application and stream record media that the
   * emulator makes up by its clock. Their files are marked as synthetic.
   * @throws Error without media, when it is there already, or forbidden.
   */
  startSynthetic(app: string, stream: string, options?: SyntheticOptions): void;
  /** Takes a synthetic stream off the air for good. @throws Error when there is none. */
  stopSynthetic(app: string, stream: string): void;
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
  /** One more key that may sign, until the next reset; a key of the same id is replaced. Nothing keeps it. */
  addAccessKey(pair: AccessKeyPair): void;
  readonly faults: {
    add(fault: FaultRequest): ActiveFault;
    list(): readonly ActiveFault[];
    clear(): void;
  };
  /** Buckets and objects. */
  readonly store: ObjectStore;
  /** The publishers at the RTMP origin. */
  readonly streams: StreamControl;
  /** Every record job, in order of creation, with all that the emulator knows about it. */
  jobs(): JobReport[];
  /** The same of snapshot jobs. */
  snapshotJobs(): SnapshotJobReport[];
  /** The last requests to any of its servers, oldest first, secrets masked. */
  requests(): LoggedRequest[];
  callbacks(): readonly CallbackRecord[];
  /** Resolves when recordings and snapshots have stored everything that the clock and the streams have brought until now. */
  settled(): Promise<void>;
  /** Writes the whole state into a folder: new, empty, or an earlier snapshot. @throws Error for another one. */
  snapshot(folder: string): Promise<void>;
  /** Replaces the whole state by a snapshot; time does not go back. @throws Error when the folder is none. */
  restore(folder: string): Promise<void>;
  /** Back to the state of a first start, seed included; the clock stays where it is. */
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
  if (options.persist && options.folder === undefined) {
    throw new UsageError("persist needs a folder to keep the state in");
  }
  const host = options.host ?? "127.0.0.1";
  const folder = options.folder ?? (await temporaryFolder(cleanUp));
  await mkdir(folder, { recursive: true });
  const pairs = [...(options.accessKeys ?? []), ...(options.seed?.accessKeys ?? [])];
  const pair = pairs[0] ?? (options.persist ? keptAccessKeyPair(folder) : generateAccessKeyPair());
  const clock = createStoppedByCleanUp(cleanUp);
  const accessKeys = createAccessKeys([...pairs, pair], () => clock.now());
  const log = createLog(clock, options.logFile, cleanUp);
  const loose = options.loose ?? false;
  const settings: Settings = {
    listLagSeconds: 0,
    streamWindowSeconds: options.streamWindowSeconds ?? DEFAULT_STREAM_WINDOW_SECONDS,
  };
  const kept = options.persist ? openStateFile(folder, clock, settings, cleanUp) : undefined;
  const earlier = kept?.read();
  if (earlier?.clock !== undefined) {
    restoreClock(clock, earlier.clock);
  }
  const store = await ObjectStore.open(ossFolderOf(folder), clock);
  cleanUp.add(async () => store.close());

  const record: RecordState = (entry) => kept?.record(entry);
  const media =
    options.media === false
      ? undefined
      : await startMedia(host, options.rtmpPort ?? 0, clock, record, cleanUp);

  const region = options.region ?? DEFAULT_REGION;
  const faults = (): Faults => service.faults;
  const ossServer = createServer(createOssHandler({ store, clock, accessKeys, log, faults, region, loose }));
  const oss = await listen(ossServer, host, options.ossPort ?? 0, "OSS");
  cleanUp.add(() => closeServer(ossServer));

  const spoolFolder = await prepareSpool(folder, earlier);
  const service: ImsService = new ImsService({
    clock,
    store,
    ossUrl: () => oss,
    origin: media?.origin,
    settings,
    startRecording: createRecorder({
      clock,
      store,
      settings,
      media,
      spoolFolder,
      faults,
      persist: kept !== undefined,
    }),
    snapshotMedia: createSnapshotMedia(clock, media),
    record,
    replaced: () => kept?.rewrite(),
  });
  cleanUp.add(() => service.close());
  const state = new StateControl({ service, accessKeys, folder, seed: options.seed, log });
  await state.begin(earlier && withWindow(earlier, options.streamWindowSeconds));
  kept?.begin(service);

  const versions = versionsWith(media?.ffmpeg);
  const rpc = createRpcListener({ service, accessKeys, log, loose });
  const surroundingsChanged = (): void => kept?.recordSurroundings();
  const admin = createAdminListener({ service, accessKeys, log, host, versions, state, surroundingsChanged });
  const iceServer: Server = createServer((message, response) => {
    const listener = isForAdmin(message.url) ? admin : rpc;
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
    addAccessKey: (added) => accessKeys.add(added),
    faults: {
      add: (fault) => service.faults.add(fault),
      list: () => service.faults.list(),
      clear: () => service.faults.clear(),
    },
    store,
    streams: streamControl(service),
    jobs: () => service.jobs.all().map(describeJob),
    snapshotJobs: () => service.liveSnapshots.describeJobs(),
    requests: () => log.entries(),
    callbacks: () => service.callbacks.all(),
    settled: () => service.settled(),
    snapshot: (target) => state.snapshot(target),
    restore: (source) => state.restore(source),
    reset: () => state.reset(),
    stop: () => cleanUp.run(),
  };
}

function streamControl(service: ImsService): StreamControl {
  const { origin, blockList } = service;
  return {
    startSynthetic: (app, stream, options) => service.requireSynthetic().start(app, stream, options),
    stopSynthetic: (app, stream) => service.requireSynthetic().stop(app, stream),
    online: () => origin?.onlineStreams() ?? [],
    disconnect: (app, stream) => blockList.disconnect(app, stream),
    forbid: (app, stream) => blockList.forbid(app, stream, Number.POSITIVE_INFINITY),
    allow: (app, stream) => blockList.resume(app, stream),
  };
}

async function startMedia(
  host: string,
  port: number,
  clock: Clock,
  record: RecordState,
  cleanUp: CleanUp,
): Promise<Media> {
  const ffmpeg = await findFfmpeg();
  const origin = new OriginWithSynthetic(
    await startOrigin({ host, port }),
    new SyntheticStreams(clock, record),
  );
  cleanUp.add(() => origin.close());
  return { ffmpeg, origin };
}

function createLog(clock: Clock, logFile: string | undefined, cleanUp: CleanUp): RequestLog {
  const file = logFile === undefined ? undefined : new RequestLogFile(logFile);
  cleanUp.add(async () => file?.close());
  return new RequestLog(
    () => clock.now(),
    (request) => file?.write(request),
  );
}

function openStateFile(folder: string, clock: Clock, settings: Settings, cleanUp: CleanUp): StateFile {
  const file = new StateFile(folder, clock, settings);
  cleanUp.add(async () => file.close());
  return file;
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

/** What was asked for at this start counts more than what was kept. */
function withWindow(earlier: SavedState, streamWindowSeconds: number | undefined): SavedState {
  const { settings } = earlier;
  return settings === undefined || streamWindowSeconds === undefined
    ? earlier
    : { ...earlier, settings: { ...settings, streamWindowSeconds } };
}

/** Work files of an earlier run are of use only to jobs that go on. */
async function prepareSpool(folder: string, earlier: SavedState | undefined): Promise<string> {
  const spool = spoolFolderOf(folder);
  await mkdir(spool, { recursive: true });
  for (const jobId of await readdir(spool)) {
    const status = earlier?.jobs.get(decodeURIComponent(jobId))?.status;
    if (status === undefined || status === "paused") {
      await rm(join(spool, jobId), { recursive: true, force: true });
    }
  }
  return spool;
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
