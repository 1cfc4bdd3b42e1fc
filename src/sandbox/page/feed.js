// The messages of each place as the viewer sees them: fetched only when something changed, kept for switching back.
import { coalesce, getText } from "./api.js";
import { state } from "./state.js";

/** By person and place: `{raw, messages, seen}`; `seen` is the newest `ts` that was looked at. */
const places = new Map();
const loaders = new Map();
let onChange = () => {};

const keyOf = (channel, user = state.me.id) => `${user} ${channel}`;

function load(channel, user) {
  const key = keyOf(channel, user);
  if (!loaders.has(key)) {
    loaders.set(
      key,
      coalesce(async () => {
        const raw = await getText("messages", { channel, user });
        const known = places.get(key);
        if (known?.raw === raw) return;
        const messages = JSON.parse(raw);
        const newest = messages.at(-1)?.ts ?? "0";
        const added = known ? messages.filter((one) => Number(one.ts) > Number(known.newest) && one.user !== user) : [];
        // What was there before the page opened counts as seen.
        places.set(key, { raw, messages, newest, seen: known?.seen ?? newest });
        if (user === state.me.id) onChange(channel, added);
      }),
    );
  }
  return loaders.get(key)();
}

export function watchFeed(listener) {
  onChange = listener;
}

/** Fetches a place again; places that the viewer never opened are fetched too, for their unread dots. */
export function refresh(channel) {
  return load(channel, state.me.id);
}

export function messagesOf(channel) {
  return places.get(keyOf(channel))?.messages ?? null;
}

export function isUnread(channel) {
  const known = places.get(keyOf(channel));
  return Boolean(known?.messages.some((one) => Number(one.ts) > Number(known.seen) && one.user !== state.me.id));
}

export function markSeen(channel) {
  const known = places.get(keyOf(channel));
  if (known) known.seen = known.newest;
}
