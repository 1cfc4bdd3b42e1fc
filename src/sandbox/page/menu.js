// Pop-up menus: one at a time, closed by Escape or a click elsewhere, walked with the arrow keys.
import { el } from "./dom.js";

let open = null;

export function closeMenu() {
  if (!open) return;
  const { node, anchor, hadFocus } = open;
  open = null;
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (hadFocus && anchor.isConnected) anchor.focus();
}

function place(node, anchor) {
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

function walk(event, node) {
  if (event.key === "Escape") {
    event.stopPropagation();
    event.preventDefault();
    closeMenu();
    return;
  }
  if (event.key === "Tab") closeMenu();
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const entries = [...node.querySelectorAll("button:not(:disabled)")];
  const columns = event.key === "ArrowDown" || event.key === "ArrowUp" ? Number(node.dataset.columns ?? 1) : 1;
  const next = entries.indexOf(document.activeElement) + STEPS[event.key] * columns;
  entries[(next + entries.length) % entries.length]?.focus();
}

/** Entries are `{content, hint?, picked?, danger?, disabled?, label?, onPick}`; `columns` makes a grid of them. */
export function openMenu(anchor, entries, { label, columns } = {}) {
  const again = open?.anchor === anchor;
  closeMenu();
  if (again) return;
  const node = el(
    "div",
    { class: columns ? "menu grid" : "menu", role: "menu", "aria-label": label, "data-columns": columns },
    entries.map(({ content, hint, picked, danger, disabled, label: name, onPick }) =>
      el(
        "button",
        {
          type: "button",
          role: picked === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": picked === undefined ? null : String(picked),
          "aria-label": name,
          title: name,
          class: danger ? "danger" : null,
          disabled,
          on: {
            click: () => {
              closeMenu();
              onPick();
            },
          },
        },
        content,
        hint && el("span", { class: "menu-hint", text: hint }),
      ),
    ),
  );
  node.addEventListener("keydown", (event) => walk(event, node));
  // Inside a modal dialog everything outside it is inert, so the menu belongs into the dialog.
  (anchor.closest("dialog") ?? document.body).append(node);
  open = { node, anchor, hadFocus: true };
  anchor.setAttribute("aria-expanded", "true");
  place(node, anchor);
  (node.querySelector("[aria-checked=true]") ?? node.querySelector("button:not(:disabled)"))?.focus({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => {
  if (!open || open.node.contains(event.target) || open.anchor.contains(event.target)) return;
  open.hadFocus = false;
  closeMenu();
});
