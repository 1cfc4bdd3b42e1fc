// Wires the page together: loads the workspace, follows the stream, and draws the open place.
import { explain, get, listen, post } from "./api.js";
import { clockPanel, syncClock } from "./clock.js";
import { Composer } from "./composer.js";
import { Dock } from "./dock.js";
import { el, icon, iconButton, redraw } from "./dom.js";
import { dueBar, postsSince, trafficMark } from "./due.js";
import { watchLostFocus } from "./focus.js";
import { firstNew, markSeen, messagesOf, openPlace, recallSeen, refresh, watchFeed } from "./feed.js";
import { openHome, refreshViews, renderHome, watchHome } from "./forms.js";
import { placeHeader } from "./header.js";
import { hintBar } from "./hint.js";
import { HomePane } from "./home.js";
import { listenToKeys, showKeys } from "./keys.js";
import { closeMenu } from "./menu.js";
import { MessageList } from "./messages.js";
import { sidebar } from "./sidebar.js";
import { addressOf, channel, isArchived, isDirect, isMember, person, placeName, state, visibleChannels } from "./state.js";
import { ThreadPanel } from "./thread.js";
import { Tour } from "./tour.js";

const at = (id) => document.getElementById(id);
const HOME_CHANNEL = "social-wins";

// --- What people do -------------------------------------------------------------------------------

const fail = (sentence) => composer.complain(sentence);

/** Runs a call for the open place, then fetches what it changed; resolves to a sentence if it failed. */
async function attempt(what, path, body) {
  const place = state.channel;
  try {
    const answer = await post(path, { user: state.me.id, channel: place, ...body });
    await Promise.all([refresh(place), refreshViews()]);
    return { answer };
  } catch (error) {
    return { failure: explain(what, error) };
  }
}

async function attemptOrComplain(...args) {
  const { failure } = await attempt(...args);
  if (failure) fail(failure);
}

const actions = {
  click: ({ ts }, action) => attemptOrComplain("That button", "click", { ...action, ts }),
  react: ({ ts }, name, removed) => attemptOrComplain("The reaction", "reaction", { ts, name, ...(removed && { removed }) }),
  edit: ({ ts }, text) => attemptOrComplain("The edit", "message/edit", { ts, text }),
  remove: ({ ts }) => attemptOrComplain("Deleting", "message/delete", { ts }),
  shortcut: ({ ts }, callback_id) => attemptOrComplain("The shortcut", "shortcut", { ts, callback_id }),
  // Without a channel: a shortcut of the whole workspace.
  globalShortcut: (callback_id) => attemptOrComplain("The shortcut", "shortcut", { callback_id, channel: undefined }),
  reply: (message) => thread.open(message.thread_ts ?? message.ts),
};

async function sendCommand(text) {
  const [, command, words] = text.match(/^(\/\S*)\s*([\s\S]*)$/);
  if (state.commands.length && !state.commands.some((one) => one.command === command)) {
    return `${command} is not a command here. Try ${state.commands.map((one) => one.command).join(", ")}.`;
  }
  const { failure } = await attempt(command, "command", { command, text: words });
  if (!failure) tour.hear({ kind: "command", command });
  return failure;
}

async function sendMessage(text, thread_ts) {
  return (await attempt("Your message", "message", { text, ...(thread_ts && { thread_ts }) })).failure;
}

function send(text) {
  list.toBottom();
  return text.startsWith("/") ? sendCommand(text) : sendMessage(text);
}

// --- The parts ------------------------------------------------------------------------------------

const list = new MessageList(actions, { label: "Messages" });
const homePane = new HomePane();
const composer = new Composer({ send, id: "composer", shortcut: actions.globalShortcut });
const thread = new ThreadPanel(at("thread"), actions, sendMessage);
const closedLine = el("div", { class: "outside-note" });
const dock = new Dock(at("dock"));
/** The bar with what fell due on the clock's last move, as long as it is to be seen. */
let due = null;
const clock = clockPanel({
  fail,
  moving: trafficMark,
  async moved(mark) {
    due = dueBar(await postsSince(mark), () => ((due = null), drawHint()));
    await Promise.all([lookEverywhere(), refreshViews()]);
    // "Today" on a day's divider may have become "Yesterday".
    drawStage();
    tour.hear({ kind: "moved" });
    drawHint();
  },
});
const tour = new Tour(
  {
    fill: (text) => composer.fill(text),
    idle: () => !composer.text,
    submit: () => composer.submit(),
    type: (text) => (composer.fill(text), composer.submit()),
    be: (id) => go({ as: id, place: homeChannel().id }),
    nextMorning: clock.nextMorning,
    newest: (test) => list.newest(test),
  },
  drawHint,
);
const tourButton = topButton("flag", "Tour", startTour);
/** Unsent text by person and place. */
const drafts = new Map();
const draftKey = () => `${state.me.id} ${state.channel}`;

function drawSide() {
  tourButton.hidden = !canTour();
  redraw(at("side"), sidebar((id) => visit({ as: id })));
}

function drawHeader() {
  redraw(at("place"), placeHeader({ choosePerson: (id) => visit({ as: id }), chooseTab: (tab) => visit({ tab }) }));
  document.title = `${placeName(state.channel)} · ${state.me.name} · Pacesetter sandbox`;
}

/** Whether the open place was not drawn since one came here. */
let justCame = true;

/** Whether something can be typed here: not in the app's home, nor where one is no member or nobody can. */
function canType() {
  return state.tab === "messages" && !closedNote();
}

/** Why nothing can be typed in the open place, if so. */
function closedNote() {
  const place = placeName(state.channel);
  if (isArchived(state.channel)) return `${place} is archived: what was said stays, and nothing new can be posted.`;
  return isMember(state.channel, state.me.id) ? null : `You are looking into ${place}; ${state.me.name} is not a member.`;
}

/** The bar below the place's name: the tour, or what fell due, or things to try. */
function hint() {
  if (tour.running) return tour.node;
  if (due) return due;
  return canType() && hintBar({ fill: (text) => composer.fill(text), nextMorning: clock.nextMorning, dismissed: drawHint });
}

function drawHint() {
  const bar = hint();
  if (bar !== at("hint").firstChild) at("hint").replaceChildren(...(bar ? [bar] : []));
}

/** The channel of the demo's contest. */
function homeChannel() {
  return state.channels.find((one) => one.name === HOME_CHANNEL);
}

/** Shows around whoever comes for the first time, or wants it again; there must be a contest to be shown. */
async function startTour() {
  const channel = homeChannel();
  const fits = ({ role, id, guest, deactivated }) => role === "rep" && !guest && !deactivated && channel.members.includes(id);
  const rep = fits(state.me) ? state.me : state.people.find(fits);
  due = null;
  await go({ as: rep.id, place: channel.id });
  tour.start({ rep, channel });
}

/** Whether there is a bot with a contest to be shown. */
function canTour() {
  const known = ["/share", "/leaderboard", "/contest"].every((name) => state.commands.some((one) => one.command === name));
  const home = homeChannel();
  return Boolean(known && home && messagesOf(home.id)?.some((message) => message.metadata?.event_type === "board"));
}

/** The middle: the app's home, or the messages as far as they are here already. */
function drawStage() {
  const stage = at("stage");
  if (state.tab === "home") {
    const shown = renderHome(homePane, fail);
    if (shown.parentNode !== stage) stage.replaceChildren(shown);
    return;
  }
  if (list.node.parentNode !== stage) stage.replaceChildren(list.node);
  const messages = messagesOf(state.channel);
  if (!messages) return;
  if (justCame) openPlace(state.channel);
  justCame = false;
  const empty = isDirect(state.channel) ? "Nothing here yet. Every command works here too." : "Nothing here yet.";
  list.show(messages, empty, firstNew(state.channel));
  thread.show(messages);
  markSeen(state.channel);
  tour.point();
}

function drawFoot() {
  const note = closedNote();
  closedLine.textContent = note ?? "";
  composer.node.classList.toggle("only-notice", !canType());
  const [foot, parts] = [at("foot"), note ? [closedLine, composer.node] : [composer.node]];
  // What is put where it stands already loses the focus, and with it the key that is just pressed.
  if (parts.length !== foot.childNodes.length || parts.some((part, i) => part !== foot.childNodes[i])) foot.replaceChildren(...parts);
  composer.setPlaceholder(`Message ${placeName(state.channel)}${innerWidth < 500 ? "" : ", or / for a command"}`);
}

// --- Where we are: person, place and tab live in the address, so that two windows can be two people -----

function readAddress() {
  const wish = new URLSearchParams(location.hash.slice(1));
  const reps = state.people.filter((one) => one.role === "rep" && !one.deactivated);
  const active = (id) => state.people.find((one) => one.id === id && !one.deactivated);
  const me = active(wish.get("as")) ?? active(state.me?.id) ?? reps[0] ?? state.people[0];
  const visible = visibleChannels(me.id);
  const exists = (id) => id === state.workspace.bot.id || visible.some((one) => one.id === id);
  const fallback =
    visible.find((one) => one.name === HOME_CHANNEL && isMember(one.id, me.id)) ??
    visible.find((one) => isMember(one.id, me.id)) ??
    visible[0];
  const place = [wish.get("in"), state.channel].find((id) => id && exists(id)) ?? fallback?.id ?? state.workspace.bot.id;
  const tab = wish.get("tab") === "home" && place === state.workspace.bot.id ? "home" : "messages";
  return { me, place, tab };
}

function visit(wish) {
  location.hash = addressOf(wish);
}

/** Goes there at once, for who waits for it. */
function go(wish) {
  history.pushState(null, "", addressOf(wish));
  return arrive();
}

async function arrive() {
  const { me, place, tab } = readAddress();
  const samePerson = me.id === state.me?.id;
  const samePlace = samePerson && place === state.channel;
  if (state.me) drafts.set(draftKey(), composer.text);
  Object.assign(state, { me, channel: place, tab });
  // The address always says in full where we are, so that "back" leads here.
  history.replaceState(null, "", addressOf({ tab }));
  closeMenu();
  document.body.classList.remove("nav-open");
  if (!samePlace) {
    justCame = true;
    list.clear();
    thread.close();
    composer.text = drafts.get(draftKey()) ?? "";
  }
  composer.complain("");
  drawHeader();
  drawFoot();
  drawStage();
  drawSide();
  drawHint();
  clock.tick();
  try {
    await Promise.all([refresh(place), tab === "home" ? openHome(fail) : refreshViews()]);
  } catch (error) {
    fail(explain("Loading", error));
  }
  if (!samePerson) lookEverywhere(place);
}

/** Fetches the other places too, so that they open at once and their unread dots are right. */
async function lookEverywhere(except) {
  const places = [...visibleChannels(state.me.id).map((one) => one.id), state.workspace.bot.id];
  // A place that cannot be fetched says so when it is opened.
  await Promise.allSettled(places.filter((id) => id !== except).map(refresh));
}

// --- What happens elsewhere -----------------------------------------------------------------------

function announce(added) {
  const words = added.map((one) => `${person(one.user).name}: ${one.text}`).join(". ");
  if (words) at("announcer").textContent = words.slice(0, 400);
}

watchFeed((place, added) => {
  if (place === state.channel && state.tab === "messages") {
    drawStage();
    announce(added);
  }
  drawSide();
});

watchHome(() => state.tab === "home" && drawStage());

watchLostFocus(() => (state.tab === "home" ? homePane : list).recover());

async function follow({ channel: place, kind }) {
  try {
    if (kind === "call" || kind === "delivery" || kind === "fault") return followTraffic();
    if (kind === "clock") {
      await syncClock();
      clock.tick();
      if (state.tab === "messages") drawStage();
    } else if (kind === "view" || kind === "home") await refreshViews();
    // The stream ran ahead of us, or the workspace itself changed.
    else if (kind === "missed" || kind === "people" || kind === "channel") await reload();
    // A direct message is named by its own id in the stream, and by the other's id here.
    else if (isDirect(place)) await refresh(state.workspace.bot.id);
    else if (visibleChannels(state.me.id).includes(channel(place))) await refresh(place);
  } catch (error) {
    fail(explain("Following the changes", error));
  }
}

let waiting = null;

/** Traffic comes in bursts: the dock looks at it a few times a second. */
function followTraffic() {
  waiting ??= setTimeout(() => {
    waiting = null;
    dock.follow();
  }, 150);
}

let wasLost = false;

function linkState(connected) {
  at("link-state").textContent = connected ? "" : "Reconnecting…";
  if (!connected) wasLost = true;
  else if (wasLost) {
    wasLost = false;
    // Whatever changed meanwhile was not told to us; the workspace itself may be another one.
    reload().catch((error) => fail(explain("Loading the workspace", error)));
  }
}

async function load() {
  const parts = ["workspace", "people", "channels", "commands", "shortcuts"];
  const [workspace, people, channels, commands, shortcuts] = await Promise.all([...parts.map((part) => get(part)), syncClock()]);
  const sameRun = workspace.run === state.workspace.run;
  Object.assign(state, { workspace, people, channels, commands, shortcuts });
  at("workspace").textContent = workspace.name;
  if (sameRun) return;
  recallSeen();
  dock.restart();
}

async function reload() {
  await load();
  await arrive();
  await lookEverywhere(state.channel);
}

function topButton(name, label, onClick) {
  const face = [icon(name), el("span", { class: "label", text: label })];
  return el("button", { type: "button", class: "top-button", "aria-label": label, title: label, on: { click: onClick } }, face);
}

function drawTop() {
  const nav = iconButton("menu", "Places", () => {
    const open = document.body.classList.toggle("nav-open");
    nav.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#side button")?.focus();
  });
  nav.setAttribute("aria-expanded", "false");
  nav.classList.add("nav-toggle");
  at("top").prepend(nav);
  at("tools").replaceChildren(tourButton, dock.button, topButton("key", "Keyboard", showKeys));
  at("clock").replaceChildren(clock.node);
  at("skip").addEventListener("click", () => composer.field.focus());
  at("side").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.body.classList.contains("nav-open")) return;
    nav.click();
    nav.focus();
  });
  dock.follow();
}

async function start() {
  try {
    await load();
  } catch (error) {
    const again = el("button", { type: "button", class: "button primary", on: { click: start } }, "Try again");
    at("stage").replaceChildren(el("div", { class: "empty" }, el("p", { text: explain("Loading the workspace", error) }), again));
    return;
  }
  drawTop();
  addEventListener("hashchange", arrive);
  listen(follow, linkState);
  listenToKeys();
  await arrive();
  composer.field.focus();
  if (!tour.wanted || !homeChannel()) return;
  await refresh(homeChannel().id);
  if (canTour()) await startTour();
}

start();
