// The bar below the place's name once the tour is over: who you are, and three things to try.
import { el, iconButton } from "./dom.js";
import { exampleShare } from "./examples.js";
import { state } from "./state.js";

const DISMISSED = "pacesetter-hint-dismissed";

function remembered() {
  try {
    return localStorage.getItem(DISMISSED) !== null;
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(DISMISSED, "1");
  } catch {
    // Without storage the bar comes back on the next visit.
  }
}

/** Draws the bar for the current person; null once dismissed. `fill` and `nextMorning` do what its buttons say. */
export function hintBar({ fill, nextMorning, dismissed }) {
  const knows = (command) => state.commands.some((one) => one.command === command);
  if (remembered() || !knows("/share") || !knows("/leaderboard")) return null;
  const dismiss = () => {
    remember();
    dismissed();
  };
  const offer = (label, onClick) => el("button", { type: "button", class: "button small", on: { click: onClick } }, label);
  return el(
    "aside",
    { class: "bar hint-bar", "aria-label": "Things to try" },
    el("span", {}, "You are ", el("b", { text: state.me.name }), `, a ${state.me.role}. Try: `),
    offer(el("code", { text: "/share https://www.linkedin.com/posts/…" }), () => fill(exampleShare())),
    offer(el("code", { text: "/leaderboard" }), () => fill("/leaderboard")),
    offer("Next morning", nextMorning),
    iconButton("close", "Dismiss", dismiss),
  );
}
