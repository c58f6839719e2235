import { SYNTHETIC_PICTURE } from "./syntheticPicture";

const PACKET_BYTES = 188;
const PROGRAM_MAP_PID = 0x1000;
const VIDEO_PID = 0x100;
const TICKS_PER_SECOND = 90_000;
/** The clock of the stream runs this far ahead of its pictures, as it does out of common multiplexers. */
const CLOCK_LEAD_TICKS = 63_000;
const ACCESS_UNIT_DELIMITER = Buffer.from([0, 0, 0, 1, 9, 0xf0]);
const FRAME = Buffer.concat([ACCESS_UNIT_DELIMITER, SYNTHETIC_PICTURE]);

const PROGRAM_ASSOCIATION = table(0x00, [0x00, 0x01, 0xe0 | (PROGRAM_MAP_PID >> 8), PROGRAM_MAP_PID & 0xff]);
const PROGRAM_MAP = table(0x02, [
  ...[0xe0 | (VIDEO_PID >> 8), VIDEO_PID & 0xff, 0xf0, 0x00],
  ...[0x1b, 0xe0 | (VIDEO_PID >> 8), VIDEO_PID & 0xff, 0xf0, 0x00],
]);

/**
 * Makes MPEG-TS: one still picture a second, no sound. Pieces joined in order are one faultless stream, and each one
 * plays by itself.
 */
export class SyntheticMedia {
  readonly #counters = new Map<number, number>();
  #second: number;

  /** @param startSeconds where the timestamps start. */
  constructor(startSeconds: number) {
    this.#second = Math.round(startSeconds);
  }

  /** The next so many seconds. */
  take(seconds: number): Buffer {
    const packets = [
      this.#packet(0, Buffer.concat([Buffer.from([0]), PROGRAM_ASSOCIATION])),
      this.#packet(PROGRAM_MAP_PID, Buffer.concat([Buffer.from([0]), PROGRAM_MAP])),
    ];
    for (let count = 0; count < seconds; count++) {
      packets.push(...this.#picture((this.#second + 1) * TICKS_PER_SECOND));
      this.#second++;
    }
    return Buffer.concat(packets);
  }

  #picture(ticks: number): Buffer[] {
    const data = Buffer.concat([pictureHeader(ticks), FRAME]);
    const clock = clockField(ticks - CLOCK_LEAD_TICKS);
    const room = PACKET_BYTES - 4 - clock.length;
    const packets = [this.#packet(VIDEO_PID, data.subarray(0, room), clock)];
    for (let from = room; from < data.length; from += PACKET_BYTES - 4) {
      const rest = data.subarray(from, from + PACKET_BYTES - 4);
      packets.push(this.#packet(VIDEO_PID, rest, stuffing(PACKET_BYTES - 4 - rest.length), from > 0));
    }
    return packets;
  }

  /** @param continued whether the packet goes on with what the one before it began. */
  #packet(pid: number, payload: Buffer, adaptation?: Buffer, continued = false): Buffer {
    const counter = this.#counters.get(pid) ?? 0;
    this.#counters.set(pid, (counter + 1) & 0x0f);
    const start = continued ? 0 : 0x40;
    const kinds = adaptation !== undefined && adaptation.length > 0 ? 0x30 : 0x10;
    const head = Buffer.from([0x47, start | (pid >> 8), pid & 0xff, kinds | counter]);
    const packet = Buffer.alloc(PACKET_BYTES, 0xff);
    Buffer.concat([head, ...(adaptation === undefined ? [] : [adaptation]), payload]).copy(packet);
    return packet;
  }
}

/** A section of the tables that say what is in the stream (ISO/IEC 13818-1). */
function table(id: number, content: readonly number[]): Buffer {
  // What follows the length: five bytes of header, the content, and the checksum.
  const length = 5 + content.length + 4;
  const section = Buffer.from([
    id,
    0xb0 | (length >> 8),
    length & 0xff,
    0x00,
    0x01,
    0xc1,
    0x00,
    0x00,
    ...content,
  ]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(section));
  return Buffer.concat([section, checksum]);
}

/** The checksum of MPEG: CRC-32 with polynomial 0x04C11DB7, not reflected. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
    }
  }
  return crc >>> 0;
}

/** Head of a picture in its packetized stream, with the time at which it is shown. */
function pictureHeader(ticks: number): Buffer {
  const time = BigInt(ticks) & 0x1ffffffffn;
  return Buffer.from([
    ...[0x00, 0x00, 0x01, 0xe0, 0x00, 0x00, 0x80, 0x80, 0x05],
    0x21 | (Number(time >> 30n) << 1),
    Number((time >> 22n) & 0xffn),
    Number((time >> 14n) & 0xfen) | 1,
    Number((time >> 7n) & 0xffn),
    (Number(time & 0x7fn) << 1) | 1,
  ]);
}

/** Says that a key frame begins here, and the stream's time. */
function clockField(ticks: number): Buffer {
  const base = BigInt(ticks) & 0x1ffffffffn;
  const field = Buffer.alloc(8);
  field[0] = 7;
  field[1] = 0x50;
  field.writeUInt32BE(Number(base >> 1n), 2);
  field[6] = (Number(base & 1n) << 7) | 0x7e;
  return field;
}

/** Fills a packet up. */
function stuffing(bytes: number): Buffer {
  if (bytes === 0) {
    return Buffer.alloc(0);
  }
  const field = Buffer.alloc(bytes, 0xff);
  field[0] = bytes - 1;
  if (bytes > 1) {
    field[1] = 0;
  }
  return field;
}
