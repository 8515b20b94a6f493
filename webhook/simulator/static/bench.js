// The section 试验台: clock, slow engine, faults, the last message again, many members at once.
import { byId, element } from "./dom.js";
import { showWaits } from "./crowd.js";
import { Side } from "./sides.js";
import { span, whole } from "./time.js";

export class Bench {
  constructor(live) {
    this.live = live;
    this.side = new Side("bench", (open) => open && this.load());
    for (const button of byId("bench").querySelectorAll("[data-clock]")) button.addEventListener("click", () => this.change({ clock: button.dataset.clock }));
    for (const button of byId("bench").querySelectorAll("[data-how]")) button.addEventListener("click", () => this.again(button));
    byId("slow").addEventListener("change", () => this.change({ slow: Number(byId("slow").value) }));
    byId("fault").addEventListener("change", () => this.change({ fault: byId("fault").value }));
    byId("sample-menu").addEventListener("change", () => this.change({ menu: byId("sample-menu").checked ? "sample" : "own" }));
    byId("crowd").addEventListener("submit", (event) => { event.preventDefault(); this.crowd(); });
  }

  async load() {
    this.show(await this.live.bench());
  }

  async change(change) {
    this.show(await this.live.post("bench", change));
  }

  show(state) {
    if (!state) return;
    byId("slow").disabled = state.slow === null;
    byId("slow").value = String(state.slow ?? 0);
    byId("fault").replaceChildren(element("option", { value: "" }, "没有故障"), ...state.faults.map((name) => element("option", { value: name }, name)));
    byId("fault").value = state.fault;
    byId("fault-note").hidden = !state.fault;
    this.showClock(state.clock);
  }

  showClock({ now, moved, movable }) {
    const ahead = moved >= 60 ? `，比真实时间快 ${span(moved)}` : "";
    byId("bench-now").textContent = `现在是 ${whole(Date.parse(now))}${ahead}`;
    for (const button of byId("bench").querySelectorAll("[data-clock]")) button.disabled = !movable || (button.dataset.clock === "real" && moved < 60);
  }

  async again(button) {
    button.disabled = true;
    const verdict = await this.live.post("again", { member: this.live.member, how: button.dataset.how });
    button.disabled = false;
    const text = verdict ? `${verdict.title}：${verdict.answer}` : "没有投出去，请稍后再试。";
    byId("verdicts").prepend(element("li", {}, text));
    while (byId("verdicts").children.length > 5) byId("verdicts").lastElementChild.remove();
  }

  async crowd() {
    const data = { text: byId("crowd-text").value.trim(), members: Number(byId("crowd-members").value) };
    if (!data.text) return;
    byId("crowd-go").disabled = true;
    byId("waits").replaceChildren(element("p", { class: "drawer-empty" }, "都发出去了，正在等答复（最多等三次投递，再等推送三十秒）…"));
    const waits = await this.live.post("crowd", data);
    byId("crowd-go").disabled = false;
    showWaits(byId("waits"), waits);
  }
}
