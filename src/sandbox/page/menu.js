// Pop-up menus: one at a time, closed by Escape or a click elsewhere, walked with the arrow keys or by letters.
import { el } from "./dom.js";
import { giveBack } from "./focus.js";

let open = null;

export function closeMenu() {
  if (!open) return;
  const { node, anchor, hadFocus, onClose } = open;
  open = null;
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (hadFocus) giveBack(anchor);
  onClose?.();
}

/** Stands a pop-up below its anchor, or above where there is no room. */
export function placeBeside(node, anchor) {
  const edge = 8;
  const from = anchor.getBoundingClientRect();
  const size = node.getBoundingClientRect();
  const below = from.bottom + 4 + size.height + edge <= innerHeight;
  const top = below ? from.bottom + 4 : Math.max(edge, from.top - 4 - size.height);
  const left = Math.max(edge, Math.min(from.left, innerWidth - size.width - edge));
  node.style.top = `${top}px`;
  node.style.left = `${left}px`;
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Where a key leads from entry `at` of so many; -1 where the key means nothing. */
function destination(key, at, entries, columns) {
  const count = entries.length;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key in STEPS) {
    const step = STEPS[key] * (key === "ArrowDown" || key === "ArrowUp" ? columns : 1);
    return (at + step + count) % count;
  }
  // A letter leads to the next entry that begins with it.
  if (key.length !== 1 || key === " ") return -1;
  const begins = (entry) => entry.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
  const found = [...entries.slice(at + 1), ...entries.slice(0, at + 1)].findIndex(begins);
  return found < 0 ? -1 : (at + 1 + found) % count;
}

function walk(event, node) {
  if (event.key === "Escape") {
    event.stopPropagation();
    event.preventDefault();
    closeMenu();
    return;
  }
  if (event.key === "Tab") closeMenu();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const entries = [...node.querySelectorAll("button:not(:disabled)")];
  const next = destination(event.key, entries.indexOf(document.activeElement), entries, Number(node.dataset.columns ?? 1));
  if (next < 0) return;
  event.preventDefault();
  entries[next]?.focus();
}

function role({ picked, checked }) {
  if (checked) return "menuitemcheckbox";
  return picked === undefined ? "menuitem" : "menuitemradio";
}

function entryNode(entry, refresh) {
  const { content, hint, picked, checked, danger, label, onPick } = entry;
  const pick = () => {
    // Of several one goes on picking.
    if (!checked) closeMenu();
    onPick();
    if (checked) refresh();
  };
  return el(
    "button",
    {
      type: "button",
      role: role(entry),
      "aria-checked": picked === undefined ? null : String(picked),
      "aria-label": label,
      title: label,
      class: danger ? "danger" : null,
      on: { click: pick },
    },
    content,
    hint && el("span", { class: "menu-hint", text: hint }),
  );
}

const resolve = (value) => (typeof value === "function" ? value() : value);

/**
 * Entries are `{content, hint?, picked?, checked?, danger?, disabled?, label?, onPick}`. With `checked` (a function)
 * an entry is one of several that can be picked, and the menu stays open. `columns` makes a grid of them.
 */
export function openMenu(anchor, entries, { label, columns, onClose } = {}) {
  const again = open?.anchor === anchor;
  closeMenu();
  if (again) return;
  const refresh = () =>
    entries.forEach((entry, index) => {
      nodes[index].disabled = Boolean(resolve(entry.disabled));
      if (entry.checked) nodes[index].setAttribute("aria-checked", String(entry.checked()));
    });
  const nodes = entries.map((entry) => entryNode(entry, () => refresh()));
  const node = el(
    "div",
    { class: columns ? "menu grid" : "menu", role: "menu", "aria-label": label, "data-columns": columns },
    nodes,
  );
  refresh();
  node.addEventListener("keydown", (event) => walk(event, node));
  // Inside a modal dialog everything outside it is inert, so the menu belongs into the dialog.
  (anchor.closest("dialog") ?? document.body).append(node);
  open = { node, anchor, hadFocus: true, onClose };
  anchor.setAttribute("aria-expanded", "true");
  placeBeside(node, anchor);
  (node.querySelector("[aria-checked=true]") ?? node.querySelector("button:not(:disabled)"))?.focus({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => {
  if (!open || open.node.contains(event.target) || open.anchor.contains(event.target)) return;
  open.hadFocus = false;
  closeMenu();
});
