// The custom menu at the bottom: a button opens its entries, or is one itself.
import { byId, element, icon } from "./dom.js";

/** Build the menu from the simulator's data; `onClick(entry)` is called for a tapped entry. */
export function buildMenu(buttons, onClick) {
  const bar = byId("menu");
  bar.replaceChildren(...buttons.map((button) => item(button, onClick)));
}

export function closeMenus() {
  for (const open of document.querySelectorAll(".menu-item > button[aria-expanded=true]")) toggle(open, false);
}

function item(button, onClick) {
  if (!button.sub_button?.length) {
    return element("div", { class: "menu-item" }, element("button", { type: "button", onclick: () => onClick(button) }, button.name));
  }
  const entries = button.sub_button.map((entry) =>
    element("button", { type: "button", onclick: () => { closeMenus(); onClick(entry); } }, entry.name));
  const submenu = element("div", { class: "submenu", hidden: "", role: "group", "aria-label": button.name }, ...entries);
  const opener = element("button", { type: "button", "aria-expanded": "false" }, icon("list"), button.name);
  opener.addEventListener("click", () => {
    const open = opener.getAttribute("aria-expanded") !== "true";
    closeMenus();
    toggle(opener, open);
  });
  const node = element("div", { class: "menu-item" }, opener, submenu);
  node.addEventListener("keydown", (event) => move(event, opener, entries));
  return node;
}

function toggle(opener, open) {
  opener.setAttribute("aria-expanded", String(open));
  opener.nextElementSibling.hidden = !open;
}

function move(event, opener, entries) {
  if (event.key === "Escape") {
    toggle(opener, false);
    opener.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || opener.getAttribute("aria-expanded") !== "true") return;
  event.preventDefault();
  const start = entries.indexOf(document.activeElement);
  const from = start < 0 && step < 0 ? 0 : start;
  entries[(from + step + entries.length) % entries.length].focus();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu-item")) closeMenus();
});
