// What can be done with one message: react, reply, edit and delete one's own, the app's message shortcuts.
import { confirm } from "./dialogs.js";
import { el, iconButton } from "./dom.js";
import { EMOJI, PICKER, QUICK_REACTIONS } from "./emoji.js";
import { openMenu } from "./menu.js";
import { state } from "./state.js";
import { toTyped } from "./typed.js";

function pickReaction(anchor, message, actions) {
  const entries = PICKER.map((name) => ({ content: EMOJI[name], label: `:${name}:`, onPick: () => actions.react(message, name, false) }));
  openMenu(anchor, entries, { label: "Choose a reaction", columns: 8 });
}

async function remove(message, actions) {
  const sure = await confirm({
    title: { text: "Delete message" },
    text: { type: "plain_text", text: "Delete this message? The app hears of it, as it does in Slack." },
    confirm: { text: "Delete" },
    style: "danger",
  });
  if (sure) actions.remove(message);
}

/** Puts a text field in the place of the message's body. */
function edit(message, node, actions) {
  const body = node.querySelector(".body");
  const field = el("textarea", { class: "control", rows: 3, "aria-label": "Edit the message", value: toTyped(message.text) });
  const stop = () => {
    node.classList.remove("editing");
    editor.replaceWith(body);
    node.focus();
  };
  const save = async () => {
    const text = field.value.trim();
    if (!text) return;
    stop();
    if (text !== toTyped(message.text)) await actions.edit(message, text);
  };
  const onKey = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      stop();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  };
  const editor = el(
    "div",
    { class: "editor", on: { keydown: onKey } },
    field,
    el("button", { type: "button", class: "button", on: { click: stop } }, "Cancel"),
    el("button", { type: "button", class: "button primary", on: { click: save } }, "Save"),
  );
  node.classList.add("editing");
  node.querySelector(".toolbar")?.remove();
  body.replaceWith(editor);
  field.focus();
}

function shortcutsMenu(anchor, message, actions) {
  const entries = messageShortcuts().map(({ callback_id, name }) => ({
    content: name,
    onPick: () => actions.shortcut(message, callback_id),
  }));
  openMenu(anchor, entries, { label: "Shortcuts" });
}

const messageShortcuts = () => state.shortcuts.filter((one) => one.type === "message");

export function toolbar(message, node, actions, inThread) {
  const own = message.user === state.me.id;
  const opens = (name, label, open) => {
    const control = iconButton(name, label, (event) => open(event.currentTarget));
    control.setAttribute("aria-haspopup", "menu");
    return control;
  };
  const quick = QUICK_REACTIONS.map((name) => {
    const mine = Boolean(message.reactions?.some((one) => one.name === name && one.users.includes(state.me.id)));
    const label = `${mine ? "Take back" : "React with"} :${name}:`;
    return el(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: () => actions.react(message, name, mine) } },
      EMOJI[name],
    );
  });
  return el(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    quick,
    opens("smile", "Other reaction", (anchor) => pickReaction(anchor, message, actions)),
    !inThread && iconButton("reply", "Reply in thread", () => actions.reply(message)),
    own && !message.subtype && iconButton("pencil", "Edit", () => edit(message, node, actions)),
    own && iconButton("trash", "Delete", () => remove(message, actions)),
    messageShortcuts().length > 0 && opens("bolt", "Shortcuts", (anchor) => shortcutsMenu(anchor, message, actions)),
  );
}
