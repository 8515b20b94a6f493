// What a member can do besides typing: the plus-panel's entries and the menu's, each asking for what it needs.
import { askForNotices, pickPicture, pickPlace } from "./pickers.js";
import { askFor } from "./sheet.js";

/** The plus-panel: label, icon, and how to get the action (null when the member thought better of it). */
export const ENTRIES = [
  ["图片", "image", async (phone) => picture(await pickPicture("发图片", phone.upload))],
  ["视频", "play", () => ({ kind: "video" })],
  ["小视频", "camera", () => ({ kind: "shortvideo" })],
  ["位置", "pin", async () => place(await pickPlace("发位置"))],
  ["链接", "link", () => shareLink()],
  ["文件", "file", () => shareFile()],
  ["无识别语音", "voice", () => ({ kind: "voice", text: "", recognition: false })],
  ["扫二维码", "scan", () => scan(true)],
  ["上报位置", "report", async () => report(await pickPlace("手机自动上报的位置"))],
  ["拒收通知", "bell", () => optOut()],
  ["未知消息", "unknown", () => ({ kind: "unknown_message" })],
  ["未知事件", "unknown", () => ({ kind: "unknown_event" })],
];

const picture = (mediaId) => mediaId && { kind: "image", media_id: mediaId };
const place = (chosen) => chosen && { kind: "location", ...chosen };
const report = (chosen) => chosen && { kind: "report_location", x: chosen.x, y: chosen.y };

async function shareLink() {
  const fields = [
    { name: "name", label: "标题", value: "关于高温津贴的通知" },
    { name: "description", label: "摘要", value: "每年 6 月至 9 月发放", required: false },
    { name: "url", label: "网址", value: "https://example.org/notice" },
  ];
  const filled = await askFor("分享链接", fields);
  return filled && { kind: "link", ...filled };
}

async function shareFile() {
  const filled = await askFor("发文件", [{ name: "name", label: "文件名", value: "劳动合同.pdf" }]);
  return filled && { kind: "file", ...filled };
}

async function optOut() {
  const filled = await askFor("在通知管理里拒收", [{ name: "template_id", label: "模板编号" }], "拒收");
  return filled && { kind: "opt_out", ...filled };
}

/** A code with a scene: follows, or is told to the account when the member follows already. */
export async function scan(following) {
  const fields = [{ name: "scene", label: "二维码里的场景值", value: "poster_1" }];
  const filled = await askFor(following ? "扫带参数的二维码" : "扫码关注", fields, "扫一扫");
  return filled && { kind: following ? "scan" : "subscribe", scene: filled.scene };
}

/** The dialog 订阅消息 for a link: the templates are in its query. */
export async function optIn(account, url, phone) {
  const query = new URL(url).searchParams;
  const given = ["template_id", "template_ids", "template", "templates"].flatMap((name) => query.getAll(name));
  const templates = [...new Set(given.flatMap((value) => value.split(",")).filter((id) => /^[\w-]{1,128}$/.test(id)))].slice(0, 3);
  const decisions = await askForNotices(account, templates.length ? (await phone.templates(templates)) ?? [] : []);
  return decisions && { kind: "opt_in", decisions };
}

/** What a tapped entry of the menu sends; null when the member thought better of it. */
export async function ofMenu(entry, phone) {
  const { type, key, name: label } = entry;
  if (type === "click") return { kind: "click", key, label };
  if (type === "view") return { kind: "view", url: entry.url, label };
  if (type === "miniprogram") return { kind: "view_miniprogram", path: entry.pagepath, label };
  if (type?.startsWith("scancode_")) {
    const filled = await askFor(label, [{ name: "result", label: "扫到的内容", value: "https://example.org/seat/A12" }], "扫一扫");
    return filled && { kind: type, key, label, ...filled };
  }
  if (type?.startsWith("pic_")) {
    const mediaId = await pickPicture(label, phone.upload);
    return mediaId && { kind: type, key, label, media_ids: [mediaId] };
  }
  if (type === "location_select") {
    const chosen = await pickPlace(label);
    return chosen && { kind: type, key, label, x: chosen.x, y: chosen.y, place: chosen.label };
  }
  return undefined; // media_id and the like: the platform answers by itself, nothing is sent
}
