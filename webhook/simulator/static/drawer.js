// The drawer "原始报文": what went over the wire, both ways, for the last twenty deliveries and calls.
import { byId, element } from "./dom.js";
import { Side } from "./sides.js";

const KEPT = 20;
const NEWEST = "";
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
    this.body = byId("drawer-body");
    this.choice = byId("drawer-choice");
    this.records = [];
    this.side = new Side("drawer", () => this.render());
    this.choice.addEventListener("change", () => this.render());
  }

  /** Show another member's records. */
  open(records) {
    this.records = records;
    this.choice.value = NEWEST;
    this.render();
  }

  /** A new one, or what became of one. */
  show(record) {
    const index = this.records.findIndex(({ number }) => number === record.number);
    if (index < 0) this.records = [...this.records, record].slice(-KEPT);
    else this.records[index] = record;
    this.render();
  }

  // Only while it is open: otherwise every answer would stand in the page twice.
  render() {
    if (!this.side.isOpen) return this.body.replaceChildren();
    const chosen = this.choice.value;
    this.choice.hidden = !this.records.length;
    const options = [...this.records].reverse().map((one) => element("option", { value: String(one.number) }, titleOf(one)));
    this.choice.replaceChildren(element("option", { value: NEWEST }, "最新的一条"), ...options);
    this.choice.value = options.some(({ value }) => value === chosen) ? chosen : NEWEST;
    const record = this.records.find(({ number }) => String(number) === this.choice.value) ?? this.records.at(-1);
    return this.body.replaceChildren(...(record ? nodesOf(record) : [empty()]));
  }
}

function titleOf(record) {
  if (record.kind === "call") return `${record.number} · 调用 ${record.path.split("/").slice(-2).join("/")}`;
  const last = record.tries.at(-1);
  return `${record.number} · ${record.title}${last ? ` · ${OUTCOMES[last.outcome][0]}` : ""}`;
}

function nodesOf(record) {
  if (record.kind === "call") return [element("h3", {}, "接口调用"), callNode(record)];
  return [element("h3", {}, record.title), ...record.tries.map((one, index) => tryNode(one, index === record.tries.length - 1))];
}

function empty() {
  return element("p", { class: "drawer-empty" }, "发一条消息，这里就会显示平台投递的 XML 和公众号的回复，加密前后都能看；公众号调用的接口也在这里。");
}

function tryNode(one, open) {
  const [label, tone] = OUTCOMES[one.outcome];
  const body = element("div", { class: "try-body" },
    heading("平台 → 公众号", one.sent_plain), pre(one.sent_plain), ...wire(`POST ${one.url}\n\n${one.sent}`));
  if (one.outcome !== "running") body.append(...answer(one));
  const summary = element("summary", {}, `第 ${one.number} 次投递`, element("span", { class: `tag ${tone}` }, label));
  return element("details", { class: "try", ...(open ? { open: "" } : {}) }, summary, body);
}

function answer(one) {
  const text = one.received_plain || one.received || "（空）";
  const parts = [heading("公众号 → 平台", text)];
  if (one.status !== null) parts.push(pre(text), ...wire(`HTTP ${one.status}\n\n${one.received}`));
  if (one.note) parts.push(element("p", { class: "note" }, one.note));
  return parts;
}

function callNode(call) {
  const request = `${call.path}\n\n${call.request}`;
  return element("div", { class: "try" }, element("div", { class: "try-body" },
    heading("公众号 → 平台", request), pre(request), heading("平台 → 公众号", call.response), pre(call.response)));
}

function heading(title, text) {
  const button = element("button", { type: "button", class: "copy", onclick: () => copy(button, text) }, "复制");
  return element("h4", {}, title, button);
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
  } catch {
    button.textContent = "浏览器不让复制"; // an address that is not this machine's
  }
  setTimeout(() => { button.textContent = "复制"; }, 2000);
}

const pre = (text) => element("pre", {}, text);
const wire = (text) => [element("details", { class: "wire" }, element("summary", {}, "线上原文"), pre(text))];
