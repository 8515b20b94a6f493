// The drawer "原始报文": what went over the wire for the last message, both ways.
import { byId, element } from "./dom.js";

const OUTCOMES = {
  running: ["等待回复…", ""],
  replied: ["已回复", "good"],
  accepted: ["已接收，无被动回复", "good"],
  broken: ["回复无效", "bad"],
  silent: ["超时", "bad"],
  refused: ["状态不是 200", "bad"],
  unreachable: ["连不上", "bad"],
};

export class Drawer {
  constructor() {
    this.box = byId("drawer");
    this.body = byId("drawer-body");
    this.opener = byId("drawer-open");
    this.opener.addEventListener("click", () => this.toggle(this.box.hidden));
    byId("drawer-close").addEventListener("click", () => this.toggle(false));
  }

  toggle(open) {
    if (this.box.hidden !== open) return;
    this.box.hidden = !open;
    this.render();
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) byId("drawer-close").focus();
    else if (this.opener.checkVisibility?.({ visibilityProperty: true })) this.opener.focus();
  }

  show({ exchange = this.exchange, call = this.call }) {
    this.exchange = exchange;
    this.call = call;
    this.render();
  }

  // Only while it is open: otherwise every answer would stand in the page twice.
  render() {
    const { exchange, call } = this;
    const parts = [];
    if (this.box.hidden) return this.body.replaceChildren();
    if (exchange) parts.push(element("h3", {}, exchange.title), ...exchange.tries.map((one, index) => tryNode(one, index === exchange.tries.length - 1)));
    if (call) parts.push(element("h3", {}, "最近一次客服接口调用"), callNode(call));
    if (!parts.length) parts.push(element("p", { class: "drawer-empty" }, "发一条消息，这里就会显示平台投递的 XML 和公众号的回复，加密前后都能看。"));
    return this.body.replaceChildren(...parts);
  }
}

function tryNode(one, open) {
  const [label, tone] = OUTCOMES[one.outcome];
  const body = element("div", { class: "try-body" },
    element("h4", {}, "平台 → 公众号"), pre(one.sent_plain), ...wire(`POST ${one.url}\n\n${one.sent}`));
  if (one.outcome !== "running") body.append(...answer(one));
  const summary = element("summary", {}, `第 ${one.number} 次投递`, element("span", { class: `tag ${tone}` }, label));
  return element("details", { class: "try", ...(open ? { open: "" } : {}) }, summary, body);
}

function answer(one) {
  const parts = [element("h4", {}, "公众号 → 平台")];
  if (one.status !== null) parts.push(pre(one.received_plain || one.received || "（空）"), ...wire(`HTTP ${one.status}\n\n${one.received}`));
  if (one.note) parts.push(element("p", { class: "note" }, one.note));
  return parts;
}

function callNode(call) {
  return element("div", { class: "try" }, element("div", { class: "try-body" },
    element("h4", {}, "公众号 → 平台"), pre(`${call.path}\n\n${call.request}`),
    element("h4", {}, "平台 → 公众号"), pre(call.response)));
}

const pre = (text) => element("pre", {}, text);
const wire = (text) => [element("details", { class: "wire" }, element("summary", {}, "线上原文"), pre(text))];
