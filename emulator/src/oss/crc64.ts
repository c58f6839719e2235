// CRC-64/XZ (ECMA-182 polynomial, reflected), the checksum of the header x-oss-hash-crc64ecma.
const POLYNOMIAL = 0xc96c5795d7870f42n;

// Table k holds, for each byte, its effect on the sum after k further bytes, as two 32-bit halves:
// eight bytes a step need no 64-bit arithmetic and stay inside the engine's small integers.
const SLICES = 8;
const LOW = new Int32Array(SLICES * 256);
const HIGH = new Int32Array(SLICES * 256);

function fillTables(): void {
  for (let byte = 0; byte < 256; byte++) {
    let sum = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) {
      sum = (sum & 1n) === 1n ? (sum >> 1n) ^ POLYNOMIAL : sum >> 1n;
    }
    LOW[byte] = Number(BigInt.asIntN(32, sum));
    HIGH[byte] = Number(BigInt.asIntN(32, sum >> 32n));
  }
  for (let place = 256; place < SLICES * 256; place++) {
    const low = at(LOW, place - 256);
    const high = at(HIGH, place - 256);
    LOW[place] = (low >>> 8) ^ (high << 24) ^ at(LOW, low & 0xff);
    HIGH[place] = (high >>> 8) ^ at(HIGH, low & 0xff);
  }
}

function at(values: Int32Array | Uint8Array, index: number): number {
  return values[index] as number;
}

fillTables();

/** A running CRC-64 of bytes that come in pieces. */
export class Crc64 {
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    let index = 0;
    for (const end = bytes.length - 7; index < end; index += 8) {
      const a =
        low ^
        (at(bytes, index) |
          (at(bytes, index + 1) << 8) |
          (at(bytes, index + 2) << 16) |
          (at(bytes, index + 3) << 24));
      const b =
        high ^
        (at(bytes, index + 4) |
          (at(bytes, index + 5) << 8) |
          (at(bytes, index + 6) << 16) |
          (at(bytes, index + 7) << 24));
      low = lookUp(LOW, a, b);
      high = lookUp(HIGH, a, b);
    }
    for (; index < bytes.length; index++) {
      const place = (low ^ at(bytes, index)) & 0xff;
      low = (low >>> 8) ^ (high << 24) ^ at(LOW, place);
      high = (high >>> 8) ^ at(HIGH, place);
    }
    this.#low = low;
    this.#high = high;
  }

  /** The sum so far as an unsigned decimal number, the form of the header. */
  digest(): string {
    return ((BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0)).toString();
  }
}

function lookUp(table: Int32Array, a: number, b: number): number {
  return (
    at(table, 1792 + (a & 0xff)) ^
    at(table, 1536 + ((a >>> 8) & 0xff)) ^
    at(table, 1280 + ((a >>> 16) & 0xff)) ^
    at(table, 1024 + (a >>> 24)) ^
    at(table, 768 + (b & 0xff)) ^
    at(table, 512 + ((b >>> 8) & 0xff)) ^
    at(table, 256 + ((b >>> 16) & 0xff)) ^
    at(table, b >>> 24)
  );
}
