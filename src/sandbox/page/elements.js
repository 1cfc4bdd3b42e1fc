// Block Kit's interactive elements, in messages, in the App Home and in forms.
//
// A surface is `{id, act(action), fields?, kept?}`: `act` delivers a click; a form also collects its fields'
// readers in `fields`, and hands what was already typed back through `kept` when its view is redrawn.
import { confirm } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { openMenu } from "./menu.js";
import { textObject } from "./mrkdwn.js";
import { activePeople, placeName, state, visibleChannels } from "./state.js";

async function act(element, value, block, surface, control) {
  if (element.confirm && !(await confirm(element.confirm))) return;
  control.setAttribute("aria-busy", "true");
  try {
    await surface.act({ action_id: element.action_id, block_id: block.block_id, value });
  } finally {
    control.removeAttribute("aria-busy");
  }
}

function button(element, block, surface) {
  const props = {
    class: `button ${element.style ?? ""}`,
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
    { type: "button", class: "button overflow", "aria-label": "More actions", "aria-haspopup": "menu", on: { click: open } },
    icon("more"),
  );
}

const TEXT_TYPES = { number_input: "number", url_text_input: "url", email_text_input: "email" };

function textField(element, props) {
  const common = { ...props, placeholder: element.placeholder?.text, maxlength: element.max_length, value: element.initial_value ?? "" };
  const node = element.multiline
    ? el("textarea", { ...common, rows: 4 })
    : el("input", {
        ...common,
        type: TEXT_TYPES[element.type] ?? "text",
        min: element.min_value,
        max: element.max_value,
        step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : null,
      });
  return { node, read: () => ({ value: node.value === "" ? null : node.value }), value: () => node.value };
}

function picker(type, key) {
  return (element, props) => {
    const node = el("input", { ...props, type, value: element[`initial_${key}`] ?? "" });
    return { node, read: () => ({ [`selected_${key}`]: node.value || null }), value: () => node.value };
  };
}

function optionNode(option, index, isPicked) {
  return el("option", { value: String(index), selected: isPicked(option) }, withEmoji(option.text.text));
}

/** Slack's groups of options, or one nameless group of them all. */
const optionGroups = (element) => element.option_groups ?? [{ options: element.options ?? [] }];

function select(element, props) {
  const options = optionGroups(element).flatMap((group) => group.options);
  const isPicked = (option) => option.value === element.initial_option?.value;
  let index = 0;
  const node = el(
    "select",
    props,
    el("option", { value: "" }, element.placeholder?.text ?? "Choose one"),
    optionGroups(element).map((group) => {
      const nodes = group.options.map((option) => optionNode(option, index++, isPicked));
      return group.label ? el("optgroup", { label: group.label.text }, nodes) : nodes;
    }),
  );
  const option = () => options[node.value] ?? null;
  return { node, read: () => ({ selected_option: node.value === "" ? null : option() }), value: () => option()?.value };
}

/** A select over people or channels, which Slack fills in itself. */
function entitySelect(key, entries) {
  return (element, props) => {
    const options = entries().map(([value, text]) => ({ value, text: { text } }));
    const initial = element[`initial_${key}`] ?? (element.default_to_current_conversation ? state.channel : null);
    const { node, value } = select({ ...element, options, initial_option: { value: initial } }, props);
    return { node, value, read: () => ({ [`selected_${key}`]: value() ?? null }) };
  };
}

const peopleEntries = () => activePeople().map((one) => [one.id, one.name]);
const channelEntries = () => visibleChannels(state.me.id).map((one) => [one.id, placeName(one.id)]);

function choices(type) {
  const many = type === "checkbox";
  return (element, props) => {
    const initial = many ? (element.initial_options ?? []) : [element.initial_option].filter(Boolean);
    const boxes = element.options.map((option) =>
      el("input", {
        type,
        name: props.id,
        "aria-describedby": props["aria-describedby"],
        checked: initial.some((one) => one.value === option.value),
      }),
    );
    const node = el(
      "div",
      { class: "choices" },
      element.options.map((option, index) =>
        el(
          "label",
          { class: "choice" },
          boxes[index],
          el("span", {}, textObject(option.text), option.description && el("div", { class: "hint" }, textObject(option.description))),
        ),
      ),
    );
    const picked = () => element.options.filter((_, index) => boxes[index].checked);
    const read = () => (many ? { selected_options: picked() } : { selected_option: picked()[0] ?? null });
    return {
      node,
      read,
      value: () => picked().map((option) => option.value),
    };
  };
}

const FIELDS = {
  plain_text_input: textField,
  number_input: textField,
  url_text_input: textField,
  email_text_input: textField,
  datepicker: picker("date", "date"),
  timepicker: picker("time", "time"),
  static_select: select,
  users_select: entitySelect("user", peopleEntries),
  conversations_select: entitySelect("conversation", channelEntries),
  channels_select: entitySelect("channel", channelEntries),
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
};

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
    "aria-describedby": asInput?.describedBy,
    "aria-required": asInput && !asInput.optional ? "true" : null,
    "aria-label": asInput ? null : (element.placeholder?.text ?? element.action_id),
  };
  const { node, read, value } = FIELDS[element.type](withKept(element, surface.kept?.[key]), props);
  surface.fields?.push({ block_id: block.block_id, action_id: element.action_id, read: () => ({ type: element.type, ...read() }) });
  if (!asInput || block.dispatch_action) node.addEventListener("change", () => act(element, value(), block, surface, node));
  return node;
}

/** Draws one element; `asInput` (id, optional, describedBy) is given inside an input block. */
export function renderElement(element, block, surface, asInput) {
  if (element.type === "button") return button(element, block, surface);
  if (element.type === "overflow") return overflow(element, block, surface);
  if (Object.hasOwn(FIELDS, element.type)) return field(element, block, surface, asInput);
  return el("span", { class: "unknown", text: `A “${element.type}” element, which this page does not draw.` });
}
