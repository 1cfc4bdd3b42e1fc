// The dock below the messages: the inspector of the traffic, and the faults.
import { el, icon, iconButton } from "./dom.js";
import { Faults } from "./faults.js";
import { Inspector } from "./inspector.js";

const TABS = [
  ["traffic", "Traffic"],
  ["faults", "Faults"],
];

export class Dock {
  /** Draws into `node`; its button in the top bar is `this.button`. */
  constructor(node) {
    this.node = node;
    this.inspector = new Inspector();
    this.badge = el("span", { class: "badge warn", hidden: true });
    this.faults = new Faults((count) => this.showArmed(count));
    this.open = null;
    this.button = el(
      "button",
      { type: "button", class: "top-button", "aria-expanded": "false", "aria-controls": node.id, on: { click: () => this.toggle() } },
      icon("traffic"),
      el("span", { class: "label", text: "Inspector" }),
      this.badge,
    );
    this.tabs = TABS.map(([name, label]) =>
      el(
        "button",
        { type: "button", role: "tab", class: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, on: { click: () => this.show(name) } },
        label,
      ),
    );
    const panels = { traffic: this.inspector.node, faults: this.faults.node };
    this.panels = TABS.map(([name]) =>
      el("div", { role: "tabpanel", class: "dock-panel", id: `panel-${name}`, "aria-labelledby": `tab-${name}` }, panels[name]),
    );
    node.append(
      el(
        "header",
        {},
        el("div", { class: "tabs", role: "tablist", "aria-label": "Inspector", on: { keydown: (event) => this.walk(event) } }, this.tabs),
        iconButton("close", "Close the inspector", () => this.close()),
      ),
      ...this.panels,
    );
    node.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.close());
  }

  toggle() {
    if (this.open) this.close();
    else {
      this.show("traffic");
      this.tabs[0].focus();
    }
  }

  show(name) {
    this.open = name;
    this.node.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    TABS.forEach(([one], index) => {
      this.tabs[index].setAttribute("aria-selected", String(one === name));
      this.tabs[index].tabIndex = one === name ? 0 : -1;
      this.panels[index].hidden = one !== name;
    });
    this.follow();
  }

  close() {
    this.open = null;
    this.node.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  walk({ key }) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = (TABS.findIndex(([name]) => name === this.open) + step + TABS.length) % TABS.length;
    this.show(TABS[next][0]);
    this.tabs[next].focus();
  }

  /** Another sandbox is at the other end. */
  restart() {
    this.inspector.restart();
    this.follow();
  }

  /** Looks again, after something went either way. */
  async follow() {
    // How many faults are to come is seen with the dock closed, too.
    await Promise.all([this.faults.refresh().catch(() => {}), this.open && this.inspector.refresh()]);
    if (this.open === "faults") this.faults.offerMethods(this.inspector.exchanges.filter(({ isCall }) => isCall).map(({ name }) => name));
  }

  showArmed(count) {
    this.badge.hidden = count === 0;
    this.badge.replaceChildren(String(count), el("span", { class: "visually-hidden", text: count === 1 ? " fault to come" : " faults to come" }));
    this.tabs?.[1].replaceChildren(count ? `Faults (${count})` : "Faults");
  }
}
