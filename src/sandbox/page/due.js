// What fell due while the clock was moved: the posts that went out, in the order of the sandbox's clock.
import { get } from "./api.js";
import { el, iconButton } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { weekdayTime } from "./format.js";
import { addressOf, now, placeName, state } from "./state.js";

const MOST_LINES = 4;

/** Where the traffic stands now, for `postsSince`. */
export const trafficMark = async () => (await get("workspace")).traffic;

/** The posts that the app sent since, as `{ms, channel, text}`. */
export async function postsSince(mark) {
  const traffic = await get("traffic", { after: mark });
  return traffic
    .filter(({ method, answer }) => method === "chat.postMessage" && answer?.ok)
    .map(({ arguments: sent, answer }) => ({ ms: Number(answer.ts) * 1000, channel: answer.channel, text: sent.text ?? "" }))
    .sort((one, other) => one.ms - other.ms);
}

/** What a channel is called here; a direct message only by that, since its id says no more. */
const nameOf = (id) => (state.channels.some((one) => one.id === id) ? placeName(id) : "a direct message");

function line({ ms, channel, text }) {
  const known = state.channels.some((one) => one.id === channel);
  const where = known ? el("a", { href: addressOf({ place: channel }) }, nameOf(channel)) : nameOf(channel);
  const words = text.replace(/\n[\s\S]*/, "").replace(/[*_]/g, "");
  return el("li", {}, el("span", { class: "muted", text: weekdayTime(ms) }), " ", where, " ", plain(words));
}

/** The bar that says so; `dismissed()` takes it away. */
export function dueBar(posts, dismissed) {
  const shown = posts.slice(-MOST_LINES);
  const count = posts.length === 1 ? "One post" : `${posts.length} posts`;
  return el(
    "aside",
    { class: "bar due-bar", "aria-label": "What fell due", role: "status" },
    el(
      "div",
      {},
      el("p", {}, `It is ${weekdayTime(now())}. `, posts.length ? `${count} fell due on the way:` : "Nothing was posted on the way."),
      shown.length > 0 && el("ul", {}, shown.map(line)),
    ),
    iconButton("close", "Dismiss", dismissed),
  );
}
