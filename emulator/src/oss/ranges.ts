import type { ByteRange } from "./blobFolder";
import { OssError } from "./errors";

const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The bytes that a Range header asks for; `undefined` for the whole object. As OSS documents it (GetObject), a
 * range that is not wholly inside the object has no effect, unless the header `x-oss-range-behavior: standard`
 * asks for the rules of HTTP: then the end is cut, and a start behind the object is refused with `InvalidRange`.
 * Several ranges at once have no effect (assumed).
 */
export function readRange(header: string, size: number, isStandard: boolean): ByteRange | undefined {
  const [, first = "", last = ""] = RANGE.exec(header) ?? [];
  if (first === "" && last === "") {
    return undefined;
  }
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Number(last);
  const isInside = start <= end && end < size && (first !== "" || Number(last) <= size);
  if (isInside) {
    return { start, end };
  }
  if (!isStandard || (last !== "" && first !== "" && Number(first) > Number(last))) {
    return undefined;
  }
  if (start >= size) {
    throw new OssError("InvalidRange", { ActualObjectSize: String(size), RangeRequested: header });
  }
  return { start, end: Math.min(end, size - 1) };
}
