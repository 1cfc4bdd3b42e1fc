// Builds DOM nodes. Every element of the page is made here, so data never passes through innerHTML.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element: `on` holds listeners, `text` becomes textContent, null and false attributes are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

const STROKES = {
  hash: "M6 2 4.5 14M11.5 2 10 14M2.5 5.5h11.5M2 10.5h11.5",
  lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  down: "m4 6 4 4 4-4",
  close: "m4 4 8 8M12 4l-8 8",
  smile: "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M5.4 9.3a3 3 0 0 0 5.2 0M6 6v.6M10 6v.6",
  reply: "M2.5 3h11v7.5H8L5 13.3v-2.8H2.5z",
  pencil: "m3 13 .6-3L11 2.6 13.4 5 6 12.4zM9.5 4.1l2.4 2.4",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8M8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6",
  send: "M2.5 13.5 14 8 2.5 2.5l1.3 4.6L9 8l-5.2.9z",
  more: "M8 3.4v.2M8 7.9v.2M8 12.4v.2",
  people:
    "M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M1.8 13c.2-2.4 1.8-3.7 4.2-3.7s4 1.3 4.2 3.7M10.6 3.2a2.2 2.2 0 0 1 0 4.1M12 9.7c1.4.5 2.1 1.7 2.3 3.3",
  download: "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.2h10",
  back: "M13 8H3.5M7.5 4 3.5 8l4 4",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  clock: "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M8 4.8V8l2.4 1.6",
  traffic: "M2 5.5h10.5M10 3l2.5 2.5L10 8M14 10.5H3.5M6 8l-2.5 2.5L6 13",
  flag: "M4 14.2V2.2M4 3h8l-1.8 2.8L12 8.6H4",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  in: "M13 8H3.5M7.5 4 3.5 8l4 4",
  out: "M3 8h9.5M8.5 4l4 4-4 4",
  key: "M2 4.5h12v7H2zM4.5 7v.2M8 7v.2M11.5 7v.2M5 9.4h6",
  box: "M2 3h12v3H2zM3 6v7.5h10V6M6.5 8.8h3",
  bolt: "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z",
};

/** A 16-unit line icon; decorative, the control around it carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon. */
export function iconButton(name, label, onClick) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: onClick } }, icon(name));
}

const keyOf = (control) => control.id || control.getAttribute("href") || control.textContent;

/** Puts new content in place of the old; what had the focus has it again, if it is still there. */
export function redraw(place, nodes) {
  const focused = document.activeElement;
  const held = place.contains(focused) ? keyOf(focused) : null;
  place.replaceChildren(...nodes);
  if (held) [...place.querySelectorAll("a, button")].find((control) => keyOf(control) === held)?.focus({ preventScroll: true });
}

/** Initials on a colour that follows from the id, so a person looks the same everywhere. */
export function avatar(id, name, isBot = false) {
  const words = name.trim().split(/\s+/);
  const initials = (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0] ?? "?").join("");
  const node = el("span", { class: isBot ? "avatar bot" : "avatar", "aria-hidden": "true", "data-initials": initials.toUpperCase() });
  let hash = 7;
  for (const char of id) hash = (hash * 31 + char.codePointAt(0)) >>> 0;
  node.style.setProperty("--hue", (hash * 137) % 360);
  return node;
}
