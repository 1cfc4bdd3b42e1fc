// The side panel with one thread: its first message, the replies, and a field to reply.
import { Composer } from "./composer.js";
import { el, iconButton } from "./dom.js";
import { messagesOf } from "./feed.js";
import { MessageList } from "./messages.js";
import { isArchived, placeName, state } from "./state.js";

export class ThreadPanel {
  /** `send(text, thread_ts)` resolves to a sentence if it failed. */
  constructor(node, actions, send) {
    this.node = node;
    this.root = null;
    this.where = el("span", { class: "muted" });
    this.list = new MessageList(actions, { thread: true, label: "Thread" });
    this.composer = new Composer({ id: "thread-composer", thread: true, send: (text) => this.reply(text, send) });
    this.composer.setPlaceholder("Reply…");
    node.append(
      el(
        "header",
        {},
        el("h2", {}, "Thread"),
        this.where,
        iconButton("close", "Close the thread", () => this.close()),
      ),
      this.list.node,
      this.composer.node,
    );
    node.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  reply(text, send) {
    const command = text.match(/^\/\S+/)?.[0];
    if (command) return `${command} does not work in threads; Slack has no commands there.`;
    this.list.toBottom();
    return send(text, this.root);
  }

  open(root) {
    this.root = root;
    this.where.textContent = placeName(state.channel);
    this.list.clear();
    this.composer.text = "";
    this.composer.node.classList.toggle("only-notice", isArchived(state.channel));
    this.node.hidden = false;
    this.show(messagesOf(state.channel) ?? []);
    this.composer.field.focus();
  }

  close() {
    this.node.hidden = true;
    this.root = null;
    this.list.clear();
  }

  show(messages) {
    if (this.root)
      this.list.show(
        messages.filter((one) => one.ts === this.root || one.thread_ts === this.root),
        "This thread was deleted.",
      );
  }
}
