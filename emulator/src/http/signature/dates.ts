import { ServiceError } from "../errors";

const DATE_FORMAT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const MINUTE_MILLISECONDS = 60 * 1000;

/**
 * The time of a request's date, milliseconds since the epoch.
 * @param maxDifferenceMinutes how far it may be from the machine's time, either way.
 * @throws ServiceError InvalidTimeStamp.Format, InvalidTimeStamp.Expired.
 */
export function readDate(text: string, realNow: number, maxDifferenceMinutes: number): number {
  const time = DATE_FORMAT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ServiceError(
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  }
  if (Math.abs(realNow - time) > maxDifferenceMinutes * MINUTE_MILLISECONDS) {
    throw new ServiceError(
      400,
      "InvalidTimeStamp.Expired",
      `Specified time stamp or date value is expired: it is more than ${maxDifferenceMinutes} minutes off.`,
    );
  }
  return time;
}

/** The last moment at which a request of that time can be accepted. */
export function lastMoment(time: number, maxDifferenceMinutes: number): number {
  return time + maxDifferenceMinutes * MINUTE_MILLISECONDS;
}
