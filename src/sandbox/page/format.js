// Times and dates as the viewer reads them, measured against the sandbox's clock.
import { now, state } from "./state.js";

const LOCALE = "en-GB";
const formatters = new Map();

function formatter(options) {
  const zoned = { ...options, timeZone: state.me?.tz };
  const key = JSON.stringify(zoned);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(LOCALE, zoned));
  return formatters.get(key);
}

const as = (options) => (ms) => formatter(options).format(ms);
const dateNumber = as({ year: "numeric", month: "2-digit", day: "2-digit" });
const longDate = as({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const middleDate = as({ day: "numeric", month: "long", year: "numeric" });
const shortDate = as({ day: "numeric", month: "short", year: "numeric" });
const withSeconds = as({ hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export const timeOfDay = as({ hour: "2-digit", minute: "2-digit", hour12: false });
export const fullTime = as({
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
  timeZoneName: "short",
});
export const clockFace = as({
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
  timeZoneName: "short",
});

export const shortClock = as({ weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });
export const weekdayTime = as({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });
export const timeWithSeconds = withSeconds;

export const millis = (ts) => Number(ts) * 1000;
export const dayKey = dateNumber;

const DAY = 86_400_000;

function relativeDay(ms) {
  const key = dayKey(ms);
  for (const [offset, word] of [
    [0, "Today"],
    [-1, "Yesterday"],
    [1, "Tomorrow"],
  ]) {
    if (key === dayKey(now() + offset * DAY)) return word;
  }
  return null;
}

/** The words on a day's divider. */
export function dayLabel(ms) {
  return relativeDay(ms) ?? longDate(ms);
}

function ago(ms) {
  const minutes = Math.round((ms - now()) / 60_000);
  const words = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 2880) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

const pretty = (write) => (ms) => relativeDay(ms)?.toLowerCase() ?? write(ms);

const DATE_TOKENS = {
  date_num: (ms) => dateNumber(ms).split("/").reverse().join("-"),
  date: middleDate,
  date_short: shortDate,
  date_long: longDate,
  date_pretty: pretty(middleDate),
  date_short_pretty: pretty(shortDate),
  date_long_pretty: pretty(longDate),
  time: timeOfDay,
  time_secs: withSeconds,
  ago,
};

/** Fills the pattern of Slack's `<!date^…>`; null for a pattern Slack would not know either. */
export function fillDate(seconds, pattern) {
  const ms = Number(seconds) * 1000;
  if (!Number.isFinite(ms)) return null;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    if (DATE_TOKENS[token]) return DATE_TOKENS[token](ms);
    known = false;
    return "";
  });
  return known ? text : null;
}
