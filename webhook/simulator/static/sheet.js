// A sheet over the phone that asks for something: fields to fill in, pictures or places to choose from.
import { byId, element } from "./dom.js";

const dialog = () => byId("sheet");

/** Show nodes under a title; resolves with what `close(value)` is given, null when it is dismissed. */
export function ask(title, build) {
  return new Promise((resolve) => {
    const sheet = dialog();
    let value = null;
    const close = (chosen) => { value = chosen; sheet.close(); };
    const leave = element("button", { type: "button", class: "quiet", onclick: () => close(null) }, "取消");
    sheet.replaceChildren(element("header", {}, element("h2", { id: "sheet-title" }, title), leave), ...build(close));
    sheet.onclose = () => { sheet.replaceChildren(); resolve(value); };
    sheet.onclick = (event) => { if (event.target === sheet) close(null); };
    overPhone(sheet);
    sheet.showModal();
    (sheet.querySelector("[data-first]") ?? leave).focus();
  });
}

/** Ask for texts; `fields`: `{ name, label, value, hint, required }`. Resolves with an object of strings, or null. */
export function askFor(title, fields, submit = "发送") {
  return ask(title, (close) => [form(fields, submit, close)]);
}

export function form(fields, submit, close) {
  const inputs = fields.map(({ name, label, value = "", hint = "", required = true }, index) =>
    element("label", {}, label, element("input", {
      name, value, placeholder: hint, maxlength: "1000", autocomplete: "off",
      ...(required ? { required: "" } : {}), ...(index ? {} : { "data-first": "" }),
    })));
  const node = element("form", { class: "sheet-form" }, ...inputs, element("button", { class: "primary" }, submit));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    close(Object.fromEntries(new FormData(node)));
  });
  return node;
}

// The browser centres a dialog in the window; this one belongs to the phone.
function overPhone(sheet) {
  const phone = document.querySelector(".phone").getBoundingClientRect();
  const edge = matchMedia("(min-width: 900px)").matches ? 9 : 0;
  sheet.style.setProperty("--left", `${phone.left + edge}px`);
  sheet.style.setProperty("--width", `${phone.width - 2 * edge}px`);
  sheet.style.setProperty("--bottom", `${innerHeight - phone.bottom + edge}px`);
}
