// What a person types into or picks from, one maker for each kind of Block Kit's input elements.
//
// A maker takes the element and the attributes of its control, and gives `{node, read, value}`: what to draw,
// Slack's own shape of what was entered, and the bare value that a click carries.
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { multiSelect } from "./multi.js";
import { textObject } from "./mrkdwn.js";
import { activePeople, isArchived, placeName, state, visibleChannels } from "./state.js";
import { instantOf, wallOf } from "./wall.js";

const TEXT_TYPES = { number_input: "number", url_text_input: "url", email_text_input: "email" };

function textField(element, props) {
  const common = {
    ...props,
    placeholder: element.placeholder?.text,
    minlength: element.min_length,
    maxlength: element.max_length,
    value: element.initial_value ?? "",
  };
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

/** A date and a time in the viewer's zone; Slack wants seconds. */
function dateTimePicker(element, props) {
  const initial = element.initial_date_time;
  const node = el("input", { ...props, type: "datetime-local", value: initial ? wallOf(initial, state.me.tz) : "" });
  const value = () => (node.value ? instantOf(node.value, state.me.tz) : null);
  return { node, value, read: () => ({ selected_date_time: value() }) };
}

/** Whether this browser draws what stands beside an option's words. */
const drawsOptions = CSS.supports("appearance", "base-select");

function optionNode(option, index, isPicked) {
  const about = option.description && withEmoji(option.description.text);
  const words = withEmoji(option.text.text);
  return el(
    "option",
    { value: String(index), selected: isPicked(option), "data-about": drawsOptions ? about : null },
    about && !drawsOptions ? `${words}: ${about}` : words,
  );
}

/** Slack's groups of options, or one nameless group of them all. */
const optionGroups = (element) => element.option_groups ?? [{ options: element.options ?? [] }];

function select(element, props) {
  const options = optionGroups(element).flatMap((group) => group.options);
  const isPicked = (option) => option.value === element.initial_option?.value;
  let index = 0;
  const explained = options.some((option) => option.description);
  const node = el(
    "select",
    { ...props, class: explained ? `${props.class} explained` : props.class },
    el("option", { value: "" }, element.placeholder?.text ?? "Choose one"),
    optionGroups(element).map((group) => {
      const nodes = group.options.map((option) => optionNode(option, index++, isPicked));
      return group.label ? el("optgroup", { label: group.label.text }, nodes) : nodes;
    }),
  );
  const option = () => options[node.value] ?? null;
  return { node, read: () => ({ selected_option: node.value === "" ? null : option() }), value: () => option()?.value };
}

function manyOf(element, props) {
  const options = optionGroups(element).flatMap((group) => group.options);
  const { node, picked } = multiSelect(
    { ...element, options, initial: (element.initial_options ?? []).map((option) => option.value) },
    props,
  );
  return {
    node,
    value: picked,
    read: () => ({ selected_options: options.filter((option) => picked().includes(option.value)) }),
  };
}

const peopleEntries = () => activePeople().map((one) => [one.id, one.name]);
const openChannels = () => visibleChannels(state.me.id).filter((one) => !isArchived(one.id));
const entriesOf = (channels) => channels.map((one) => [one.id, placeName(one.id)]);
const channelEntries = () => entriesOf(openChannels().filter((one) => !one.private));

/** What an element's filter lets through: of channels the public or private ones, of direct messages those with people. */
function conversationEntries({ filter = {} }) {
  const isWanted = (kind) => filter.include?.includes(kind) ?? true;
  const channels = openChannels().filter((one) => isWanted(one.private ? "private" : "public"));
  const people = isWanted("im") ? activePeople().filter((one) => !(filter.exclude_bot_users && one.role === "bot")) : [];
  return [...entriesOf(channels), ...people.map((one) => [one.id, one.name])];
}

const asOptions = (entries) => entries.map(([value, text]) => ({ value, text: { text } }));

/** A select over people or channels, which Slack fills in itself. */
function entitySelect(key, entries) {
  return (element, props) => {
    const initial = element[`initial_${key}`] ?? (element.default_to_current_conversation ? state.channel : null);
    const { node, value } = select({ ...element, options: asOptions(entries(element)), initial_option: { value: initial } }, props);
    return { node, value, read: () => ({ [`selected_${key}`]: value() ?? null }) };
  };
}

function manyEntities(key, entries) {
  return (element, props) => {
    const here = element.default_to_current_conversation ? [state.channel] : [];
    const initial = element[`initial_${key}`] ?? here;
    const { node, picked } = multiSelect({ ...element, options: asOptions(entries(element)), initial }, props);
    return { node, value: picked, read: () => ({ [`selected_${key}`]: picked() }) };
  };
}

function choices(type) {
  const many = type === "checkbox";
  return (element, props) => {
    const initial = many ? (element.initial_options ?? []) : [element.initial_option].filter(Boolean);
    const boxes = element.options.map((option) =>
      el("input", {
        type,
        name: props["data-group"],
        "aria-describedby": props["aria-describedby"],
        checked: initial.some((one) => one.value === option.value),
      }),
    );
    const node = el(
      "div",
      { class: "choices", role: props.id ? null : many ? "group" : "radiogroup", "aria-label": props["aria-label"] },
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
    const values = () => picked().map((option) => option.value);
    return { node, read, value: () => (many ? values() : (values()[0] ?? null)) };
  };
}

export const FIELDS = {
  plain_text_input: textField,
  number_input: textField,
  url_text_input: textField,
  email_text_input: textField,
  datepicker: picker("date", "date"),
  timepicker: picker("time", "time"),
  datetimepicker: dateTimePicker,
  static_select: select,
  users_select: entitySelect("user", peopleEntries),
  conversations_select: entitySelect("conversation", conversationEntries),
  channels_select: entitySelect("channel", channelEntries),
  multi_static_select: manyOf,
  multi_users_select: manyEntities("users", peopleEntries),
  multi_conversations_select: manyEntities("conversations", conversationEntries),
  multi_channels_select: manyEntities("channels", channelEntries),
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
};
