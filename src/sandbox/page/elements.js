// Block Kit's interactive elements, in messages, in the App Home and in forms.
//
// A surface is `{id, act(action), fields?, kept?}`: `act` delivers a click; a form also collects its fields'
// readers in `fields`, and hands what was already typed back through `kept` when its view is redrawn.
import { confirm } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { FIELDS } from "./fields.js";
import { openMenu } from "./menu.js";

async function act(element, value, block, surface, control) {
  if (control.getAttribute("aria-busy") === "true") return;
  if (element.confirm && !(await confirm(element.confirm))) return;
  control.setAttribute("aria-busy", "true");
  try {
    await surface.act({ action_id: element.action_id, block_id: block.block_id, value });
  } finally {
    control.removeAttribute("aria-busy");
  }
}

/** Names an element for whoever draws its view anew; blocks without a name are named otherwise each time. */
const keyOf = ({ action_id, value = "" }) => `${action_id} ${value}`;

function button(element, block, surface) {
  const props = {
    class: `button ${element.style ?? ""}`,
    "data-key": keyOf(element),
    "aria-label": element.accessibility_label,
    on: { click: (event) => act(element, element.value, block, surface, event.currentTarget) },
  };
  const label = withEmoji(element.text.text);
  if (element.url && /^https?:\/\//i.test(element.url)) {
    return el("a", { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer" }, label);
  }
  return el("button", { ...props, type: "button" }, label);
}

function overflow(element, block, surface) {
  const open = (event) => {
    const control = event.currentTarget;
    const entries = element.options.map((option) => ({
      content: withEmoji(option.text.text),
      hint: option.description?.text,
      onPick: () => act(element, option.value, block, surface, control),
    }));
    openMenu(control, entries, { label: "More actions" });
  };
  return el(
    "button",
    {
      type: "button",
      class: "button overflow",
      "data-key": keyOf(element),
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      on: { click: open },
    },
    icon("more"),
  );
}

/** Whether an input block reports at each letter, or only at Enter, as Slack's default is. */
const reportsLetters = (element) => Boolean(element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered"));

const reportsEnter = (element) => element.dispatch_action_config?.trigger_actions_on?.includes("on_enter_pressed") ?? true;

/** Milliseconds without a letter after which what was typed is reported. */
const TYPING_PAUSE = 400;

/** Lets a text field that dispatches tell the app while one types. */
function reportTyping(node, element, report) {
  let timer;
  if (reportsLetters(element))
    node.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(report, TYPING_PAUSE);
    });
  if (reportsEnter(element))
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      // Enter is the report here, not the sending of the form.
      event.preventDefault();
      clearTimeout(timer);
      report();
    });
}

/** What was typed before a redraw becomes the initial value: `selected_date` → `initial_date`. */
function withKept(element, kept) {
  const initial = Object.entries(kept ?? {}).map(([key, value]) => [
    key.replace(/^selected/, "initial").replace(/^value$/, "initial_value"),
    value ?? undefined,
  ]);
  return { ...element, ...Object.fromEntries(initial) };
}

function field(element, block, surface, asInput) {
  const key = `${block.block_id}/${element.action_id}`;
  const props = {
    id: asInput?.id,
    class: "control",
    "data-group": `${surface.id}-${key}`,
    "data-key": keyOf(element),
    "aria-describedby": asInput?.describedBy,
    "aria-required": asInput && !asInput.optional ? "true" : null,
    "aria-label": asInput ? null : (element.placeholder?.text ?? element.action_id),
    "data-focus": element.focus_on_load ? "true" : null,
  };
  const { node, read, value } = FIELDS[element.type](withKept(element, surface.kept?.[key]), props);
  surface.fields?.push({ block_id: block.block_id, action_id: element.action_id, read: () => ({ type: element.type, ...read() }) });
  if (asInput && !block.dispatch_action) return node;
  const report = () => act(element, value(), block, surface, node);
  if (/text|number/.test(element.type)) reportTyping(node, element, report);
  else node.addEventListener("change", report);
  return node;
}

function feedback(element, block, surface) {
  return ["positive_button", "negative_button"].map((name) => {
    const { text, value, accessibility_label } = element[name];
    return button({ ...element, text, value, accessibility_label }, block, surface);
  });
}

const icons = { trash: "trash" };

function iconAction(element, block, surface) {
  const on = { click: (event) => act(element, element.value, block, surface, event.currentTarget) };
  const face = icons[element.icon] ? icon(icons[element.icon]) : withEmoji(element.text.text);
  return el("button", { type: "button", class: "icon-button", "aria-label": element.accessibility_label ?? element.text.text, on }, face);
}

const ACTIONS = { button, overflow, feedback_buttons: feedback, icon_button: iconAction };

/** Draws one element; `asInput` (id, optional, describedBy) is given inside an input block. */
export function renderElement(element, block, surface, asInput) {
  if (Object.hasOwn(ACTIONS, element.type)) return ACTIONS[element.type](element, block, surface);
  if (Object.hasOwn(FIELDS, element.type)) return field(element, block, surface, asInput);
  return el("span", { class: "unknown", text: `A “${element.type}” element, which this page does not draw.` });
}
