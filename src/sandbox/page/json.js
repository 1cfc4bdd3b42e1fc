// JSON as a tree that is opened level by level, and copied as it is.
import { el, icon } from "./dom.js";

const LONG = 400;

function scalar(value) {
  const kind = value === null ? "null" : typeof value;
  const text = JSON.stringify(value);
  const node = el("span", { class: `json-${kind}`, text: text.length > LONG ? `${text.slice(0, LONG)}…"` : text });
  if (text.length > LONG) node.title = `${text.length} characters; copy to have it whole`;
  return node;
}

/** One field: a line, or a branch that is drawn when it is first opened. */
function branch(name, value, open) {
  const label = name === null ? [] : [el("span", { class: "json-name", text: name }), ": "];
  if (value === null || typeof value !== "object" || Object.keys(value).length === 0) {
    const bare = value !== null && typeof value === "object";
    return el("div", { class: "json-line" }, label, bare ? (Array.isArray(value) ? "[]" : "{}") : scalar(value));
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  const inside = el("div", { class: "json-inside" });
  const node = el("details", { class: "json-branch", open }, el("summary", {}, label, el("span", { class: "muted", text: size })), inside);
  const draw = () => {
    if (node.open && !inside.firstChild) inside.append(...entries.map(([key, one]) => branch(key, one, false)));
  };
  node.addEventListener("toggle", draw);
  draw();
  return node;
}

export function jsonTree(value) {
  return el("div", { class: "json" }, branch(null, value, true));
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Over plain http from another machine the browser has no clipboard for us but this.
  const field = el("textarea", { class: "visually-hidden", value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

export function copyButton(label, value) {
  const words = el("span", { text: label });
  const run = async () => {
    const done = await copy(JSON.stringify(value(), null, 2)).then(
      () => "Copied",
      () => "Not allowed here",
    );
    words.textContent = done;
    setTimeout(() => (words.textContent = label), 1500);
  };
  return el("button", { type: "button", class: "button small", on: { click: run } }, icon("copy"), words);
}
