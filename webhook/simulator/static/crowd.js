// The table of who waited how long when many wrote at once.
import { element } from "./dom.js";

const WAYS = { passive: "直接回复", push: "客服消息", none: "没有等到", failed: "服务中断" };

export function showWaits(box, waits) {
  if (!waits) return box.replaceChildren(element("p", { class: "drawer-empty" }, "没有发出去，请稍后再试。"));
  const sorted = [...waits].sort((one, other) => other.seconds - one.seconds);
  const seconds = sorted.map((one) => one.seconds).reverse();
  const median = seconds[Math.floor(seconds.length / 2)];
  const served = waits.filter((one) => one.way === "passive" || one.way === "push").length;
  const summary = `${waits.length} 人里 ${served} 人得到答复；最快 ${seconds[0]} 秒，中位 ${median} 秒，最慢 ${seconds.at(-1)} 秒。`;
  const head = element("tr", {}, ...["成员", "等了", "投递", "答复"].map((title) => element("th", { scope: "col" }, title)));
  const rows = sorted.map((one) => element("tr", { title: one.answer },
    element("td", {}, one.member), element("td", {}, `${one.seconds} 秒`), element("td", {}, `${one.tries} 次`), element("td", {}, WAYS[one.way])));
  return box.replaceChildren(element("p", { role: "status" }, summary),
    element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "等待时间" }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows))));
}
