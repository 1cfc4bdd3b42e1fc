// What the page knows: the workspace, its people and channels, who is looking, and at what.

export const state = {
  workspace: { name: "", bot: { id: "", name: "" }, connected: false },
  people: [],
  channels: [],
  commands: [],
  shortcuts: [],
  me: null,
  /** The open channel's id, or the bot's id for the direct message with it. */
  channel: null,
  /** "messages", or "home" for the bot's App Home. */
  tab: "messages",
};

let clockAhead = 0;

/** The sandbox's time in milliseconds; it runs with this machine's clock, set ahead or back. */
export function now() {
  return Date.now() + clockAhead;
}

export function setNow(iso) {
  clockAhead = Date.parse(iso) - Date.now();
}

export function person(id) {
  const found = state.people.find((one) => one.id === id);
  if (found) return found;
  const { bot } = state.workspace;
  return id === bot.id ? { ...bot, role: "bot" } : { id, name: id, role: "" };
}

/** What somebody is here, in a word. */
export function roleOf({ role, guest }) {
  return guest ? "guest" : role;
}

export function channel(id) {
  return state.channels.find((one) => one.id === id);
}

export function isDirect(id) {
  return !channel(id);
}

export function isMember(id, user) {
  return isDirect(id) || channel(id).members.includes(user);
}

/** Whether a place is closed for ever. */
export function isArchived(id) {
  return channel(id)?.archived === true;
}

/** The icon before a channel's name. */
export function channelIcon({ archived, private: secret }) {
  return archived ? "box" : secret ? "lock" : "hash";
}

/** The channels this person can see: one's own, and public ones. */
export function visibleChannels(user) {
  return state.channels.filter((one) => !one.private || one.members.includes(user));
}

/** People that can be mentioned or picked: not those who left. */
export function activePeople() {
  return state.people.filter((one) => !one.deactivated);
}

export function placeName(id) {
  const found = channel(id);
  return found ? `#${found.name}` : person(id).name;
}

/** The part of the page's address that leads to a place; what is left out stays as it is. */
export function addressOf({ as = state.me.id, place = state.channel, tab = "messages" }) {
  return `#${new URLSearchParams({ as, in: place, ...(tab === "home" && { tab }) })}`;
}
