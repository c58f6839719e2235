/** Numbers and times as the page writes them. Times are UTC, as in the service's own answers. */

/** @param {string} iso @returns {string} `04:51:07` */
export function time(iso) {
  return iso.slice(11, 19);
}

/** @param {string} iso @returns {string} `2026-11-23 04:51:07` */
export function dateTime(iso) {
  return `${iso.slice(0, 10)} ${time(iso)}`;
}

/** @param {number} seconds @returns {string} `850 ms`, `4.2 s`, `3 min 05 s`, `6 h 00 min` */
export function duration(seconds) {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 60) {
    return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  }
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"];

/** @param {number} count @returns {string} in powers of 1000: `812 B`, `4.1 MB` */
export function bytes(count) {
  let unit = 0;
  let amount = count;
  while (amount >= 1000 && unit < BYTE_UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit > 0 && amount < 100 ? amount.toFixed(1) : Math.round(amount)} ${BYTE_UNITS[unit]}`;
}

/** @param {number} count @param {string} noun @returns {string} `1 file`, `2 files` */
export function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** @param {number} number */
function twoDigits(number) {
  return String(number).padStart(2, "0");
}
