// A select of several: a button that says what is picked, and a menu that stays open while one picks.
import { el, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { openMenu } from "./menu.js";

/** Gives `{node, picked()}`; the node fires `change` as a native control does, once the menu is closed. */
export function multiSelect({ options, initial, placeholder, max_selected_items: most = Infinity }, props) {
  const picked = new Set(options.map((option) => option.value).filter((value) => initial.includes(value)));
  const chips = el("span", { class: "picks" });
  const open = () => {
    const before = JSON.stringify([...picked]);
    const entries = options.map((option) => ({
      content: withEmoji(option.text.text),
      hint: option.description?.text,
      checked: () => picked.has(option.value),
      disabled: () => picked.size >= most && !picked.has(option.value),
      onPick: () => {
        if (!picked.delete(option.value)) picked.add(option.value);
        draw();
      },
    }));
    const onClose = () => {
      if (JSON.stringify([...picked]) !== before) node.dispatchEvent(new Event("change", { bubbles: true }));
    };
    openMenu(node, entries, { label: placeholder?.text ?? "Choose", onClose });
  };
  const node = el(
    "button",
    { ...props, "aria-required": null, type: "button", class: "control multi", "aria-haspopup": "menu", on: { click: open } },
    chips,
    icon("down"),
  );
  const draw = () => {
    const names = options.filter((option) => picked.has(option.value)).map((option) => withEmoji(option.text.text));
    chips.replaceChildren(
      ...(names.length
        ? names.map((name) => el("span", { class: "pick", text: name }))
        : [el("span", { class: "muted", text: placeholder?.text ?? "Choose" })]),
    );
    if (props["aria-label"]) node.setAttribute("aria-label", [props["aria-label"], ...names].join(", "));
  };
  draw();
  return { node, picked: () => options.map((option) => option.value).filter((value) => picked.has(value)) };
}
