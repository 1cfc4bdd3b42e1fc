// The field that people type into: sends messages and commands, completes both, remembers commands.
import { completions } from "./complete.js";
import { el, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { state } from "./state.js";

/** Commands sent from any composer of this page, newest last. */
const sentCommands = [];

export class Composer {
  /** `send(text)` resolves to a sentence if it failed; `thread` has no commands, as in Slack; `shortcut(callback_id)` runs one. */
  constructor({ send, thread = false, id, shortcut }) {
    this.send = send;
    this.thread = thread;
    this.recalled = sentCommands.length;
    this.offers = [];
    this.chosen = 0;
    this.list = el("div", { class: "offers", id: `${id}-offers`, role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.usage = el("div", { class: "usage", hidden: true });
    this.notice = el("div", { class: "notice", role: "alert" });
    this.field = el("textarea", {
      id,
      rows: 1,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-offers`,
      "aria-expanded": "false",
      spellcheck: "true",
      autocomplete: "off",
      on: { input: () => this.typed(), keydown: (event) => this.key(event), blur: () => this.withdraw(), click: () => this.suggest() },
    });
    this.button = el(
      "button",
      {
        type: "button",
        class: "icon-button send",
        "aria-label": "Send",
        title: "Send",
        disabled: true,
        on: { click: () => this.submit() },
      },
      icon("send"),
    );
    this.shortcuts = shortcut && iconButton("bolt", "Shortcuts", () => this.offerShortcuts(shortcut));
    this.node = el(
      "div",
      { class: "composer" },
      this.list,
      this.usage,
      el("div", { class: "composer-box" }, this.shortcuts, this.field, this.button),
      this.notice,
    );
  }

  setPlaceholder(text) {
    this.field.placeholder = text;
    this.field.setAttribute("aria-label", text);
    if (this.shortcuts) this.shortcuts.hidden = !state.shortcuts.some((one) => one.type === "global");
  }

  offerShortcuts(shortcut) {
    const entries = state.shortcuts
      .filter((one) => one.type === "global")
      .map(({ callback_id, name, description }) => ({ content: name, hint: description, onPick: () => shortcut(callback_id) }));
    openMenu(this.shortcuts, entries, { label: "Shortcuts" });
  }

  get text() {
    return this.field.value;
  }

  set text(value) {
    this.field.value = value;
    this.fit();
    this.withdraw();
    this.showUsage();
  }

  /** Puts text in, ready to be sent or changed. */
  fill(value) {
    this.text = value;
    this.complain("");
    this.field.focus();
    this.field.setSelectionRange(value.length, value.length);
  }

  complain(sentence) {
    this.notice.textContent = sentence;
  }

  typed() {
    this.complain("");
    this.recalled = sentCommands.length;
    this.fit();
    this.suggest();
    this.showUsage();
  }

  fit() {
    this.field.style.height = "auto";
    // Outside the page it has no height to go by.
    if (this.field.isConnected) this.field.style.height = `${Math.min(this.field.scrollHeight, 200)}px`;
    this.button.disabled = !this.text.trim();
  }

  suggest() {
    this.offers = completions(this.text, this.field.selectionStart, this.thread);
    this.chosen = 0;
    this.drawOffers();
  }

  withdraw() {
    this.offers = [];
    this.drawOffers();
  }

  drawOffers() {
    const { list, offers } = this;
    list.hidden = !offers.length;
    this.field.setAttribute("aria-expanded", String(offers.length > 0));
    list.replaceChildren(
      ...offers.map((offer, index) =>
        el(
          "div",
          {
            id: `${list.id}-${index}`,
            class: "offer",
            role: "option",
            "aria-selected": String(index === this.chosen),
            // mousedown, not click: the field must keep the focus.
            on: { mousedown: (event) => (event.preventDefault(), this.take(offer)) },
          },
          offer.face,
          el("b", { text: offer.title }),
          offer.usage && el("code", { text: offer.usage }),
          offer.detail && el("span", { class: "muted", text: offer.detail }),
        ),
      ),
    );
    const active = list.children[this.chosen];
    if (active) this.field.setAttribute("aria-activedescendant", active.id);
    else this.field.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  take({ from, to, insert }) {
    this.text = this.text.slice(0, from) + insert + this.text.slice(to);
    const caret = from + insert.length;
    this.field.setSelectionRange(caret, caret);
  }

  /** While a command's words are typed, what it takes stays in sight. */
  showUsage() {
    const name = this.thread ? null : this.text.match(/^\/\S+(?=\s)/)?.[0];
    const command = state.commands.find((one) => one.command === name);
    this.usage.hidden = !command;
    if (command)
      this.usage.replaceChildren(
        el("b", { text: command.command }),
        " ",
        el("code", { text: command.usage_hint ?? "" }),
        el("span", { class: "muted", text: command.description ?? "" }),
      );
  }

  key(event) {
    if (event.isComposing) return;
    if (this.offers.length && this.keyInOffers(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && this.recall(event.key === "ArrowUp" ? -1 : 1)) {
      event.preventDefault();
    }
  }

  /** Whether the key was for the suggestions. */
  keyInOffers(event) {
    const { key, shiftKey } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      this.chosen = (this.chosen + (key === "ArrowDown" ? 1 : -1) + this.offers.length) % this.offers.length;
      this.drawOffers();
      return true;
    }
    if (key === "Escape") {
      event.stopPropagation();
      this.withdraw();
      return true;
    }
    const offer = this.offers[this.chosen];
    // A command that stands there in full is sent by Enter, not completed again.
    const complete = offer.insert.trimEnd() === this.text;
    if ((key === "Tab" && !shiftKey) || (key === "Enter" && !shiftKey && !complete)) {
      this.take(offer);
      return true;
    }
    return false;
  }

  /** Goes through the sent commands, as long as nothing else was typed. */
  recall(step) {
    const untouched = this.text === "" || this.text === sentCommands[this.recalled];
    const next = this.recalled + step;
    if (!untouched || next < 0 || next > sentCommands.length || (this.text === "" && step > 0)) return false;
    this.recalled = next;
    this.fill(sentCommands[next] ?? "");
    return true;
  }

  async submit() {
    const text = this.text.trim();
    if (!text || this.sending) return;
    this.sending = true;
    this.node.setAttribute("aria-busy", "true");
    if (text.startsWith("/") && sentCommands.at(-1) !== text) sentCommands.push(text);
    this.recalled = sentCommands.length;
    this.text = "";
    this.complain("");
    const failure = await this.send(text);
    this.sending = false;
    this.node.removeAttribute("aria-busy");
    if (!failure) return;
    this.complain(failure);
    // What could not be sent comes back, unless something new is being typed.
    if (!this.text) this.text = text;
  }
}
