// The sandbox's clock in the top bar: it runs, and can be moved.
import { explain, get, post } from "./api.js";
import { el, icon } from "./dom.js";
import { clockFace, shortClock, weekdayTime } from "./format.js";
import { closePopover, togglePopover } from "./popover.js";
import { now, setNow } from "./state.js";
import { nextWall } from "./wall.js";

/** Where the demo's contest is at home: its board is posted there at nine. */
const ZONE = "Europe/Berlin";
const MINUTE = 60_000;

const nextMorning = () => nextWall(now(), ZONE, 9);
const fridayAfternoon = () => nextWall(now(), ZONE, 15, "Fri");

/** Asks for the clock again, after somebody moved it. */
export async function syncClock() {
  setNow((await get("clock")).now);
}

/** How far it is to an instant, as the sandbox wants it ("18h 53m"): to the minute, and not short of it. */
function until(instant) {
  const minutes = Math.ceil((instant - now()) / MINUTE);
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

/** What was typed as the wish for the clock: a span, or an instant; a sentence if it is neither. */
function wishOf(text) {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return { change: { advance: text } };
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return { complaint: `“${text}” is no time; try 2026-03-29T09:00:00Z.` };
  return { change: { now: new Date(ms).toISOString() } };
}

/** The clock's controls; `fail(sentence)` says what went wrong, `moving()` and `moved()` run around each move. */
export function clockPanel({ fail, moving, moved }) {
  const time = el("time", {});
  const status = el("span", { class: "visually-hidden", role: "status" });
  const tick = () => {
    const text = innerWidth < 760 ? shortClock(now()) : clockFace(now());
    if (time.textContent !== text) time.textContent = text;
  };

  const move = async (change, words) => {
    closePopover();
    panel.setAttribute("aria-busy", "true");
    for (const one of [face, ...quick]) one.disabled = true;
    status.textContent = `Moving the clock ${words}`;
    try {
      const before = await moving();
      const answer = await post("clock", change);
      setNow(answer.now);
      await moved(before);
      status.textContent = `It is ${clockFace(now())}`;
    } catch (error) {
      fail(explain("Moving the clock", error));
    } finally {
      for (const one of [face, ...quick]) one.disabled = false;
      panel.removeAttribute("aria-busy");
      tick();
    }
  };

  const moves = [
    { label: "+1 h", words: "by an hour", change: () => ({ advance: "1h" }) },
    { label: "+1 day", words: "by a day", change: () => ({ advance: "1d" }) },
    { label: "Next morning", words: "to the next morning", at: nextMorning },
    { label: "Friday 15:00", words: "to Friday, 15:00", at: fridayAfternoon },
  ].map((one) => ({ ...one, run: () => move(one.at ? { advance: until(one.at()) } : one.change(), one.words) }));
  const [hour, , morning] = moves;

  const chooser = () => {
    const field = el("input", { class: "control", placeholder: "1d 2h", autocomplete: "off", "aria-describedby": "clock-help" });
    const help = el("p", { id: "clock-help", class: "muted", role: "status" }, "A span such as 1d 2h, or an instant such as 2026-03-29T09:00:00Z.");
    const submit = (event) => {
      event.preventDefault();
      const text = field.value.trim();
      const { change, complaint } = wishOf(text);
      if (complaint) help.textContent = complaint;
      else if (text) move(change, text);
    };
    return el(
      "div",
      { class: "popover clock-chooser", role: "dialog", "aria-label": "Move the clock" },
      el("p", { class: "muted" }, "What falls due on the way is done in its order."),
      moves.map(({ label, at, run }) =>
        el(
          "button",
          { type: "button", class: "row-button", on: { click: run } },
          el("b", { text: label }),
          at && el("span", { class: "muted", text: `${weekdayTime(at())}, your time` }),
        ),
      ),
      el(
        "form",
        { on: { submit } },
        el("label", {}, el("span", { class: "visually-hidden", text: "Move by, or to" }), field),
        el("button", { type: "submit", class: "button" }, "Go"),
      ),
      help,
    );
  };

  const face = el(
    "button",
    { type: "button", class: "top-button clock-face", "aria-haspopup": "dialog", "aria-expanded": "false", title: "The sandbox's clock; move it" },
    icon("clock"),
    el("span", { class: "visually-hidden", text: "Clock: " }),
    time,
  );
  face.addEventListener("click", () => togglePopover(face, chooser()));
  const quick = [hour, morning].map(({ label, words, run }) =>
    el("button", { type: "button", class: "top-button quick", title: `Move the clock ${words}`, on: { click: run } }, label),
  );
  const spinner = el("span", { class: "spinner", "aria-hidden": "true" });
  const panel = el("div", { class: "clock", role: "group", "aria-label": "Clock" }, spinner, face, quick, status);
  tick();
  setInterval(tick, 1000);
  return { node: panel, nextMorning: morning.run, tick };
}
