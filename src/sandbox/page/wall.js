// Between an instant and what a clock on the wall of some zone shows then.

const MINUTE = 60_000;

function parts(ms, timeZone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
}

/** What the wall shows, as `2026-03-02T09:00`. */
export function wallOf(seconds, timeZone) {
  const { year, month, day, hour, minute } = parts(seconds * 1000, timeZone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** The instant, in whole seconds, at which the wall shows `2026-03-02T09:00`; of two, the earlier. */
export function instantOf(wall, timeZone) {
  const wanted = Date.parse(`${wall}Z`);
  // The zone's distance from UTC is that of one of the two guesses a day around it.
  const guesses = [-1, 1].map((side) => {
    const at = wanted + side * 1440 * MINUTE;
    return wanted - (Date.parse(`${wallOf(at / 1000, timeZone)}Z`) - at);
  });
  const fitting = guesses.filter((ms) => wallOf(ms / 1000, timeZone) === wall);
  return Math.floor(Math.min(...(fitting.length ? fitting : guesses)) / 1000);
}

/** The first instant after `ms` at which the wall shows `hour`:00, on `weekday` ("Fri") if one is given. */
export function nextWall(ms, timeZone, hour, weekday) {
  // Minutes are tried one after another, since a day with a clock change is not 24 hours long.
  let at = Math.floor(ms / MINUTE) * MINUTE + MINUTE;
  for (;;) {
    const now = parts(at, timeZone);
    const minute = Number(now.minute);
    if (Number(now.hour) === hour && minute === 0 && (!weekday || now.weekday.startsWith(weekday))) return at;
    at += (60 - minute) * MINUTE;
  }
}
