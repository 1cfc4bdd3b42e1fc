// Draws one slide. Everything that people typed is set as text, never as markup.

const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const MOVE = { duration: 900, easing: "cubic-bezier(.2, .8, .2, 1)" };

const byId = (id) => document.getElementById(id);

/** An element with a class, and text where it is given. */
function el(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

/** A name, whichever way its letters run. */
function named(text) {
  const name = el("span", "name", text);
  name.dir = "auto";
  return name;
}

function placed(place) {
  return el("span", "place" + (place >= 1 && place <= 3 ? " p" + place : ""), place);
}

function listRow(row) {
  const li = el("li", row.place === 1 ? "lead" : "");
  li.dataset.key = row.key;
  const fill = el("span", "fill");
  fill.style.transform = "scaleX(" + row.part / 100 + ")";
  const worth = el("span", "worth");
  worth.append(el("span", "value" + (row.value.length > 9 ? " wordy" : ""), row.value));
  if (row.detail) worth.append(el("span", "detail", row.detail));
  const moved = el("span", "moved" + (row.moved ? " " + row.moved.way : ""), row.moved ? arrow(row.moved) : "");
  li.append(fill, placed(row.place), named(row.name), moved, worth);
  li.dataset.worth = row.value + " " + (row.detail || "");
  return li;
}

function arrow(moved) {
  const sign = { up: "▲ ", down: "▼ ", new: "★ " }[moved.way] || "";
  return sign + moved.said;
}

function shortRow(row, kind, isAhead) {
  const li = el("li", isAhead ? "ahead" : "");
  li.dataset.key = row.key;
  if (kind === "pool") li.append(row.place ? placed(row.place) : el("span"));
  li.append(named(row.name), el("span", "value", row.value));
  li.dataset.worth = row.value;
  return li;
}

function list(group) {
  const ol = el("ol", "all");
  group.rows.forEach((row) => ol.append(listRow(row)));
  return ol;
}

function boxes(groups, kind) {
  const all = el("div", kind === "pool" ? "pools" : "pairs");
  if (groups.length === 1) all.classList.add("few");
  groups.forEach((group) => {
    const box = el("section", "box");
    const ol = el("ol");
    const best = Math.max.apply(null, group.rows.map((row) => row.part));
    const ahead = group.rows.filter((row) => row.part === best);
    group.rows.forEach((row) => {
      const isAhead = kind === "pair" && best > 0 && ahead.length === 1 && row === ahead[0];
      ol.append(shortRow(row, kind, isAhead));
    });
    if (kind === "pool") box.append(el("h2", "", group.name));
    box.append(ol);
    all.append(box);
  });
  return all;
}

function body(slide) {
  if (slide.empty) return el("p", "quiet", slide.empty);
  const kind = slide.groups[0].kind;
  return kind === "all" ? list(slide.groups[0]) : boxes(slide.groups, kind);
}

/** Where each row stands, and what it was worth. */
function seen(board) {
  const rows = new Map();
  board.querySelectorAll("li").forEach((li) => {
    const fill = li.querySelector(".fill");
    rows.set(li.dataset.key, {
      top: li.getBoundingClientRect().top,
      left: li.getBoundingClientRect().left,
      worth: li.dataset.worth,
      fill: fill ? fill.style.transform : "",
    });
  });
  return rows;
}

/** Rows glide from where they stood, bars grow from where they were. */
function glide(board, before) {
  board.querySelectorAll("li").forEach((li) => {
    const was = before.get(li.dataset.key);
    if (!was) {
      if (before.size > 0) li.animate([{ opacity: 0 }, { opacity: 1 }], MOVE);
      return;
    }
    const is = li.getBoundingClientRect();
    const by = [was.left - is.left, was.top - is.top];
    if (Math.abs(by[0]) > 1 || Math.abs(by[1]) > 1) {
      li.style.zIndex = by[1] > 0 ? "1" : "0";
      li.animate([{ transform: "translate(" + by[0] + "px," + by[1] + "px)" }, { transform: "none" }], MOVE);
    }
    const fill = li.querySelector(".fill");
    if (fill && was.fill && was.fill !== fill.style.transform) {
      fill.animate([{ transform: was.fill }, { transform: fill.style.transform }], MOVE);
    }
    if (was.worth !== li.dataset.worth) {
      const value = li.querySelector(".value");
      if (value) value.classList.add("turned");
    }
  });
}

/** Rows share the room there is; a few do not grow without end. */
export function fit() {
  const list = document.querySelector("ol.all");
  if (!list) return;
  const room = (100 * byId("board").clientHeight) / Math.min(window.innerWidth, window.innerHeight);
  // Each with its share of the gaps.
  list.style.setProperty("--row", Math.min(12, room / (list.children.length * 1.11)) + "vmin");
}

let shown = null;

/** Shows a slide; the same one again with what has changed in it. */
export function draw(slide) {
  const board = byId("board");
  const isSame = shown === slide.id;
  const before = isSame && !CALM.matches ? seen(board) : null;
  byId("title").replaceChildren(el("bdi", "", slide.title), slide.of ? " · " + slide.of : "");
  byId("title").classList.toggle("long", slide.title.length > 36);
  byId("summary").hidden = !slide.summary;
  byId("said").textContent = slide.summary || "";
  byId("part").parentNode.hidden = slide.part === null;
  byId("part").style.transform = "scaleX(" + (slide.part || 0) / 100 + ")";
  byId("news").textContent = slide.news.join(" ");
  board.replaceChildren(body(slide));
  fit();
  shown = slide.id;
  if (before) glide(board, before);
  else if (!isSame && !CALM.matches) board.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 500 });
}

/** Shows what stands there with nothing on. */
export function drawIdle(idle) {
  const box = el("div", "idle");
  if (idle.starts_at !== null) box.append(el("p", "count", ""));
  box.append(el("p", "", idle.line));
  byId("title").textContent = idle.title;
  byId("title").classList.remove("long");
  byId("summary").hidden = true;
  byId("news").textContent = "";
  byId("board").replaceChildren(box);
  shown = "idle";
}
