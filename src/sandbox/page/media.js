// Pictures, uploaded files and link previews.
import { el } from "./dom.js";
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
export function picture(url, alt, className) {
  const source = url.startsWith("data:image/") ? url : localPath(url);
  if (source) return el("img", { class: className, src: source, alt, loading: "lazy" });
  return el("span", {
    class: `${className} picture-left-out`,
    role: "img",
    "aria-label": alt,
    title: `Not loaded: ${url}`,
    text: alt,
  });
}

/** The picture of an image block or element, wherever it lies. */
export function blockPicture({ image_url: url, slack_file: file, alt_text: alt }, className) {
  return picture(url ?? file?.url ?? `/files/${file?.id}`, alt, className);
}

export function fileNode(file) {
  const name = file.title || file.name;
  const address = localPath(file.url_private ?? "") ?? "";
  const body = file.mimetype?.startsWith("image/") ? picture(address, name, "image-picture") : null;
  return el("figure", { class: "block image" }, el("figcaption", {}, el("a", { href: address, download: file.name }, name)), body);
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
