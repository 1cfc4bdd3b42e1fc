// The rich_text and markdown blocks as DOM nodes.
import { el } from "./dom.js";
import { broadcast, channelMention, dateNode, emojiNode, link, userMention } from "./mrkdwn.js";

const STYLES = { code: "code", bold: "b", italic: "i", strike: "s", underline: "u" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}

function leaf(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return userMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "broadcast":
      return broadcast(element.range);
    case "emoji":
      return emojiNode(element.name);
    case "date":
      return dateNode(element.timestamp, element.format, element.url, element.fallback ?? "");
    default:
      return element.text ?? element.fallback ?? "";
  }
}

const leaves = (element) => element.elements.map((one) => styled(leaf(one), one.style));

function part(element) {
  switch (element.type) {
    case "rich_text_list": {
      const ordered = element.style === "ordered";
      const start = ordered && element.offset ? element.offset + 1 : null;
      const list = el(
        ordered ? "ol" : "ul",
        { start },
        element.elements.map((item) => el("li", {}, leaves(item))),
      );
      list.style.setProperty("--indent", element.indent ?? 0);
      return list;
    }
    case "rich_text_quote":
      return el("blockquote", { class: "lines" }, leaves(element));
    case "rich_text_preformatted":
      return el("pre", {}, leaves(element));
    default:
      return el("div", { class: "lines" }, leaves(element));
  }
}

export function richText(block) {
  return block.elements.map(part);
}

const MARKS = new RegExp(
  [
    /`(?<code>[^`\n]+)`/,
    /\[(?<label>[^\]\n]+)\]\((?<url>[^)\s]+)\)/,
    /\*\*(?<bold>[^\n]+?)\*\*/,
    /~~(?<strike>[^\n]+?)~~/,
    /(?<![\w*])[*_](?=\S)(?<italic>[^*_\n]*[^*_\s])[*_](?![\w*])/,
    /:(?<emoji>[a-z0-9_+-]+):/,
    /(?<bare>https?:\/\/[^\s<>]*[^\s<>.,;:!?)])/,
    /(?<newline>\n)/,
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "g",
);

function marked({ groups }) {
  if (groups.code !== undefined) return el("code", { text: groups.code });
  if (groups.url !== undefined) return link(groups.url, groups.label);
  if (groups.bold !== undefined) return el("b", {}, marks(groups.bold));
  if (groups.strike !== undefined) return el("s", {}, marks(groups.strike));
  if (groups.italic !== undefined) return el("i", {}, marks(groups.italic));
  if (groups.emoji !== undefined) return emojiNode(groups.emoji);
  if (groups.bare !== undefined) return link(groups.bare);
  return el("br");
}

function marks(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    nodes.push(text.slice(end, match.index), marked(match));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

const LINE_KINDS = [
  ["heading", /^#{1,6}\s+/],
  ["bullet", /^\s*[-*+]\s+/],
  ["number", /^\s*\d+[.)]\s+/],
  ["quote", /^>\s?/],
  ["rule", /^(?:-{3,}|\*{3,})$/],
  ["blank", /^\s*$/],
];

function group(kind, lines, heading) {
  switch (kind) {
    case "heading":
      return lines.map((line) => el(heading, {}, marks(line)));
    case "bullet":
      return el(
        "ul",
        {},
        lines.map((line) => el("li", {}, marks(line))),
      );
    case "number":
      return el(
        "ol",
        {},
        lines.map((line) => el("li", {}, marks(line))),
      );
    case "quote":
      return el("blockquote", {}, marks(lines.join("\n")));
    case "rule":
      return el("hr");
    case "blank":
      return [];
    default:
      return el("p", {}, marks(lines.join("\n")));
  }
}

function groups(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const [kind, pattern] = LINE_KINDS.find(([, test]) => test.test(line)) ?? ["text", /^/];
    if (found.at(-1)?.kind !== kind) found.push({ kind, lines: [] });
    found.at(-1).lines.push(kind === "rule" ? line : line.replace(pattern, ""));
  }
  return found;
}

/** The markdown block: the everyday part of Markdown; `heading` is the tag of its headings. */
export function markdown(text, heading) {
  return text
    .split(/^```\w*\n([\s\S]*?)\n```$/m)
    .flatMap((piece, index) => (index % 2 ? el("pre", { text: piece }) : groups(piece).flatMap(({ kind, lines }) => group(kind, lines, heading))));
}
