import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Emulator,
  findFfmpeg,
  type Publisher,
  startEmulator,
  startPublisher,
} from "pulumi-alicloud-ice-emulator";
import { Project } from "./demo/project";
import { saveRecordings } from "./demo/recordedFiles";
import { bar, chapter, line, table, verdict } from "./demo/screen";
import { findPulumi } from "./pulumi/find";
import { REPOSITORY_ROOT } from "./repository";

const STREAM_WINDOW_SECONDS = 8;
const SERVICE_WINDOW_SECONDS = 180;
const RECONNECT_SECONDS = 5;
const WATCHED_SECONDS = 16;
const CYCLE_SECONDS = 10;
/** What the watched part of the recording must hold at least: it runs on while the other chapters are shown. */
const MIN_RECORDED_SECONDS = WATCHED_SECONDS;

const keep = process.argv.includes("--keep");
let allHold = true;

function promise(holds: boolean, text: string): void {
  allHold &&= holds;
  verdict(holds, text);
}

async function main(): Promise<void> {
  const cli = await findPulumi();
  chapter("A local IMS, and a live stream that is pushed to it");
  const emulator = await startEmulator({ streamWindowSeconds: STREAM_WINDOW_SECONDS });
  let publisher: Publisher | undefined;
  try {
    const ffmpeg = await findFfmpeg();
    publisher = await startPublisher({
      ffmpeg,
      url: `${emulator.rtmp}/live/show?auth_key=demo`,
      reconnectAfterSeconds: RECONNECT_SECONDS,
    });
    line(`IMS ${emulator.ice}   OSS ${emulator.oss}   RTMP ${emulator.rtmp}`);
    line(
      `Pulumi ${cli.version} (${cli.source})   ffmpeg ${ffmpeg.version} (${ffmpeg.source})   Node ${process.version}`,
    );
    line(
      `stream live/show: 640×360 test picture and tone; its encoder reconnects after ${RECONNECT_SECONDS} s`,
    );
    line(
      `a job ends when its stream is away for ${STREAM_WINDOW_SECONDS} s (the service itself: ${SERVICE_WINDOW_SECONDS} s)`,
    );
    await tell(await Project.create(cli), emulator, publisher);
  } finally {
    await publisher?.stop();
    await emulator.stop();
  }
  chapter(allHold ? "All of it is true." : "Something above does not hold.");
  process.exitCode = allHold ? 0 : 1;
}

async function tell(project: Project, emulator: Emulator, publisher: Publisher): Promise<void> {
  await configure(project, emulator);

  chapter("pulumi up: bucket, template, recording");
  const up = await project.run("up", "--yes", "--skip-preview");
  const outputs = JSON.parse(await project.prepare("stack", "output", "--json"));
  const jobs = () => emulator.jobs().filter((job) => job.status === "started");
  promise(up.exitCode === 0, "up ended with exit code 0");
  promise(
    jobs().length === 1 && jobs()[0]?.jobId === outputs.jobId,
    `one job records, and it is the one in state: ${outputs.jobId}`,
  );
  if (keep) return lookAround(project, emulator);

  chapter(`The recording grows (${WATCHED_SECONDS} s of it)`);
  await watch(emulator, outputs.jobId);

  chapter("Nothing has drifted");
  const preview = await project.run("preview", "--refresh", "--expect-no-changes");
  promise(preview.exitCode === 0, "preview --refresh --expect-no-changes ended with exit code 0");

  chapter("The template changes in place, the job goes on");
  await project.prepare("config", "set", "cycleDuration", String(2 * CYCLE_SECONDS));
  const change = await project.run("up", "--yes", "--skip-preview");
  promise(change.exitCode === 0 && /1 updated/.test(change.output), "one resource was updated: the template");
  promise(jobs().length === 1 && jobs()[0]?.jobId === outputs.jobId, "the same job still records");

  chapter("pulumi destroy: the stream is forbidden until the job has ended for certain");
  const before = publisher.attempts();
  const destroy = await project.run("destroy", "--yes", "--skip-preview");
  const job = emulator.jobs().find(({ jobId }) => jobId === outputs.jobId);
  promise(destroy.exitCode === 0, "destroy ended with exit code 0");
  promise(
    job?.status === "paused" && jobs().length === 0,
    `the service says that the job has ended (${job?.status}), and no other records`,
  );
  promise(
    publisher.attempts() > before,
    `the encoder tried to come back ${publisher.attempts() - before} times meanwhile`,
  );
  promise(await isBack(publisher), "the stream is allowed again: the encoder is back");
  promise(emulator.store.hasBucket(outputs.bucketName), `the bucket ${outputs.bucketName} was kept`);

  chapter("What was recorded, as read from the media");
  const folder = path.join(project.parent, "recordings");
  const files = await saveRecordings(emulator, outputs.bucketName, folder);
  table(
    ["format", "duration", "picture", "size", "file"],
    files.map((file) => [
      file.format,
      `${file.durationSeconds.toFixed(1)} s`,
      file.picture,
      `${(file.bytes / 1_000).toFixed(0)} kB`,
      file.path,
    ]),
  );
  line(`in ${folder}`);
  for (const format of ["m3u8", "mp4"]) {
    const total = files
      .filter((file) => file.format === format)
      .reduce((sum, file) => sum + file.durationSeconds, 0);
    promise(
      total >= MIN_RECORDED_SECONDS,
      `${total.toFixed(1)} s of ${format} play, at least ${MIN_RECORDED_SECONDS} s were watched`,
    );
  }
}

async function configure(project: Project, emulator: Emulator): Promise<void> {
  await project.prepare("stack", "init", "demo");
  const plain = {
    "alicloud-ice:region": "cn-shanghai",
    "alicloud-ice:endpoint": emulator.ice,
    "alicloud-ice:ossEndpoint": emulator.oss,
    "alicloud-ice:accessKey": emulator.accessKeyId,
    ingestDomain: "push.example.com",
    appName: "live",
    streamName: "show",
    cycleDuration: String(CYCLE_SECONDS),
  };
  const secret = {
    "alicloud-ice:secretKey": emulator.accessKeySecret,
    streamUrl: `${emulator.rtmp}/live/show`,
  };
  const pairs = (kind: string, values: object) =>
    Object.entries(values).flatMap(([key, value]) => [kind, `${key}=${value}`]);
  await project.prepare("config", "set-all", ...pairs("--plaintext", plain), ...pairs("--secret", secret));
}

async function watch(emulator: Emulator, jobId: string): Promise<void> {
  for (let second = 1; second <= WATCHED_SECONDS; second++) {
    await sleep(1_000);
    const { slices } = emulator.jobs().find((job) => job.jobId === jobId) ?? {};
    if (second % 2 === 0) {
      const kilobytes = ((slices?.bytes ?? 0) / 1_000).toFixed(0);
      bar(
        `${String(second).padStart(3)} s`,
        second,
        WATCHED_SECONDS,
        `${slices?.count ?? 0} slices, ${kilobytes} kB in the bucket`,
      );
    }
  }
  const { slices } = emulator.jobs().find((job) => job.jobId === jobId) ?? {};
  promise(
    (slices?.count ?? 0) > 0 && (slices?.bytes ?? 0) > 0,
    "slices arrive in the bucket while the stream is on the air",
  );
}

async function isBack(publisher: Publisher): Promise<boolean> {
  for (let waited = 0; waited < 2 * RECONNECT_SECONDS && !publisher.publishing; waited++) await sleep(1_000);
  return publisher.publishing;
}

/** `--keep`: everything stays up until ^C. */
async function lookAround(project: Project, emulator: Emulator): Promise<void> {
  chapter("Everything keeps running. To look at it, in another terminal:");
  line(`cd ${project.folder}`);
  for (const [name, value] of Object.entries(project.shellVariables))
    line(`export ${name}=${JSON.stringify(value)}`);
  line("pulumi stack output && pulumi refresh && pulumi destroy");
  line(`curl -s ${emulator.ice}/_emulator/jobs`);
  line(`ffplay ${emulator.rtmp}/live/show`);
  line(`The repository is ${REPOSITORY_ROOT}. ^C ends the local IMS and the stream.`);
  await new Promise<void>((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
}

main().catch((error: unknown) => {
  line(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
