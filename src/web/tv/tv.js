// Keeps a board up to date: the stream of what it shows, whose turn it is, the time that runs, and praise as it comes.
import { draw, drawIdle, fit } from "./board.js";

const TURN = 20000;
const PRAISE = 12000;
// The bot says something at least every 15 seconds: after three of those nobody is there.
const SILENCE = 45000;
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

const byId = (id) => document.getElementById(id);
const look = new URLSearchParams(location.search).get("look");
if (look === "dark" || look === "light") document.documentElement.dataset.look = look;

let wall = null;
let version = null;
let at = 0;
let isHeld = false;
let turning = 0;

// The bot's clock, whatever this machine's says.
let clock = { said: Date.now(), heard: performance.now() };
const now = () => clock.said + performance.now() - clock.heard;
const hears = (said) => { clock = { said: said, heard: performance.now() }; };

/* The time that runs. */

const two = (n) => String(n).padStart(2, "0");
const things = (n, one) => n + " " + one + (n === 1 ? "" : "s");

function span(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) return things(days, "day") + (hours > 0 ? " " + things(hours, "hour") : "");
  if (hours > 0) return hours + ":" + two(minutes) + ":" + two(seconds % 60);
  return minutes + ":" + two(seconds % 60);
}

function set(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function tick() {
  const slide = wall && wall.slides[at];
  if (slide) {
    set(byId("left"), slide.phase === "over" ? slide.state : span(slide.ends_at - now()) + " left");
    const until = slide.phase === "over" ? "" : "until " + slide.until;
    set(byId("until"), slide.state && slide.phase !== "over" ? slide.state + ", " + until : until);
  } else {
    set(byId("left"), "");
    set(byId("until"), "");
  }
  const count = document.querySelector(".count");
  if (count && wall && wall.idle && wall.idle.starts_at !== null) set(count, span(wall.idle.starts_at - now()));
}

/* Whose turn it is. */

function show() {
  if (!wall) return;
  if (wall.slides.length === 0) {
    drawIdle(wall.idle);
  } else {
    at %= wall.slides.length;
    draw(wall.slides[at]);
  }
  byId("turns").hidden = wall.slides.length < 2;
  set(byId("turn"), at + 1 + " of " + wall.slides.length);
  tick();
  fit();
}

function begins() {
  const run = byId("run");
  run.classList.remove("runs");
  // So that the animation starts anew.
  void run.offsetWidth;
  run.classList.add("runs");
  clearTimeout(turning);
  if (!isHeld) turning = setTimeout(() => turn(1), TURN);
}

function turn(by) {
  if (wall && wall.slides.length > 1) {
    at = (at + by + wall.slides.length) % wall.slides.length;
    show();
  }
  begins();
}

function hold() {
  isHeld = !isHeld;
  document.body.classList.toggle("held", isHeld);
  byId("hold").setAttribute("aria-pressed", String(isHeld));
  set(byId("hold"), isHeld ? "Go on" : "Hold");
  begins();
}

byId("hold").addEventListener("click", hold);
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") turn(1);
  if (event.key === "ArrowLeft") turn(-1);
  if (event.key === "f" && document.documentElement.requestFullscreen) {
    document.documentElement.requestFullscreen().catch(() => {});
  }
});

/* Praise. */

let told = null;
const waiting = [];
let isTelling = false;

function hearsPraise(shouts) {
  const latest = shouts[0];
  byId("latest").hidden = !latest;
  set(byId("latest"), latest ? "🎉 " + latest.text : "");
  const newest = latest ? latest.at : 0;
  if (told !== null) shouts.filter((shout) => shout.at > told).reverse().forEach((shout) => waiting.push(shout.text));
  // What stood there before this page came is no news.
  told = Math.max(told === null ? 0 : told, newest);
  tell();
}

function tell() {
  if (isTelling || waiting.length === 0) return;
  isTelling = true;
  const shout = byId("shout");
  set(shout, "🎉 " + waiting.shift());
  shout.classList.add("out");
  setTimeout(() => {
    shout.classList.remove("out");
    setTimeout(() => { isTelling = false; set(shout, ""); tell(); }, 800);
  }, PRAISE);
}

/* The stream. */

const here = location.pathname.replace(/\/+$/, "");
let stream = null;
let failures = 0;
let silence = 0;
let again = 0;

function listens() {
  clearTimeout(again);
  if (stream) stream.close();
  stream = new EventSource(here + "/events");
  const heard = (handle) => (event) => {
    failures = 0;
    set(byId("link"), "");
    waits();
    handle(event.data);
  };
  stream.addEventListener("alive", heard((data) => { hears(Number(data)); tick(); }));
  stream.addEventListener("wall", heard(takes));
  stream.addEventListener("gone", () => leaves());
  stream.onerror = () => lost();
  waits();
}

function waits() {
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE);
}

function takes(data) {
  const said = JSON.parse(data);
  // The bot was replaced by another version: so is this page.
  if (version !== null && version !== said.version) return location.reload();
  version = said.version;
  hears(said.now);
  const showing = wall && wall.slides[at] ? wall.slides[at].id : null;
  const first = wall === null;
  wall = said.wall;
  set(byId("channel"), wall.channel || "");
  const same = wall.slides.findIndex((slide) => slide.id === showing);
  at = same >= 0 ? same : Math.min(at, Math.max(0, wall.slides.length - 1));
  hearsPraise(wall.shouts);
  show();
  if (first || same < 0) begins();
}

/** The stream broke: what is shown stays, and it is tried again, each time a little later. */
function lost() {
  clearTimeout(silence);
  clearTimeout(again);
  if (stream) stream.close();
  const wait = WAITS[Math.min(failures, WAITS.length - 1)];
  failures += 1;
  set(byId("link"), "Reconnecting …");
  again = setTimeout(asks, wait * (0.75 + Math.random() / 2));
}

/** Whether the address still holds: a stream that is refused does not say why. */
function asks() {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), 10000);
  fetch(here, { method: "HEAD", cache: "no-store", signal: patience.signal }).then(
    (answer) => (answer.status === 404 ? leaves() : answer.ok ? listens() : lost()),
    lost,
  );
}

/** The screen was ended: the page at this address says so. */
function leaves() {
  clearTimeout(silence);
  clearTimeout(again);
  if (stream) stream.close();
  location.reload();
}

/** Asks the machine to keep its screen on, where it can be asked. */
function wakes() {
  if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(() => {});
}

window.addEventListener("resize", show);
document.addEventListener("visibilitychange", wakes);
wakes();
setInterval(tick, 250);
listens();
