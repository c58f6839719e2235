import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import OSS from "ali-oss";
import { afterAll, expect, it } from "vitest";
import { type CommandRun, runCommand } from "./emulatorCommand";

const MEGABYTE = 1024 * 1024;
const OBJECT_MEGABYTES = 2048;
const MAX_PROCESS_MEGABYTES = 256;
const TIME_LIMIT_MILLISECONDS = 180_000;

let emulator: CommandRun | undefined;
afterAll(async () => {
  emulator?.child.kill("SIGTERM");
  await emulator?.exited;
});

/** The most memory that a process has ever held, in megabytes. Linux tells. */
function peakMegabytes(pid: number | undefined): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

it.runIf(process.platform === "linux")(
  "2 GB go in and out of an emulator that holds less than 256 MB",
  async () => {
    emulator = runCommand("--port", "0", "--oss-port", "0", "--no-media", "--json");
    const { oss: endpoint, accessKeyId, accessKeySecret } = JSON.parse(await emulator.firstLine);
    const client = new OSS({
      endpoint,
      region: "oss-cn-shanghai",
      accessKeyId,
      accessKeySecret,
      authorizationV4: true,
      bucket: "films",
      timeout: TIME_LIMIT_MILLISECONDS,
    });
    await client.putBucket("films");

    const sent = createHash("md5");
    function* pieces(): Generator<Buffer> {
      for (let index = 0; index < OBJECT_MEGABYTES; index++) {
        const piece = Buffer.alloc(MEGABYTE, index);
        sent.update(piece);
        yield piece;
      }
    }
    const contentLength = OBJECT_MEGABYTES * MEGABYTE;
    const options = { contentLength } as OSS.PutStreamOptions;
    await client.putStream("large.bin", Readable.from(pieces()), options);
    const received = createHash("md5");
    let bytes = 0;
    const sink = new Writable({
      write: (piece: Buffer, _encoding, done) => {
        received.update(piece);
        bytes += piece.length;
        done();
      },
    });
    await client.get("large.bin", sink);

    expect(bytes).toBe(contentLength);
    expect(received.digest("hex")).toBe(sent.digest("hex"));
    expect(peakMegabytes(emulator.child.pid)).toBeLessThan(MAX_PROCESS_MEGABYTES);
  },
  TIME_LIMIT_MILLISECONDS,
);
