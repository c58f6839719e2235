import { type Emulator, startEmulator } from "pulumi-alicloud-ice-emulator";
import { createCaller } from "../emulator/rpcSupport";
import { REGION } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS } from "../support/localStack";
import { PRESET_BUCKET } from "../support/presetJob";
import { Stack } from "../support/stack";
import { type FaultCase, listLagSecondsOf } from "./faultCase";
import { BYSTANDER, STREAM_APP, SUBJECT } from "./programs";
import { StackClock } from "./stackClock";

const LOOK_MILLISECONDS = 50;
const ENCODER_RECONNECT_SECONDS = 5;
const LONG_WINDOW_SECONDS = 36_000;

/** A local IMS and a stack for one run, both its own. */
export interface Bench {
  readonly ims: Emulator;
  readonly stack: Stack;
  readonly clock: StackClock;
  /** Calls the service as a client of its own. */
  readonly call: ReturnType<typeof createCaller>;
  /** Moves the service's clock, and that of every process of the stack that is started from now on. */
  pass(seconds: number): void;
  /** While true, nobody waits 3 minutes: once a stream is away, the time passes in which its job ends. */
  timePasses: boolean;
  close(): Promise<void>;
}

let count = 0;

/** Jobs that are to end, or to start, need streams; without them nothing pulls and no job ends by itself. */
function needsStreams({ kind, operation, args, strike }: FaultCase): boolean {
  if (kind === "LiveSnapshotJob") return true;
  const losesStream =
    (strike.by === "event" && strike.event === "stream lost") ||
    (strike.by === "interruption" && strike.aftermath.streamIsLost === true);
  const ends = operation === "delete" || operation === "replace";
  return kind === "LiveRecordJob" && (ends || losesStream || args?.includes("waitFor") === true);
}

export async function openBench(faultCase: FaultCase): Promise<Bench> {
  count += 1;
  const hasStreams = needsStreams(faultCase);
  const ims = await startEmulator(
    hasStreams ? {} : { media: false, streamWindowSeconds: LONG_WINDOW_SECONDS },
  );
  ims.settings.listLagSeconds = listLagSecondsOf(faultCase);
  ims.store.createBucket(PRESET_BUCKET);
  if (hasStreams) {
    for (const name of [SUBJECT, BYSTANDER]) {
      ims.streams.startSynthetic(STREAM_APP, name, { reconnectAfterSeconds: ENCODER_RECONNECT_SECONDS });
    }
  }
  const clock = new StackClock();
  const stack = await Stack.create({
    program: "",
    project: `faults-${count}`,
    config: {
      "alicloud-ice:region": REGION,
      "alicloud-ice:endpoint": ims.ice,
      "alicloud-ice:ossEndpoint": ims.oss,
    },
    // Keys by the environment save a command a run.
    env: {
      NODE_OPTIONS: `--require ${clock.preload}`,
      ALIBABA_CLOUD_ACCESS_KEY_ID: ims.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: ims.accessKeySecret,
    },
  });
  const pass = (seconds: number): void => {
    ims.clock.advance(seconds * 1_000);
    clock.advance(seconds * 1_000);
  };
  // Once for each loss: a job's end is written down a moment after the clock has brought it.
  const passedFor = new Set<string>();
  const isAwayAnew = (): boolean =>
    ims.jobs().some(({ jobId, timeline }) => {
      const last = timeline.at(-1);
      const loss = `${jobId} ${last?.time}`;
      if (last?.event !== "interrupted" || passedFor.has(loss)) return false;
      passedFor.add(loss);
      return true;
    });
  const looking = setInterval(() => {
    if (bench.timePasses && isAwayAnew()) pass(PAST_THE_WINDOW_SECONDS);
  }, LOOK_MILLISECONDS);
  const bench: Bench = {
    ims,
    stack,
    clock,
    call: createCaller(ims),
    pass,
    timePasses: true,
    close: async () => {
      clearInterval(looking);
      await stack.remove();
      await ims.stop();
      clock.remove();
    },
  };
  return bench;
}
