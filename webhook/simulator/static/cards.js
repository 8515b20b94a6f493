// What stands in the chat besides text: pictures, places, links, files, articles, menus and notices.
import { element, icon } from "./dom.js";
import { render } from "./richtext.js";

const CARDS = { image, video, location: place, link, file, news, msgmenu, template: notice, subscribe: notice };

/** The line's card, or null where it is plain text. `onLoad()` when a picture has changed its height. */
export function cardOf(line, taps, onLoad) {
  return line.data ? CARDS[line.kind]?.(line, taps, onLoad) ?? null : null;
}

function image({ data }, _, onLoad) {
  return element("div", { class: "card picture" }, pictureOf(data.media_id, "图片", onLoad));
}

function video({ data, text }, _, onLoad) {
  const play = element("span", { class: "play" }, icon("play"));
  return element("div", { class: "card picture" }, pictureOf(data.media_id, text, onLoad), play);
}

function pictureOf(mediaId, alt, onLoad) {
  const picture = element("img", { src: `/simulator/media/${encodeURIComponent(mediaId)}`, alt });
  picture.addEventListener("load", onLoad);
  return picture;
}

function place({ data, text }) {
  return element("div", { class: "card place" },
    element("b", {}, text), element("small", {}, `纬度 ${data.x}，经度 ${data.y}`), element("div", { class: "map" }, icon("pin")));
}

function link({ data, text }) {
  return element("div", { class: "card" },
    element("b", {}, text), element("p", {}, data.description), element("small", { class: "address" }, data.url));
}

function file({ data, text }) {
  return element("div", { class: "card file" }, element("div", {}, element("b", {}, text), element("small", {}, data.size)), icon("file"));
}

function news({ data }) {
  const title = element("b", {}, data.title);
  return element("div", { class: "card news" }, ...cover(data.picurl), title, element("p", {}, data.description), ...opening(data.url, "阅读全文"));
}

// Pictures of other hosts are not loaded: nothing of the simulator leaves this machine.
function cover(address) {
  const url = parsed(address);
  if (!url) return [];
  if (url.origin === location.origin) return [element("img", { class: "cover", src: url.href, alt: "" })];
  return [element("div", { class: "cover" }, `封面图：${url.host}`)];
}

function msgmenu({ data }, taps) {
  const choices = data.list.map((one) =>
    element("button", { type: "button", class: "choice", onclick: () => taps.choice(one.content, one.id) }, one.content));
  const tail = data.tail ? [element("p", {}, ...render(data.tail, taps))] : [];
  return element("div", { class: "bubble msgmenu" }, element("p", {}, ...render(data.head, taps)), ...choices, ...tail);
}

function notice({ data, text }) {
  const rows = Object.entries(data.fields).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return element("div", { class: "card notice-card" }, element("b", {}, text || "通知"), element("dl", {}, ...rows), ...opening(data.url, "查看详情"));
}

function opening(address, label) {
  const url = parsed(address);
  return url ? [element("a", { class: "more", href: url.href, target: "_blank", rel: "noopener noreferrer" }, label, " ›")] : [];
}

function parsed(address) {
  return /^https?:\/\//i.test(address ?? "") && URL.canParse(address) ? new URL(address) : null;
}
