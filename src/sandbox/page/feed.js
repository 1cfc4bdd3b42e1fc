// The messages of each place as the viewer sees them: fetched only when something changed, kept for switching back.
// What was seen is kept for each person, as long as this window lives.
import { coalesce, getText } from "./api.js";
import { isDirect, now, state } from "./state.js";

/** By person and place: `{raw, messages, newest, last}`; `last` is where the viewer stopped reading, for the line drawn there. */
const places = new Map();
const loaders = new Map();
let onChange = () => {};

const keyOf = (channel, user = state.me.id) => `${user} ${channel}`;

const SEEN = "pacesetter-seen";

/** The newest `ts` that was looked at, by person and place; of this start of the sandbox alone. */
let seen = new Map();
/** What was there before the page was opened counts as seen. */
let opened = "0";

/** Takes up what this window has seen of this start of the sandbox. */
export function recallSeen() {
  places.clear();
  seen = new Map();
  opened = String(now() / 1000);
  try {
    const kept = JSON.parse(sessionStorage.getItem(SEEN));
    if (kept?.run === state.workspace.run) {
      seen = new Map(kept.seen);
      opened = kept.opened;
    }
  } catch {
    // Without storage nothing is known but when the page was opened.
  }
  keepSeen();
}

function keepSeen() {
  try {
    sessionStorage.setItem(SEEN, JSON.stringify({ run: state.workspace.run, opened, seen: [...seen] }));
  } catch {
    // It is forgotten with the page, then.
  }
}

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
        places.set(key, { raw, messages, newest, last: known?.last });
        if (!seen.has(key)) seen.set(key, opened);
        if (user === state.me.id) onChange(channel, added);
      }),
    );
  }
  return loaders.get(key)();
}

export function watchFeed(listener) {
  onChange = listener;
}

/** Fetches a place again; places that the viewer never opened are fetched too, for their unread marks. */
export function refresh(channel) {
  return load(channel, state.me.id);
}

export function messagesOf(channel) {
  return places.get(keyOf(channel))?.messages ?? null;
}

const isNew = (message, since) => Number(message.ts) > Number(since) && message.user !== state.me.id;

function meansMe(channel, { ephemeral, text }) {
  return isDirect(channel) || ephemeral || text.includes(`<@${state.me.id}`);
}

/** How many messages are unread here, and how many of them are meant for the viewer. */
export function unread(channel) {
  const key = keyOf(channel);
  const fresh = (places.get(key)?.messages ?? []).filter((one) => isNew(one, seen.get(key)));
  return { all: fresh.length, mine: fresh.filter((one) => meansMe(channel, one)).length };
}

/** Notes where the viewer stopped reading, when a place is opened; the line of what is new is drawn there. */
export function openPlace(channel) {
  const known = places.get(keyOf(channel));
  if (known) known.last = unread(channel).all > 0 ? seen.get(keyOf(channel)) : undefined;
}

/** The first message that was new when the place was opened. */
export function firstNew(channel) {
  const known = places.get(keyOf(channel));
  return known?.last === undefined ? null : (known.messages.find((one) => isNew(one, known.last))?.ts ?? null);
}

export function markSeen(channel) {
  const key = keyOf(channel);
  const newest = places.get(key)?.newest;
  if (newest === undefined || seen.get(key) === newest) return;
  seen.set(key, newest);
  keepSeen();
}
