// A small panel beside its button: closed by Escape, by a click elsewhere, or when the focus leaves it.
import { placeBeside } from "./menu.js";

let open = null;

export function closePopover() {
  if (!open) return;
  const { node, anchor } = open;
  open = null;
  const hadFocus = node.contains(document.activeElement);
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (hadFocus) anchor.focus();
}

/** Opens `node` (a labelled `role="dialog"`) beside `anchor`, or closes it if it is open. */
export function togglePopover(anchor, node) {
  const again = open?.anchor === anchor;
  closePopover();
  if (again) return;
  document.body.append(node);
  open = { node, anchor };
  anchor.setAttribute("aria-expanded", "true");
  placeBeside(node, anchor);
  node.querySelector("button, input")?.focus({ preventScroll: true });
}

const isOutside = (target) => open && !open.node.contains(target) && !open.anchor.contains(target);

document.addEventListener("pointerdown", (event) => isOutside(event.target) && closePopover());
document.addEventListener("focusin", (event) => isOutside(event.target) && closePopover());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open) return;
  event.stopPropagation();
  closePopover();
});
