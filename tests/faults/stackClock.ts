import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * The clock that the Node processes of one stack see, loaded into each of them. `ahead` moves `Date.now()` alone, which
 * is the provider's clock; `skew` moves the whole Date, signatures included, as a machine's wrong clock does.
 */
export class StackClock {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), "pulumi-alicloud-ice-clock-"));
  private readonly file = path.join(this.folder, "clock.json");
  readonly preload = path.join(this.folder, "clock.cjs");
  private aheadMilliseconds = 0;
  private skewMilliseconds = 0;

  constructor() {
    this.write();
    writeFileSync(this.preload, shiftedDate(this.file));
  }

  /** Counts for the processes that are started from now on. */
  advance(milliseconds: number): void {
    this.aheadMilliseconds += milliseconds;
    this.write();
  }

  setSkew(milliseconds: number): void {
    this.skewMilliseconds = milliseconds;
    this.write();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(): void {
    writeFileSync(this.file, JSON.stringify({ ahead: this.aheadMilliseconds, skew: this.skewMilliseconds }));
  }
}

function shiftedDate(file: string): string {
  // The programs are JavaScript: without the compiler, which the engine always asks for, a command costs a sixth less.
  return `
    process.env.PULUMI_NODEJS_TYPESCRIPT = "false";
    const { ahead, skew } = JSON.parse(require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8"));
    const RealDate = Date;
    const now = () => RealDate.now() + skew + ahead;
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, args, made) =>
        Reflect.construct(target, args.length > 0 ? args : [RealDate.now() + skew], made),
      get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
  `;
}
