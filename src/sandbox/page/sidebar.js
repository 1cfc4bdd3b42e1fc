// The left side: who you are, the channels, the direct message with the app.
import { avatar, el, icon } from "./dom.js";
import { unread } from "./feed.js";
import { openMenu } from "./menu.js";
import { addressOf, channelIcon, isMember, roleOf, state, visibleChannels } from "./state.js";

function place(id, face, name, { quiet, note } = {}) {
  const current = id === state.channel;
  const { all, mine } = current && state.tab === "messages" ? { all: 0, mine: 0 } : unread(id);
  return el(
    "li",
    {},
    el(
      "a",
      {
        class: `place${all ? " unread" : ""}${quiet ? " quiet" : ""}`,
        href: addressOf({ place: id }),
        "aria-current": current ? "page" : null,
        title: note,
      },
      face,
      el("span", { class: "place-name", text: name }),
      mine > 0 && el("span", { class: "badge", "aria-hidden": "true", text: mine > 99 ? "99+" : String(mine) }),
      all > 0 && el("span", { class: "visually-hidden", text: `${all} unread${mine ? `, ${mine} for you` : ""}` }),
    ),
  );
}

function channelPlace(channel) {
  const absent = channel.bot_is_member ? null : `${state.workspace.bot.name} is not in this channel`;
  const note = channel.archived ? "Archived" : absent;
  return place(channel.id, icon(channelIcon(channel)), channel.name, { quiet: note !== null, note });
}

function personMenu(anchor, choose) {
  const entries = state.people
    .filter((one) => one.role !== "bot")
    .map((one) => ({
      content: [avatar(one.id, one.name), el("span", { text: one.name })],
      hint: one.deactivated ? "left" : roleOf(one),
      picked: one.id === state.me.id,
      disabled: one.deactivated,
      onPick: () => choose(one.id),
    }));
  openMenu(anchor, entries, { label: "Be somebody else" });
}

function section(title, places) {
  const id = `side-${title.toLowerCase().replace(/\W/g, "-")}`;
  return places.length ? [el("h2", { id, text: title }), el("ul", { "aria-labelledby": id }, places)] : [];
}

/** Draws the side anew; `choosePerson(id)` is called by the switch. It is small enough to be redrawn as a whole. */
export function sidebar(choosePerson) {
  const { me, workspace } = state;
  const visible = visibleChannels(me.id);
  const mine = visible.filter((one) => isMember(one.id, me.id));
  const others = visible.filter((one) => !isMember(one.id, me.id));
  const { bot } = workspace;
  return [
    el(
      "button",
      {
        type: "button",
        class: "me",
        id: "me",
        "aria-haspopup": "menu",
        title: "Be somebody else",
        on: { click: (event) => personMenu(event.currentTarget, choosePerson) },
      },
      avatar(me.id, me.name),
      el("span", { class: "visually-hidden", text: "You are " }),
      el("span", { class: "me-name" }, el("b", { text: me.name }), el("span", { class: "role", text: roleOf(me) })),
      icon("down"),
    ),
    el(
      "nav",
      { "aria-label": "Places" },
      section("Channels", mine.map(channelPlace)),
      section("Not joined", others.map(channelPlace)),
      section("Direct messages", [place(bot.id, avatar(bot.id, bot.name, true), bot.name)]),
    ),
  ];
}
