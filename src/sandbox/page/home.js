// The App Home's place on the page: drawn as a whole whenever it changes, around what one is at.
import { el } from "./dom.js";

const CONTROLS = "a[href], button, input, select, textarea";

/** What a control is called in this drawing and in the next one. */
const nameOf = (control) => control.dataset.key ?? control.getAttribute("href") ?? control.textContent;

export class HomePane {
  constructor() {
    this.node = el("div", { class: "home", role: "region", "aria-label": "Home", tabindex: "0" });
    this.view = null;
    this.held = null;
    this.node.addEventListener("focusin", ({ target }) => (this.held = this.placeOf(target)));
  }

  /** Draws the blocks of a view; another view than before begins at its top. */
  show(view, blocks) {
    const { scrollTop } = this.node;
    const hadFocus = this.node.contains(document.activeElement);
    const isSame = this.view === view;
    this.view = view;
    this.node.replaceChildren(...this.withOldPictures(blocks));
    this.node.scrollTop = isSame ? scrollTop : 0;
    if (!isSame) this.held = null;
    if (hadFocus) this.recover();
  }

  /** A picture that is the same stays, so that nothing jumps until it is loaded again. */
  withOldPictures(blocks) {
    const old = [...this.node.children].filter((block) => block.matches("figure"));
    return blocks.map((block) => {
      const at = old.findIndex((picture) => picture.isEqualNode(block));
      return at < 0 ? block : old.splice(at, 1)[0];
    });
  }

  named(name) {
    return [...this.node.querySelectorAll(CONTROLS)].filter((control) => nameOf(control) === name);
  }

  /** Where a control is: its name, which it is of those of that name, and its block. */
  placeOf(control) {
    if (control === this.node) return null;
    const name = nameOf(control);
    const block = [...this.node.children].findIndex((one) => one.contains(control));
    return { name, nth: this.named(name).indexOf(control), block };
  }

  /** Gives the focus back to what had it last; where that is gone, to the block that stands there now. */
  recover() {
    this.standIn().focus({ preventScroll: true });
  }

  standIn() {
    if (!this.held) return this.node;
    const alike = this.named(this.held.name);
    const control = alike[this.held.nth] ?? alike.at(-1);
    if (control) return control;
    const block = [...this.node.children].slice(0, this.held.block + 1).at(-1);
    block?.setAttribute("tabindex", "-1");
    return block ?? this.node;
  }
}
