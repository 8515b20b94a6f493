// The sections beside the phone (raw messages, test bench): one at a time, opened from the panel.
import { byId } from "./dom.js";

export class Side {
  /** `name`: the ids are name, name-open, name-close. `onToggle(open)` runs before it is shown or hidden. */
  constructor(name, onToggle) {
    this.box = byId(name);
    this.opener = byId(`${name}-open`);
    this.onToggle = onToggle;
    this.closer = byId(`${name}-close`);
    this.opener.addEventListener("click", () => this.toggle(this.box.hidden));
    this.closer.addEventListener("click", () => this.toggle(false));
    SIDES.push(this);
  }

  get isOpen() {
    return !this.box.hidden;
  }

  toggle(open) {
    if (this.isOpen === open) return;
    if (open) for (const side of SIDES) side.toggle(false);
    this.box.hidden = !open;
    this.onToggle(open);
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.closer.focus();
    else if (this.opener.checkVisibility?.({ visibilityProperty: true })) this.opener.focus();
  }
}

const SIDES = [];

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.target.closest?.("dialog")) for (const side of SIDES) side.toggle(false);
});
