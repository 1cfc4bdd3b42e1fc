// Slack's mrkdwn, plain text and their pieces (links, mentions, emoji) as DOM nodes.
import { el } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { fillDate, fullTime } from "./format.js";
import { addressOf, channel, person, state } from "./state.js";

// Between two marks: no line break, no space at either end, and links as wholes.
const paired = (mark, name) =>
  `(?<![\\w${mark}])\\${mark}(?=\\S)(?<${name}>(?:<[^<>\\n]+>|[^${mark}\\n<])+)(?<=\\S)\\${mark}(?![\\w${mark}])`;

const TOKEN = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    paired("*", "bold"),
    paired("_", "italic"),
    paired("~", "strike"),
    "(?<!\\w):(?<emoji>[a-z0-9_+'-]+):(?::skin-tone-\\d:)?",
    "(?<url>https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\"'*_~])",
    "(?<newline>\\n)",
  ].join("|"),
  "g",
);

/** Undoes Slack's three escapes. */
export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** A link that leaves the page; anything but http(s) stays text. */
export function link(url, label = url) {
  if (!/^https?:\/\//i.test(url)) return document.createTextNode(label);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function userMention(id, label) {
  const known = state.people.some((one) => one.id === id) || id === state.workspace.bot.id;
  const mine = id === state.me?.id ? " mine" : "";
  return el("span", { class: `mention${mine}`, text: `@${known ? person(id).name : (label ?? id)}` });
}

export function channelMention(id, label) {
  const name = channel(id)?.name ?? (label || id);
  return el("a", { class: "mention", href: addressOf({ place: id }), text: `#${name}` });
}

export function broadcast(range) {
  return el("span", { class: "mention mine", text: `@${range}` });
}

export function emojiNode(name) {
  const char = emoji(name);
  if (!char) return document.createTextNode(`:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " "), title: `:${name}:`, text: char });
}

export function dateNode(seconds, pattern, url, fallback) {
  const text = fillDate(seconds, pattern) ?? fallback;
  const words = el("time", { title: fillDate(seconds, "") === null ? null : fullTime(Number(seconds) * 1000), text });
  return url ? link(url, words) : words;
}

function angle(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(content.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return userMention(target.slice(1), label);
  if (/^#C\w+$/.test(target)) return channelMention(target.slice(1), label);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!date^")) {
    const [, seconds, pattern = "", url] = target.split("^");
    return dateNode(seconds, unescape(pattern), url && unescape(url), label ?? "");
  }
  if (target.startsWith("!subteam^")) return el("span", { class: "mention", text: label ?? "@group" });
  if (/^https?:\/\//i.test(target)) return link(unescape(target), withEmoji(label ?? unescape(target)));
  if (target.startsWith("mailto:")) return document.createTextNode(label ?? target.slice(7));
  return document.createTextNode(unescape(`<${content}>`));
}

function piece({ groups }) {
  if (groups.code !== undefined) return el("code", { text: unescape(groups.code) });
  if (groups.angle !== undefined) return angle(groups.angle);
  if (groups.bold !== undefined) return el("b", {}, inline(groups.bold));
  if (groups.italic !== undefined) return el("i", {}, inline(groups.italic));
  if (groups.strike !== undefined) return el("s", {}, inline(groups.strike));
  if (groups.emoji !== undefined) return emojiNode(groups.emoji);
  if (groups.url !== undefined) return link(unescape(groups.url));
  return el("br");
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) nodes.push(unescape(text.slice(end, match.index)));
    nodes.push(piece(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(unescape(text.slice(end)));
  return nodes;
}

const QUOTED = /^(?:>|&gt;) ?/;

function paragraphs(text) {
  const nodes = [];
  let run = [];
  let quoting = false;
  const flush = () => {
    if (!run.length) return;
    const lines = run.join("\n");
    nodes.push(quoting ? el("blockquote", {}, inline(lines)) : el("div", {}, inline(lines)));
    run = [];
  };
  for (const line of text.split("\n")) {
    const quoted = QUOTED.test(line);
    if (quoted !== quoting) flush();
    quoting = quoted;
    run.push(line.replace(QUOTED, ""));
  }
  flush();
  return nodes;
}

/** A whole mrkdwn text: code blocks, quotes, lines. */
export function mrkdwn(text) {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, index) => {
    if (index % 2) return el("pre", { text: unescape(part) });
    return part.trim() ? paragraphs(part.replace(/\n$/, "")) : [];
  });
}

/** A text object, be it `mrkdwn` or `plain_text`. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [plain(object.text)];
}

/** Plain text: only shortcodes are replaced, lines are kept by the style sheet. */
export function plain(text) {
  return el("span", { class: "plain", text: withEmoji(text) });
}
