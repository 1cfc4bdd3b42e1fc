// Block Kit blocks as DOM nodes; `surface` says where they stand (see elements.js).
import { el } from "./dom.js";
import { renderElement } from "./elements.js";
import { card, fileNode, largePicture, smallPicture, video } from "./media.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { markdown, richText } from "./richtext.js";
import { withEmoji } from "./emoji.js";

function section(block, surface) {
  const body = el("div", { class: "section-body" });
  if (block.text) body.append(el("div", { class: "text" }, textObject(block.text)));
  if (block.fields)
    body.append(
      el(
        "div",
        { class: "fields" },
        block.fields.map((field) => el("div", {}, textObject(field))),
      ),
    );
  const { accessory } = block;
  if (!accessory) return body;
  const beside = accessory.type === "image" ? smallPicture(accessory, "accessory-image") : renderElement(accessory, block, surface);
  return el("div", { class: "section" }, body, el("div", { class: "accessory" }, beside));
}

function context(block) {
  return el(
    "div",
    { class: "context" },
    block.elements.map((one) =>
      one.type === "image" ? smallPicture(one, "context-image") : el("div", { class: "text" }, textObject(one)),
    ),
  );
}

function image(block) {
  return el(
    "figure",
    { class: "image" },
    block.title && el("figcaption", {}, textObject(block.title)),
    largePicture(block),
  );
}

function cell(content) {
  if (content.type === "rich_text") return richText(content);
  if (content.type === "raw_number") return content.text ?? String(content.value);
  return withEmoji(content.text ?? "");
}

function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) =>
    el(
      "tr",
      {},
      cells.map((content, column) => {
        const { align = "left", is_wrapped: wrapped = false } = settings[column] ?? {};
        return el(tag, { scope: tag === "th" ? "col" : null, class: `align-${align}${wrapped ? " wrapped" : ""}` }, cell(content));
      }),
    );
  const [head, ...rows] = block.rows;
  return el(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    el(
      "table",
      {},
      el("thead", {}, row(head, "th")),
      el(
        "tbody",
        {},
        rows.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

function input(block, surface) {
  const { element } = block;
  const id = `field-${surface.id}-${block.block_id}`;
  const hint = block.hint && el("div", { class: "hint", id: `${id}-hint` }, textObject(block.hint));
  const error = el("div", { class: "field-error", id: `${id}-error`, role: "alert" });
  const choices = element.type === "checkboxes" || element.type === "radio_buttons";
  const control = renderElement(element, block, surface, {
    id,
    optional: block.optional,
    describedBy: `${id}-error${hint ? ` ${id}-hint` : ""}`,
  });
  const title = [plain(block.label.text), block.optional && el("span", { class: "optional", text: " (optional)" })];
  return el(
    choices ? "fieldset" : "div",
    { class: "field", "data-block": block.block_id },
    choices ? el("legend", {}, title) : el("label", { for: id }, title),
    control,
    error,
    hint,
  );
}

/** Headings stand below the place's name, unless the surface has a title of its own. */
const headingOf = ({ level = 2 }) => `h${level}`;

const BLOCKS = {
  section,
  context,
  image,
  table,
  input,
  video,
  header: (block, surface) => el(headingOf(surface), { class: "header-block" }, plain(block.text.text)),
  divider: () => el("hr"),
  actions: (block, surface) =>
    el(
      "div",
      { class: "actions" },
      block.elements.map((one) => renderElement(one, block, surface)),
    ),
  rich_text: (block) => el("div", { class: "text" }, richText(block)),
  markdown: (block, surface) => el("div", { class: "text markdown" }, markdown(block.text, headingOf(surface))),
};
BLOCKS.context_actions = BLOCKS.actions;

export function renderBlocks(blocks, surface) {
  return blocks.map((block) => {
    const node = Object.hasOwn(BLOCKS, block.type)
      ? BLOCKS[block.type](block, surface)
      : el("div", { class: "unknown", text: `A “${block.type}” block, which this page does not draw.` });
    node.classList.add("block");
    return node;
  });
}

/** A message's content: its blocks, or its text where it has none; then its files and previews. */
export function renderContent({ text, blocks, files = [], attachments = [] }, surface) {
  const words = blocks?.length ? renderBlocks(blocks, surface) : [el("div", { class: "block text" }, mrkdwn(text ?? ""))];
  const cards = attachments.flatMap((one) => (one.blocks ? renderBlocks(one.blocks, surface) : [card(one)]));
  return [...words, ...files.map(fileNode), ...cards];
}
