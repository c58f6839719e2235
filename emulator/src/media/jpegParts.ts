const HEAD_END = Buffer.from("\r\n\r\n");
const LENGTH = /Content-length: *(\d+)/i;

/** Takes apart what ffmpeg's `mpjpeg` writes: pictures, each after a head that says how many bytes it has. */
export class JpegParts {
  readonly #take: (jpeg: Buffer) => void;
  #waiting: Buffer = Buffer.alloc(0);

  constructor(take: (jpeg: Buffer) => void) {
    this.#take = take;
  }

  add(bytes: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    for (;;) {
      const headEnd = this.#waiting.indexOf(HEAD_END);
      if (headEnd < 0) {
        return;
      }
      const length = Number(LENGTH.exec(this.#waiting.toString("latin1", 0, headEnd))?.[1]);
      const start = headEnd + HEAD_END.length;
      if (!(this.#waiting.length >= start + length)) {
        return;
      }
      this.#take(Buffer.from(this.#waiting.subarray(start, start + length)));
      this.#waiting = this.#waiting.subarray(start + length);
    }
  }
}
