// Small helpers to build elements. Text always goes in as text nodes, never as HTML.

export const byId = (id) => document.getElementById(id);

/** An element with properties (`class`, `onclick`, any attribute) and children (nodes or strings). */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** An icon of the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  setIcon(svg, name);
  return svg;
}

export function setIcon(svg, name) {
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.replaceChildren(use);
}

/** A member's avatar; its colour follows from the name. */
export function memberAvatar(name) {
  const avatar = element("span", { class: "avatar", "aria-hidden": "true" }, icon("person"));
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  avatar.style.setProperty("--hue", String(hue));
  return avatar;
}
