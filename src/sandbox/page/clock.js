// The sandbox's clock in the top bar: it runs, and can be moved.
import { explain, get, post } from "./api.js";
import { el } from "./dom.js";
import { clockFace } from "./format.js";
import { now, setNow } from "./state.js";

const MORNING = 9;
const MORNING_ZONE = "Europe/Berlin";
const MINUTE = 60_000;

/** Asks for the clock again, after somebody moved it. */
export async function syncClock() {
  setNow((await get("clock")).now);
}

function hourAndMinute(ms) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: MORNING_ZONE, hour: "2-digit", minute: "2-digit", hour12: false }).format(ms);
  return parts.split(":").map(Number);
}

/** How far it is to the next 09:00 in Berlin, as the sandbox wants it ("18h 53m"). */
function untilMorning(from) {
  // Minutes are tried one after another, since a day with a clock change is not 24 hours long.
  let at = Math.floor(from / MINUTE) * MINUTE + MINUTE;
  for (;;) {
    const [hour, minute] = hourAndMinute(at);
    if (hour === MORNING && minute === 0) break;
    at += hour === MORNING - 1 || hour === MORNING ? MINUTE : (60 - minute) * MINUTE;
  }
  const minutes = Math.ceil((at - from) / MINUTE);
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

/** The clock's controls; `fail(sentence)` says what went wrong, `moved()` runs after each move. */
export function clockPanel(fail, moved) {
  const face = el("time", { class: "clock-face", title: "The sandbox's clock" });
  const status = el("span", { class: "visually-hidden", role: "status" });
  const tick = () => {
    const text = clockFace(now());
    if (face.textContent !== text) face.textContent = text;
  };

  const move = async (change, words) => {
    panel.setAttribute("aria-busy", "true");
    controls.disabled = true;
    status.textContent = `Moving the clock ${words}`;
    try {
      const answer = await post("clock", change);
      if (answer.now) setNow(answer.now);
      else await syncClock();
      await moved();
      custom.value = "";
      status.textContent = `It is ${clockFace(now())}`;
    } catch (error) {
      fail(explain("Moving the clock", error));
    } finally {
      controls.disabled = false;
      panel.removeAttribute("aria-busy");
      tick();
    }
  };

  const step = (label, title, change) =>
    el("button", { type: "button", class: "button", title, on: { click: () => move(change(), label) } }, label);
  const custom = el("input", {
    class: "control",
    name: "by",
    placeholder: "1d 2h",
    "aria-label": "Move the clock by, for example 1d 2h, or to a time such as 2026-03-29T09:00:00Z",
    autocomplete: "off",
  });
  const submit = (event) => {
    event.preventDefault();
    const text = custom.value.trim();
    if (!text) return;
    const isInstant = /^\d{4}-\d\d-\d\d/.test(text);
    if (isInstant && Number.isNaN(Date.parse(text))) return fail(`“${text}” is no time; try 2026-03-29T09:00:00Z.`);
    move(isInstant ? { now: new Date(text).toISOString() } : { advance: text }, text);
  };

  const controls = el(
    "fieldset",
    { class: "clock-controls", "aria-label": "Move the clock" },
    step("+1 h", "One hour on", () => ({ advance: "1h" })),
    step("+1 day", "One day on", () => ({ advance: "1d" })),
    step("Next 09:00 Berlin", "On to the next morning: 09:00 in Berlin", () => ({ advance: untilMorning(now()) })),
    el("form", { on: { submit } }, custom, el("button", { type: "submit", class: "button" }, "Go")),
  );
  const panel = el("div", { class: "clock" }, el("span", { class: "spinner", "aria-hidden": "true" }), face, controls, status);
  tick();
  setInterval(tick, 1000);
  return { node: panel, nextMorning: () => move({ advance: untilMorning(now()) }, "to the next morning"), tick };
}
