// The plus-panel under the text box, like WeChat's.
import { ENTRIES } from "./actions.js";
import { byId, element, icon } from "./dom.js";

export class Plus {
  /** `onPick(action)` for what the member did; `phone` is what pickers need. */
  constructor(phone, onPick) {
    this.box = byId("plus");
    this.opener = byId("plus-toggle");
    this.opener.addEventListener("click", () => this.toggle(this.box.hidden));
    this.box.replaceChildren(...ENTRIES.map(([label, name, make]) =>
      element("button", { type: "button", onclick: async () => {
        const action = await make(phone);
        if (action) onPick(action);
      } }, element("span", { class: "tile" }, icon(name)), label)));
    this.box.addEventListener("keydown", (event) => this.move(event));
  }

  toggle(open) {
    if (this.box.hidden !== open) return;
    this.box.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.box.firstElementChild.focus();
  }

  move(event) {
    const tiles = [...this.box.children];
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 4, ArrowUp: -4 }[event.key];
    const next = tiles[tiles.indexOf(document.activeElement) + (step ?? 0)];
    if (event.key === "Escape") {
      this.toggle(false);
      this.opener.focus();
    } else if (step && next) {
      event.preventDefault();
      next.focus();
    }
  }
}
