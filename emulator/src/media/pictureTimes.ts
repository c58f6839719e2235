/** When pictures are due: one as soon as there is media, then one each interval. Times are milliseconds since the epoch. */
export class PictureTimes {
  readonly #interval: number;
  #due: number | undefined;

  constructor(intervalSeconds: number) {
    this.#interval = intervalSeconds * 1000;
  }

  /** When the next picture is due; `now` when none was taken yet. */
  next(now: number): number {
    return this.#due ?? now;
  }

  /** A picture was taken. What was due meanwhile is over: a stream is not pictured twice at once. */
  taken(at: number): void {
    const due = this.next(at);
    this.#due = due + this.#interval * (Math.floor(Math.max(0, at - due) / this.#interval) + 1);
  }
}
