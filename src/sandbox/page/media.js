// Pictures, uploaded files and link previews.
import { frame, closeModal, showModal } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { link, mrkdwn } from "./mrkdwn.js";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** An address on this sandbox as a path (whichever name of this machine it was written with), else null. */
function localPath(url) {
  if (!URL.canParse(url, location.href)) return null;
  const { origin, hostname, port, pathname, search } = new URL(url, location.href);
  const sameMachine = LOOPBACK.includes(hostname) && LOOPBACK.includes(location.hostname) && port === location.port;
  return origin === location.origin || sameMachine ? pathname + search : null;
}

/** Only pictures of this machine are loaded: the page makes no request to the outside. */
function picture(url, alt, className) {
  const source = url.startsWith("data:image/") ? url : localPath(url);
  const leftOut = (why) =>
    el("span", { class: `${className} picture-left-out`, role: "img", "aria-label": alt, title: `${why}: ${url}`, text: alt });
  if (!source) return leftOut("Not loaded");
  const node = el("img", { class: className, src: source, alt, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(leftOut("Not found")), { once: true });
  return node;
}

/** Shows a picture as large as the window allows. */
function enlarge(source, alt) {
  const done = () => closeModal(node);
  const node = frame(alt || "Picture", el("div", { class: "dialog-body" }, el("img", { src: source, alt })), [], done);
  node.classList.add("lightbox");
  showModal(node);
}

/** A picture that opens large when it is clicked. */
function preview(url, alt, className) {
  const shown = picture(url, alt, className);
  if (shown.tagName !== "IMG") return shown;
  const open = () => enlarge(shown.getAttribute("src"), alt);
  return el("button", { type: "button", class: "enlarge", "aria-label": `Enlarge: ${alt || "picture"}`, on: { click: open } }, shown);
}

const sourceOf = ({ image_url: url, slack_file: file }) => url ?? file?.url ?? `/files/${file?.id}`;

/** The picture of an image block. */
export const largePicture = (block) => preview(sourceOf(block), block.alt_text, "image-picture");

/** The picture of an image element, beside or among words. */
export const smallPicture = (element, className) => picture(sourceOf(element), element.alt_text, className);

const UNITS = ["bytes", "kB", "MB"];

function sizeOf(bytes) {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** step;
  return `${step ? amount.toFixed(1) : amount} ${UNITS[step]}`;
}

const LINES_SHOWN = 6;

/** The first lines of a text file, fetched when it comes into sight. */
function firstLines(address) {
  const node = el("pre", { class: "file-lines", tabindex: "0", role: "region", "aria-label": "First lines of the file" });
  const seen = new IntersectionObserver(async ([entry]) => {
    if (!entry.isIntersecting) return;
    seen.disconnect();
    const answer = await fetch(address).catch(() => null);
    const lines = answer?.ok ? (await answer.text()).split("\n") : ["The file is not there."];
    const rest = lines.filter((line) => line.trim()).length - LINES_SHOWN;
    node.textContent = lines.slice(0, LINES_SHOWN).join("\n") + (rest > 0 ? `\n… ${rest} more` : "");
  });
  seen.observe(node);
  return node;
}

/** An uploaded file: its name, its size, a way to have it, and a look at it where there is something to see. */
export function fileNode(file) {
  const name = file.title || file.name;
  const address = localPath(file.url_private ?? "") ?? "";
  const kind = (file.filetype || "file").toUpperCase();
  const isPicture = file.mimetype?.startsWith("image/");
  const download = el(
    "a",
    { class: "icon-button", href: address, download: file.name, "aria-label": `Download ${file.name}`, title: "Download" },
    icon("download"),
  );
  const head = el(
    "figcaption",
    { class: "file-head" },
    el("span", { class: `file-kind${isPicture ? " picture" : ""}`, "aria-hidden": "true", text: kind.slice(0, 4) }),
    el("span", { class: "file-name" }, el("b", { text: name }), el("span", { class: "muted", text: `${kind}, ${sizeOf(file.size ?? 0)}` })),
    download,
  );
  const isText = file.mimetype?.startsWith("text/") || file.mimetype === "application/json";
  const body = isPicture ? preview(file.url_private, file.alt_txt || name, "image-picture") : isText && firstLines(address);
  return el("figure", { class: "block file" }, head, body);
}

/** What a link unfurled to, or an old-style attachment. */
export function card({ service_name: service, title, title_link: address, text, fallback }) {
  return el(
    "div",
    { class: "block card" },
    service && el("div", { class: "muted", text: service }),
    title && el("div", {}, el("b", {}, address ? link(address, title) : title)),
    text ? el("div", { class: "text" }, mrkdwn(text)) : !title && el("div", { text: fallback ?? "" }),
  );
}

/** A video block, which plays elsewhere: its name, its words and its still. */
export function video(block) {
  return el(
    "div",
    { class: "card" },
    block.author_name && el("div", { class: "muted", text: block.author_name }),
    el("div", {}, el("b", {}, link(block.title_url ?? block.video_url, block.title.text))),
    block.description && el("div", { class: "text", text: block.description.text }),
    picture(block.thumbnail_url, block.alt_text, "image-picture"),
  );
}
