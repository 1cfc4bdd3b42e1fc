// The inspector: the raw traffic both ways, as it comes, each exchange with its JSON.
import { coalesce, explain, get } from "./api.js";
import { el, icon } from "./dom.js";
import { copyButton, jsonTree } from "./json.js";
import { timeWithSeconds } from "./format.js";

/** Exchanges that are kept here; older ones go. */
const MOST = 400;

const KINDS = [
  ["", "All"],
  ["command", "Commands"],
  ["event", "Events"],
  ["interaction", "Interactions"],
  ["call", "Web API"],
];

/** An exchange in the one form that the list draws, whichever way it went. */
function readable(raw) {
  const isCall = raw.way === "from_app";
  const refused = raw.answer?.ok === false ? raw.answer.error : null;
  const broken = isCall && raw.answer === null ? "no answer" : null;
  const fault = raw.fault ? `fault: ${raw.fault.replace(/_/g, " ")}` : null;
  const missed = isCall || raw.outcome === "acknowledged" ? null : raw.outcome;
  const problem = [fault ?? refused ?? broken ?? missed].filter(Boolean)[0] ?? null;
  return {
    id: raw.id,
    began: raw.began,
    kind: isCall ? "call" : raw.kind,
    isCall,
    name: isCall ? raw.method : raw.name,
    notes: [raw.retry > 0 && `retry ${raw.retry}`, raw.twice && "sent twice"].filter(Boolean),
    problem,
    outcome: problem ?? (isCall ? "ok" : "acknowledged"),
    took: raw.took_ms,
    ms: Date.parse(raw.time),
    sent: isCall ? raw.arguments : raw.payload,
    answer: raw.answer ?? null,
    raw,
    haystack: JSON.stringify(raw).toLowerCase(),
  };
}

function half(title, value, none) {
  return el(
    "section",
    { class: "half" },
    el("header", {}, el("h2", { text: title }), value !== null && copyButton("Copy", () => value)),
    value === null ? el("p", { class: "muted", text: none }) : jsonTree(value),
  );
}

function details(exchange) {
  const { isCall, sent, answer } = exchange;
  return el(
    "div",
    { class: "exchange-body" },
    half(isCall ? "What the app sent" : "What went to the app", sent, ""),
    half(isCall ? "What it got" : "What it acknowledged with", answer, isCall ? "It got no answer." : "Nothing but the acknowledgement."),
  );
}

function exchangeNode(exchange) {
  const { isCall, name, notes, problem, outcome, took, ms } = exchange;
  const node = el(
    "details",
    { class: `exchange${problem ? " failed" : ""}` },
    el(
      "summary",
      {},
      el("time", { class: "time", text: timeWithSeconds(ms) }),
      el("span", { class: `way ${isCall ? "from-app" : "to-app"}` }, icon(isCall ? "in" : "out"), isCall ? "from app" : "to app"),
      el("code", { class: "exchange-name", text: name }),
      notes.map((note) => el("span", { class: "tag", text: note })),
      el("span", { class: problem ? "outcome problem" : "outcome", text: outcome }),
      el("span", { class: "took", text: `${took} ms` }),
    ),
  );
  node.addEventListener("toggle", () => node.open && !node.querySelector(".exchange-body") && node.append(details(exchange)));
  return node;
}

export class Inspector {
  constructor() {
    this.exchanges = [];
    this.last = 0;
    this.kind = "";
    this.nodes = new Map();
    this.list = el("div", { class: "exchanges" });
    this.count = el("span", { class: "muted", role: "status" });
    this.search = el("input", { type: "search", class: "control", placeholder: "Filter", "aria-label": "Filter by any word", on: { input: () => this.draw() } });
    this.onlyFailed = el("input", { type: "checkbox", on: { change: () => this.draw() } });
    const choose = (kind) => {
      this.kind = kind;
      this.draw();
    };
    const kinds = KINDS.map(([kind, label]) =>
      el(
        "label",
        { class: "segment" },
        el("input", { type: "radio", name: "traffic-kind", checked: kind === "", on: { change: () => choose(kind) } }),
        el("span", { text: label }),
      ),
    );
    this.node = el(
      "div",
      { class: "inspector" },
      el(
        "div",
        { class: "dock-tools" },
        el("fieldset", { class: "segments" }, el("legend", { class: "visually-hidden", text: "What to show" }), kinds),
        this.search,
        el("label", { class: "choice" }, this.onlyFailed, "Only what went wrong"),
        this.count,
        el("span", { class: "gap" }),
        copyButton("Copy all", () => this.shown().map(({ raw }) => raw)),
        el("button", { type: "button", class: "button small", on: { click: () => this.empty() } }, "Clear"),
      ),
      this.list,
    );
    this.refresh = coalesce(() => this.load());
  }

  async load() {
    try {
      const fresh = await get("traffic", { after: this.last });
      if (!fresh.length) return;
      this.last = Math.max(...fresh.map(({ id }) => id));
      this.exchanges = [...this.exchanges, ...fresh.map(readable)].sort((one, other) => other.began - one.began).slice(0, MOST);
      this.draw();
    } catch (error) {
      this.count.textContent = explain("Loading the traffic", error);
    }
  }

  /** Another start of the sandbox counts anew. */
  restart() {
    this.last = 0;
    this.exchanges = [];
  }

  empty() {
    this.exchanges = [];
    this.draw();
  }

  shown() {
    const words = this.search.value.trim().toLowerCase().split(/\s+/);
    return this.exchanges.filter(
      ({ kind, problem, haystack }) =>
        (!this.kind || kind === this.kind) && (!this.onlyFailed.checked || problem) && words.every((word) => haystack.includes(word)),
    );
  }

  draw() {
    const shown = this.shown();
    const before = this.nodes;
    this.nodes = new Map(shown.map((one) => [one.id, before.get(one.id) ?? exchangeNode(one)]));
    const nodes = [...this.nodes.values()];
    // Only what changed is moved, so that an open exchange stays open and focused.
    for (const [id, node] of before) if (!this.nodes.has(id)) node.remove();
    nodes.forEach((node, index) => {
      if (this.list.children[index] !== node) this.list.insertBefore(node, this.list.children[index] ?? null);
    });
    this.list.querySelector(":scope > .empty")?.remove();
    if (!nodes.length)
      this.list.append(el("div", { class: "empty", text: this.exchanges.length ? "Nothing fits." : "Nothing yet. Type a command, and it shows here." }));
    this.count.textContent = `${shown.length} of ${this.exchanges.length}`;
  }
}
