// The guided tour: a card above the messages that says one thing at a time and waits for what the person does.
import { el, iconButton } from "./dom.js";
import { stepsFor } from "./tour-steps.js";

const DONE = "pacesetter-tour-done";

function remembered() {
  try {
    return localStorage.getItem(DONE) !== null;
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(DONE, "1");
  } catch {
    // Without storage it is offered again on the next visit.
  }
}

export class Tour {
  /** `doings` are what the page can do for it (see tour-steps.js); `drawn()` is called when its card changed. */
  constructor(doings, drawn) {
    this.at = { ...doings, next: () => this.advance(), stop: () => this.stop() };
    this.drawn = drawn;
    this.steps = [];
    this.index = 0;
    this.node = null;
  }

  get running() {
    return this.node !== null;
  }

  /** Whether somebody who comes for the first time is to be shown around. */
  get wanted() {
    return !remembered();
  }

  start(cast) {
    this.steps = stepsFor(cast);
    this.go(0);
  }

  stop() {
    remember();
    this.mark(null);
    this.node = null;
    this.drawn();
  }

  go(index) {
    const hadFocus = this.node?.contains(document.activeElement) ?? true;
    this.index = index;
    this.busy = false;
    const step = this.steps[index];
    this.node = this.card(step);
    this.drawn();
    step.enter?.(this.at);
    this.point();
    // Who goes by the keyboard goes on with Enter; who is typing something else is left alone.
    if (!step.enter && (hadFocus || this.at.idle())) this.node.querySelector(".primary").focus();
  }

  advance() {
    if (this.index + 1 < this.steps.length) this.go(this.index + 1);
    else this.stop();
  }

  /** Hears what the person did, be it by the card's button or in their own way. */
  hear(happening) {
    if (this.running && this.steps[this.index].waits?.(happening)) this.advance();
  }

  /** Marks what the step speaks of; called again when the messages were redrawn. */
  point() {
    if (this.running) this.mark(this.steps[this.index].target?.(this.at) ?? null);
  }

  mark(target) {
    if (target === this.target) return;
    this.target?.classList.remove("tour-target");
    this.target = target;
    target?.classList.add("tour-target");
    if (target?.matches(".message")) target.scrollIntoView({ block: "nearest" });
  }

  async act({ run }) {
    if (this.busy) return;
    this.busy = true;
    const node = this.node;
    node.setAttribute("aria-busy", "true");
    await run(this.at);
    // Where it did not lead on, it can be tried again.
    if (this.node === node) this.busy = false;
    node.removeAttribute("aria-busy");
  }

  card({ title, words, action }) {
    const { index, steps } = this;
    const onKey = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.stop();
    };
    return el(
      "aside",
      { class: "bar tour", "aria-label": "Tour", on: { keydown: onKey } },
      el(
        "div",
        { class: "tour-words", "aria-live": "polite" },
        el("div", { class: "tour-step" }, el("span", { text: `${index + 1} of ${steps.length}` }), this.dots()),
        el("h2", { text: title }),
        el("p", { text: words }),
      ),
      el("button", { type: "button", class: "button primary", on: { click: () => this.act(action) } }, action.label),
      iconButton("close", "End the tour", () => this.stop()),
    );
  }

  dots() {
    return el(
      "span",
      { class: "tour-dots", "aria-hidden": "true" },
      this.steps.map((_, at) => el("i", { class: at <= this.index ? "done" : null })),
    );
  }
}
