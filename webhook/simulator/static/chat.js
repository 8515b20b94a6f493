// The chat: time lines, bubbles of both sides, grey notices, the typing indicator.
import { cardOf } from "./cards.js";
import { byId, element, icon, memberAvatar } from "./dom.js";
import { render } from "./richtext.js";
import { dayAndTime } from "./time.js";

const GAP = 5 * 60 * 1000; // a time line stands before a message that comes later than this
const LABELS = { push: "客服消息", msgmenu: "客服消息 · 菜单", template: "模板消息", subscribe: "订阅通知" };

export class Chat {
  /** `taps`: `choice(content, id)` for a tapped choice, `notices(url)` for a link that asks for notices. */
  constructor(taps) {
    this.taps = taps;
    this.box = byId("chat");
    this.lines = byId("lines");
    this.hint = byId("hint");
    this.typing = byId("typing");
    this.follows = true;
    this.box.addEventListener("scroll", () => { this.follows = this.atBottom(); });
    // What opens above or below the chat (a panel, the clock's line) does not push the last message out of sight.
    new ResizeObserver(() => { if (this.follows && this.lines.childElementCount) this.scroll(); }).observe(this.box);
  }

  /** Show a member's whole chat. */
  open(member, lines, now) {
    this.member = member;
    this.now = now;
    this.last = 0;
    this.lines.replaceChildren();
    this.hint.hidden = false;
    for (const line of lines) this.add(line);
    this.scroll();
  }

  add(line) {
    const follow = line.side === "member" || this.atBottom();
    const at = Date.parse(line.at);
    if (Math.abs(at - this.last) > GAP) this.lines.append(element("p", { class: "when" }, dayAndTime(at, Math.max(this.now, at))));
    this.last = at;
    this.lines.append(this.node(line));
    if (line.side === "member") this.hint.hidden = true;
    if (follow) this.scroll();
  }

  node(line) {
    if (line.side === "system") return element("p", { class: "said" }, line.text);
    const mine = line.side === "member";
    const avatar = mine ? memberAvatar(this.member) : element("img", { class: "avatar", src: "/simulator/static/account.svg", alt: "" });
    const row = element("div", { class: `row ${line.side}` }, avatar, element("div", { class: "stack" }, ...this.body(line)));
    row.querySelector(".stack").prepend(element("span", { class: "sr-only" }, mine ? "我说：" : "公众号说："));
    return row;
  }

  body(line) {
    const label = line.side === "account" && LABELS[line.kind] ? [element("small", {}, LABELS[line.kind])] : [];
    if (line.kind === "voice") return line.side === "member" ? voice(line.text) : [element("div", { class: "bubble voice" }, "语音", icon("wave"))];
    const card = cardOf(line, this.taps, () => this.scroll());
    if (card) return [card, ...label];
    if (line.side === "member") return [element("div", { class: "bubble" }, line.text)];
    return [element("div", { class: "bubble" }, ...render(line.text, this.taps)), ...label];
  }

  /** `attempt`: the number of the try that is running, 0 for none. */
  showTyping(on, attempt) {
    const follow = this.atBottom();
    this.typing.hidden = !on;
    this.typing.querySelector("small").textContent = attempt > 1 ? `上一次没有成功，平台第 ${attempt} 次投递` : "";
    if (follow) this.scroll();
  }

  atBottom() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 120;
  }

  scroll() {
    this.box.scrollTop = this.box.scrollHeight;
  }
}

function voice(text) {
  const seconds = Math.max(1, Math.round(text.length / 4));
  const bubble = element("div", { class: "bubble voice", role: "img", "aria-label": `语音 ${seconds} 秒` }, `${seconds}″`, icon("wave"));
  bubble.style.setProperty("min-width", `${Math.min(70 + seconds * 8, 190)}px`);
  return [bubble, element("div", { class: "heard" }, text || "（平台没有识别出文字）")];
}
