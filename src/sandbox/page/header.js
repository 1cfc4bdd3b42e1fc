// The head of the open place: its name, its members, or the tabs of the direct message with the app.
import { avatar, el, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { channel, channelIcon, person, roleOf, state } from "./state.js";

function members(ids, choosePerson) {
  const open = (event) => {
    const entries = ids.map(person).map((one) => ({
      content: [avatar(one.id, one.name, one.role === "bot"), el("span", { text: one.name })],
      hint: roleOf(one),
      disabled: one.role === "bot" || one.deactivated,
      onPick: () => choosePerson(one.id),
    }));
    openMenu(event.currentTarget, entries, { label: "Members; choose one to be that person" });
  };
  return el(
    "button",
    { type: "button", class: "members", "aria-haspopup": "menu", "aria-label": `${ids.length} members`, on: { click: open } },
    icon("people"),
    el("span", { text: String(ids.length) }),
  );
}

function tabs(chooseTab) {
  const tab = (name, label) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-selected": String(state.tab === name),
        tabindex: state.tab === name ? null : "-1",
        on: { click: () => chooseTab(name) },
      },
      label,
    );
  const walk = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    chooseTab(state.tab === "home" ? "messages" : "home");
  };
  return el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Direct message with the app", on: { keydown: walk } },
    tab("messages", "Messages"),
    tab("home", "Home"),
  );
}

export function placeHeader({ choosePerson, chooseTab }) {
  const { bot, connected } = state.workspace;
  const open = channel(state.channel);
  if (!open) {
    const note = connected ? null : el("span", { class: "muted", text: "not connected" });
    return [
      el("h1", {}, avatar(bot.id, bot.name, true), bot.name, el("span", { class: "app-tag", text: "APP" })),
      tabs(chooseTab),
      note,
    ].filter(Boolean);
  }
  return [
    el("h1", {}, icon(channelIcon(open)), open.name),
    open.archived && el("span", { class: "muted", text: "Archived" }),
    !open.bot_is_member && el("span", { class: "muted", text: `${bot.name} is not in this channel` }),
    members(open.members, choosePerson),
  ].filter(Boolean);
}
