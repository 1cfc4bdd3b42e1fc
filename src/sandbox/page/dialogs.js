// Modal dialogs: their frame, and the small one that asks "are you sure?".
import { el, iconButton } from "./dom.js";
import { giveBack } from "./focus.js";
import { plain, textObject } from "./mrkdwn.js";

let frames = 0;

/** A frame with title, body and footer; `onCancel` is called by its close button and by Escape, `onBack` by its arrow. */
export function frame(title, body, footer, onCancel, onBack) {
  const id = `dialog-title-${(frames += 1)}`;
  const heading = el("h2", { id }, plain(title));
  const node = el(
    "dialog",
    { "aria-labelledby": id },
    el("header", {}, onBack && iconButton("back", "Back", onBack), heading, iconButton("close", "Close", onCancel)),
    body,
    footer.length > 0 && el("footer", {}, footer),
  );
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    onCancel();
  });
  return node;
}

/** What had the focus when a dialog was opened. */
const openers = new WeakMap();

export function showModal(node) {
  openers.set(node, document.activeElement);
  document.body.append(node);
  node.showModal();
}

export function closeModal(node) {
  node.close();
  node.remove();
  const opener = openers.get(node);
  if (document.activeElement === document.body && opener !== document.body) giveBack(opener);
}

/** Asks by Slack's confirmation object; resolves to whether it was confirmed. */
export function confirm({ title, text, confirm: yes, deny: no, style }) {
  return new Promise((resolve) => {
    const answer = (value) => {
      closeModal(node);
      resolve(value);
    };
    const node = frame(
      title.text,
      el("div", { class: "dialog-body text" }, textObject(text)),
      [
        el("button", { type: "button", class: "button", on: { click: () => answer(false) } }, no?.text ?? "Cancel"),
        el(
          "button",
          { type: "button", class: `button ${style ?? "primary"}`, autofocus: true, on: { click: () => answer(true) } },
          yes?.text ?? "Yes",
        ),
      ],
      () => answer(false),
    );
    node.classList.add("small");
    showModal(node);
  });
}
