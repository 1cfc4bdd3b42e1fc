// Faults at a click: what is to go wrong between the app and Slack, how often, and what is still to come.
import { coalesce, explain, get, post, remove } from "./api.js";
import { el } from "./dom.js";

/** The kinds of the sandbox's faults, by what they strike. */
const GROUPS = [
  {
    title: "The app's calls",
    faults: [
      { kind: "rate_limited", label: "Rate limited", about: "429, and to wait a second" },
      { kind: "server_error", label: "Server error", about: "500 instead of an answer" },
      { kind: "html", label: "Web page", about: "HTML where JSON should be" },
      { kind: "drop_before", label: "Lost call", about: "breaks off before it took effect" },
      { kind: "drop_after", label: "Lost answer", about: "took effect, but nobody hears of it" },
      { kind: "delay", label: "Slow", about: "an answer after 2 seconds", ms: 2000 },
    ],
  },
  {
    title: "Its connections",
    faults: [
      { kind: "disconnect", label: "Goodbye", about: "Slack asks it to connect anew" },
      { kind: "kill_socket", label: "Break", about: "the connections end without a word" },
      { kind: "mute", label: "Silence", about: "open, but mute for 5 seconds", ms: 5000 },
    ],
  },
  {
    title: "What it is sent",
    faults: [{ kind: "duplicate", label: "Twice", about: "each delivery comes two times" }],
  },
];

const labelOf = (kind) => GROUPS.flatMap(({ faults }) => faults).find((one) => one.kind === kind)?.label ?? kind;
const ofCalls = (kind) => GROUPS[0].faults.some((one) => one.kind === kind);

function describe({ kind, method, times }) {
  const where = method ? ` on ${method}` : "";
  return `${labelOf(kind)}${where}, ${times === 1 ? "once" : `${times} times`}`;
}

export class Faults {
  /** `onArmed(count)` hears how many are to come. */
  constructor(onArmed) {
    this.onArmed = onArmed;
    this.raw = "";
    this.said = el("p", { class: "muted", role: "status" });
    this.times = el("input", { type: "number", class: "control", min: 1, max: 100, value: "1" });
    this.method = el("input", { class: "control", list: "fault-methods", placeholder: "any", autocomplete: "off" });
    this.methods = el("datalist", { id: "fault-methods" });
    this.armed = el("ul", { class: "armed" });
    this.clear = el("button", { type: "button", class: "button small danger", on: { click: () => this.clearAll() } }, "Clear all");
    this.node = el(
      "div",
      { class: "faults" },
      el(
        "div",
        { class: "fault-kinds" },
        el(
          "div",
          { class: "fault-how" },
          el("label", {}, "How often ", this.times),
          el("label", {}, "Only calls of ", this.method, this.methods),
        ),
        GROUPS.map(({ title, faults }) =>
          el(
            "section",
            {},
            el("h2", { text: title }),
            el(
              "div",
              { class: "fault-buttons" },
              faults.map((fault) =>
                el(
                  "button",
                  { type: "button", class: "fault", on: { click: () => this.arm(fault) } },
                  el("b", { text: fault.label }),
                  el("span", { class: "muted", text: fault.about }),
                ),
              ),
            ),
          ),
        ),
      ),
      el("section", { class: "to-come" }, el("header", {}, el("h2", { text: "Still to come" }), this.clear), this.armed, this.said),
    );
    this.refresh = coalesce(() => this.load());
  }

  async attempt(what, run) {
    try {
      await run();
    } catch (error) {
      this.said.textContent = explain(what, error);
    }
  }

  arm({ kind, label, ms }) {
    const times = Math.max(1, Math.min(100, Number.parseInt(this.times.value, 10) || 1));
    const method = ofCalls(kind) ? this.method.value.trim() || undefined : undefined;
    return this.attempt(label, async () => {
      await post("fault", { kind, times, ms, method });
      await this.load();
      const waits = JSON.parse(this.raw).some((one) => one.kind === kind);
      this.said.textContent = waits ? "" : `${label}: done, on all open connections.`;
    });
  }

  clearAll() {
    return this.attempt("Clearing the faults", async () => {
      await remove("fault");
      await this.load();
      this.said.textContent = "All goes well again.";
    });
  }

  async load() {
    const faults = await get("fault");
    const raw = JSON.stringify(faults);
    if (raw === this.raw) return;
    this.raw = raw;
    this.armed.replaceChildren(...faults.map((fault) => el("li", { text: describe(fault) })));
    if (!faults.length) this.armed.append(el("li", { class: "muted", text: "Nothing. All goes well." }));
    this.clear.disabled = !faults.length;
    this.onArmed(faults.reduce((sum, { times }) => sum + times, 0));
  }

  /** Offers the methods that the app has called so far. */
  offerMethods(names) {
    this.methods.replaceChildren(...[...new Set(names)].sort().map((name) => el("option", { value: name })));
  }
}
