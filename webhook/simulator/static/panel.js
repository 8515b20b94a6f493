// The settings panel: always there on a wide screen, a sheet from below on a phone.
import { byId } from "./dom.js";

/** Wire the sheet up; returns `{ close }`, which does nothing where the panel is always there. */
export function openPanel() {
  const sheet = byId("panel");
  const opener = byId("panel-open");

  function set(open) {
    if (sheet.classList.contains("open") === open) return;
    sheet.classList.toggle("open", open);
    byId("backdrop").hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) byId("panel-close").focus();
    else opener.focus();
  }

  opener.addEventListener("click", () => set(true));
  byId("panel-close").addEventListener("click", () => set(false));
  byId("backdrop").addEventListener("click", () => set(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") set(false);
  });
  return { close: () => set(false) };
}
