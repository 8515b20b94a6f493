// What a member chooses from: pictures, places, and whether notices may come.
import { element, icon } from "./dom.js";
import { ask, form } from "./sheet.js";

const PICTURES = [["payslip", "工资条"], ["diagnosis", "诊断证明"], ["scene", "工地现场"]];

const PLACES = [
  ["杭州市拱墅区武林广场", 30.2741, 120.1633],
  ["宁波市海曙区天一广场", 29.869, 121.5526],
  ["温州市鹿城区五马街", 28.0162, 120.656],
  ["嘉兴市南湖区南湖", 30.7522, 120.765],
  ["衢州市龙游县龙洲街道", 29.0284, 119.1723],
  ["舟山市定海区昌国街道", 30.0197, 122.1068],
];

/** One picture's media_id, or null. `upload(file)` keeps a file and gives its id. */
export function pickPicture(title, upload) {
  return ask(title, (close) => {
    const choices = PICTURES.map(([name, label], index) =>
      element("button", { type: "button", class: "thumb", onclick: () => close(`builtin-${name}`), ...(index ? {} : { "data-first": "" }) },
        element("img", { src: `/simulator/media/builtin-${name}`, alt: "" }), label));
    return [element("div", { class: "thumbs" }, ...choices), uploader(upload, close)];
  });
}

function uploader(upload, close) {
  const problem = element("p", { class: "problem", role: "alert" });
  const input = element("input", { type: "file", class: "sr-only", accept: "image/png,image/jpeg,image/gif" });
  input.addEventListener("change", async () => {
    const mediaId = input.files.length ? await upload(input.files[0]) : null;
    if (mediaId) close(mediaId);
    else problem.textContent = "只能发 2 MB 以内的 PNG、JPEG 或 GIF 图片";
  });
  return element("div", { class: "sheet-form" }, element("label", { class: "upload" }, input, "从本机选一张…"),
    element("p", { class: "explain" }, "PNG、JPEG 或 GIF，不超过 2 MB，只留在这台电脑上。"), problem);
}

/** A place `{ x, y, label }` (latitude, longitude), or null. */
export function pickPlace(title) {
  return ask(title, (close) => {
    const choices = PLACES.map(([label, x, y], index) =>
      element("button", { type: "button", class: "option", onclick: () => close({ x, y, label }), ...(index ? {} : { "data-first": "" }) },
        icon("pin"), element("span", {}, label, element("small", {}, `${x}, ${y}`))));
    const fields = [
      { name: "label", label: "地点名称", hint: "可留空", required: false },
      { name: "x", label: "纬度", hint: "30.2741" },
      { name: "y", label: "经度", hint: "120.1633" },
    ];
    const own = form(fields, "发送这个位置", ({ label, x, y }) => close({ label, x: Number(x), y: Number(y) }));
    for (const [name, most] of [["x", "90"], ["y", "180"]]) {
      const input = own.elements[name];
      Object.assign(input, { type: "number", step: "any", min: `-${most}`, max: most });
    }
    own.querySelector("[data-first]").removeAttribute("data-first");
    return [element("div", { class: "options" }, ...choices), element("details", {}, element("summary", {}, "自己填经纬度"), own)];
  });
}

/** The dialog 订阅消息 for `templates` (`{ template_id, title }`): decisions `[{ template_id, accepted }]`, or null. */
export function askForNotices(account, templates) {
  return ask("订阅消息", (close) => {
    if (!templates.length) return [element("p", { class: "explain" }, "这个链接没有带模板编号，微信不会弹出订阅框。")];
    const boxes = templates.map(({ template_id: id }) => element("input", { type: "checkbox", value: id, checked: "" }));
    const rows = boxes.map((box, index) => element("label", { class: "option" }, box, nameOf(templates[index])));
    const decide = (allowed) => close(boxes.map((box) => ({ template_id: box.value, accepted: allowed && box.checked })));
    return [
      element("p", { class: "explain" }, `“${account}”申请给您发送以下通知，每允许一次可以发一条。`),
      element("div", { class: "options" }, ...rows),
      element("div", { class: "pair" },
        element("button", { type: "button", class: "secondary", onclick: () => decide(false) }, "拒绝"),
        element("button", { type: "button", class: "primary", "data-first": "", onclick: () => decide(true) }, "允许")),
    ];
  });
}

function nameOf({ template_id: id, title }) {
  return title ? element("span", {}, title, element("small", {}, id)) : element("span", {}, id);
}
