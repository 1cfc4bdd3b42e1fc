// A list of messages: grouped by author, divided by days, redrawn only where something changed.
import { renderContent } from "./blocks.js";
import { avatar, el, icon } from "./dom.js";
import { emojiNode } from "./mrkdwn.js";
import { dayKey, dayLabel, fullTime, millis, timeOfDay } from "./format.js";
import { person, state } from "./state.js";
import { toolbar } from "./toolbar.js";

/** Messages of one author within this time stand under one name. */
const GROUP_MS = 5 * 60_000;
const NEAR_BOTTOM = 60;

function reactionChips(message, actions) {
  const chips = message.reactions.map(({ name, users }) => {
    const mine = users.includes(state.me.id);
    const who = users.map((id) => person(id).name).join(", ");
    return el(
      "button",
      {
        type: "button",
        class: "chip",
        "aria-pressed": String(mine),
        "aria-label": `${name.replace(/_/g, " ")}: ${users.length}, by ${who}`,
        title: `${who} reacted with :${name}:`,
        on: { click: () => actions.react(message, name, mine) },
      },
      emojiNode(name),
      el("span", { text: String(users.length) }),
    );
  });
  return el("div", { class: "reactions" }, chips);
}

function replyLink(message, replies, actions) {
  const last = replies.at(-1);
  const faces = [...new Set(replies.map((reply) => reply.user))].slice(0, 4).map((id) => avatar(id, person(id).name, isBot(id)));
  return el(
    "button",
    { type: "button", class: "reply-link", on: { click: () => actions.reply(message) } },
    faces,
    el("b", { text: replies.length === 1 ? "1 reply" : `${replies.length} replies` }),
    el("span", { class: "muted", text: `last at ${timeOfDay(millis(last.ts))}` }),
  );
}

function onlyYou(message, actions) {
  return el(
    "div",
    { class: "only-you" },
    icon("eye"),
    "Only visible to you",
    el("button", { type: "button", class: "link-button", on: { click: () => actions.remove(message) } }, "Dismiss"),
  );
}

const isBot = (id) => person(id).role === "bot";

function messageNode(item, actions) {
  const { message, follows, replies } = item;
  const author = person(message.user);
  const ms = millis(message.ts);
  const time = el("time", { class: "time", datetime: new Date(ms).toISOString(), title: fullTime(ms), text: timeOfDay(ms) });
  const surface = { id: `m${message.ts}`, act: (action) => actions.click(message, action) };
  const name = el(
    "div",
    { class: "byline" },
    el("b", { class: "author", text: author.name }),
    isBot(message.user) && el("span", { class: "app-tag", text: "APP" }),
    time,
  );
  const node = el(
    "article",
    {
      class: `message${follows ? " follows" : ""}${message.ephemeral ? " ephemeral" : ""}`,
      tabindex: "-1",
      "aria-label": `${author.name}, ${timeOfDay(ms)}`,
    },
    message.ephemeral && onlyYou(message, actions),
    el("div", { class: "gutter" }, follows ? time : avatar(message.user, author.name, isBot(message.user))),
    el(
      "div",
      { class: "content" },
      !follows && name,
      el(
        "div",
        { class: "body" },
        renderContent(message, surface),
        message.edited && el("span", { class: "edited muted", text: "(edited)" }),
      ),
      message.reactions?.length > 0 && reactionChips(message, actions),
      replies.length > 0 && replyLink(message, replies, actions),
    ),
  );
  return node;
}

function dividerNode({ label }) {
  return el("div", { class: "day", role: "separator" }, el("span", { text: label }));
}

function newNode() {
  return el("div", { class: "day new", role: "separator" }, el("span", { text: "New" }));
}

const keyOf = ({ ephemeral, ts }) => `${ephemeral ? "e" : "m"}${ts}`;

/** What to draw, each with a key that stays and a drawing that tells whether it changed. */
function itemsOf(messages, { thread, newFrom }) {
  const replies = new Map();
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;
  if (!thread)
    for (const message of messages.filter(isReply)) replies.set(message.thread_ts, [...(replies.get(message.thread_ts) ?? []), message]);
  const roots = new Set(messages.map((message) => message.ts));
  const items = [];
  let previous = null;
  for (const message of messages) {
    // A reply whose first message was deleted has no other place to be seen.
    if (!thread && isReply(message) && roots.has(message.thread_ts)) continue;
    const ms = millis(message.ts);
    const newDay = !previous || dayKey(millis(previous.ts)) !== dayKey(ms);
    if (newDay && !thread) items.push({ key: `day ${dayKey(ms)}`, label: dayLabel(ms), drawing: dayLabel(ms), make: dividerNode });
    if (message.ts === newFrom && !thread) items.push({ key: "new", drawing: "", make: newNode });
    const startsReplies = thread && items.length === 1;
    const follows =
      !newDay &&
      message.ts !== newFrom &&
      !startsReplies &&
      previous.user === message.user &&
      !previous.ephemeral &&
      !message.ephemeral &&
      ms - millis(previous.ts) < GROUP_MS;
    const item = { message, follows, replies: replies.get(message.ts) ?? [], make: messageNode };
    items.push({
      ...item,
      key: keyOf(message),
      drawing: JSON.stringify([message, follows, item.replies.map((reply) => [reply.ts, reply.user])]),
    });
    previous = message;
  }
  return items;
}

export class MessageList {
  /** `actions`: click, react, reply, edit, remove, shortcut; `thread`: whether replies are drawn in line. */
  constructor(actions, { thread = false, label }) {
    this.actions = actions;
    this.thread = thread;
    this.drawn = new Map();
    this.rows = el("div", { class: "rows" });
    this.jump = el(
      "button",
      { type: "button", class: "jump", hidden: true, on: { click: () => this.toBottom() } },
      icon("down"),
      "New messages",
    );
    this.scroller = el("div", { class: "scroller", role: "region", "aria-label": label, tabindex: "0" }, this.rows);
    this.node = el("div", { class: "message-list" }, this.scroller, this.jump);
    this.pinned = true;
    /** The message that had the focus last. */
    this.held = null;
    this.scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    this.rows.addEventListener("pointerover", (event) => this.offerToolbar(event));
    this.rows.addEventListener("focusin", (event) => this.offerToolbar(event));
    this.rows.addEventListener("focusin", ({ target }) => (this.held = target.closest(".message")?.message));
    this.scroller.addEventListener("keydown", (event) => this.walk(event));
    // A growing composer or a late picture must not push the newest message out of sight.
    const sizes = new ResizeObserver(() => this.pinned && this.toBottom());
    sizes.observe(this.scroller);
    sizes.observe(this.rows);
  }

  /** Forgets everything drawn, for another channel or another person. */
  clear() {
    this.drawn.clear();
    this.rows.replaceChildren();
    this.pinned = true;
    this.jump.hidden = true;
  }

  /** `newFrom` is the `ts` of the first message that the viewer had not seen. */
  show(messages, emptyText, newFrom = null) {
    const items = itemsOf(messages, { thread: this.thread, newFrom });
    const before = this.drawn;
    const grew = items.some((item) => !before.has(item.key));
    this.drawn = new Map();
    let place = this.rows.firstChild;
    for (const item of items) {
      const old = before.get(item.key);
      before.delete(item.key);
      const keep = old && (old.drawing === item.drawing || old.node.classList.contains("editing"));
      const node = keep ? old.node : this.make(item);
      if (old && !keep) {
        if (place === old.node) place = old.node.nextSibling;
        const held = old.node.contains(document.activeElement);
        old.node.replaceWith(node);
        // Who reacted by keyboard stays at the message.
        if (held) node.focus({ preventScroll: true });
      } else if (node === place) place = place.nextSibling;
      else this.rows.insertBefore(node, place);
      this.drawn.set(item.key, { node, drawing: item.drawing });
    }
    const gone = [...before.values()].map(({ node }) => node);
    const lostFocus = gone.some((node) => node.contains(document.activeElement));
    for (const node of gone) node.remove();
    if (lostFocus) this.recover();
    this.rows.querySelector(":scope > .empty")?.remove();
    if (!items.length) this.rows.append(el("div", { class: "empty", text: emptyText }));
    if (this.pinned) this.toBottom();
    else if (grew) this.jump.hidden = false;
  }

  /** The drawing of the newest message that passes the test. */
  newest(test) {
    return [...this.rows.querySelectorAll(".message")].findLast((node) => test(node.message)) ?? null;
  }

  /** Gives the focus back to the message that had it last, or to the one that now stands in its place. */
  recover() {
    const nodes = [...this.rows.querySelectorAll(".message")];
    const same = nodes.find(({ message }) => keyOf(message) === keyOf(this.held ?? {}));
    const before = nodes.findLast(({ message }) => Number(message.ts) <= Number(this.held?.ts));
    (same ?? before ?? this.scroller).focus({ preventScroll: true });
  }

  make(item) {
    const node = item.make(item, this.actions);
    node.message = item.message;
    return node;
  }

  toBottom() {
    this.pinned = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  noteScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.pinned = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    if (this.pinned) this.jump.hidden = true;
  }

  /** One toolbar for the whole list moves to the message under the pointer or the focus. */
  offerToolbar(event) {
    const node = event.target.closest?.(".message");
    if (!node || node === this.tooled || node.classList.contains("editing")) return;
    this.tools?.remove();
    this.tooled = node;
    this.tools = node.message.ephemeral ? null : toolbar(node.message, node, this.actions, this.thread);
    if (this.tools) node.append(this.tools);
  }

  /** Arrow keys go from message to message; Tab then reaches what is inside. */
  walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const inside = event.target.closest(".message");
    if (!step || (event.target !== this.scroller && event.target !== inside)) return;
    const nodes = [...this.rows.querySelectorAll(".message")];
    const next = inside ? nodes[nodes.indexOf(inside) + step] : nodes.at(-1);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
