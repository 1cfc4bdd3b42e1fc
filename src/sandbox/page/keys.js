// The page by keyboard: from region to region, from place to place, and a list of what there is.
import { closeModal, frame, showModal } from "./dialogs.js";
import { el } from "./dom.js";

const KEYS = [
  ["F6", "Go on to the next region: places, messages, field, thread, inspector, top bar"],
  ["Shift F6", "Go back to the region before"],
  ["Alt ↑ or ↓", "Open the place above or below"],
  ["↑ or ↓", "Among messages: from one to the next; Tab then reaches what can be done with it"],
  ["↑ or ↓", "In an empty field: the commands sent before"],
  ["Tab", "In the field: take the suggestion"],
  ["Enter", "Send; Shift Enter makes a new line"],
  ["Escape", "Close what is open: a menu, a form, the thread, the inspector, the tour"],
  ["?", "This list, where nothing is being typed"],
];

export function showKeys() {
  const done = () => closeModal(node);
  const rows = KEYS.map(([key, words]) => [el("dt", {}, el("kbd", { text: key })), el("dd", { text: words })]);
  const node = frame("By keyboard", el("div", { class: "dialog-body" }, el("dl", { class: "keys" }, rows)), [], done);
  showModal(node);
}

/** What of a region takes the focus. */
const REGIONS = [
  () => document.querySelector("#side .place[aria-current]") ?? document.querySelector("#side button"),
  () => document.querySelector("#hint .primary"),
  () => document.querySelector("#stage .scroller, #stage .home"),
  () => document.querySelector("#foot textarea"),
  () => document.querySelector("#thread:not([hidden]) textarea"),
  () => document.querySelector("#dock:not([hidden]) [role=tab][aria-selected=true]"),
  () => document.querySelector("#top .clock-face"),
];
const ROOTS = ["#side", "#hint", "#stage", "#foot", "#thread", "#dock", "#top"];

function goRegion(step) {
  const at = ROOTS.findIndex((root) => document.querySelector(root).contains(document.activeElement));
  for (let tried = 1; tried <= REGIONS.length; tried += 1) {
    const index = (at + step * tried + REGIONS.length * 2) % REGIONS.length;
    const target = REGIONS[index]();
    if (target?.checkVisibility()) return target.focus();
  }
}

function goPlace(step) {
  const places = [...document.querySelectorAll("#side .place")];
  const at = places.findIndex((one) => one.getAttribute("aria-current"));
  places[(at + step + places.length) % places.length]?.click();
}

const isTyping = (node) => node.matches("input, textarea, select");

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const { key, altKey, shiftKey, target } = event;
    if (key === "F6") goRegion(shiftKey ? -1 : 1);
    else if (altKey && (key === "ArrowDown" || key === "ArrowUp")) goPlace(key === "ArrowDown" ? 1 : -1);
    else if (key === "?" && !isTyping(target)) showKeys();
    else return;
    event.preventDefault();
  });
}
