// Puts the page together: one member's phone, kept up to date by the simulator.
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Live } from "./live.js";
import { firstMember, showMembers } from "./members.js";
import { buildMenu } from "./menu.js";
import { openPanel } from "./panel.js";
import { runClock } from "./time.js";

const state = { account: "", following: true, running: 0, typing: false };
const chat = new Chat((content) => act({ kind: "text", text: content }));
const drawer = new Drawer();
const live = new Live(onUpdate, (connected) => { byId("offline").hidden = connected; });
const panel = openPanel();
new Composer(act);
let stopClock = () => {};
let typingTimer;
let toastTimer;

const UPDATES = {
  hello(update) {
    Object.assign(state, { account: update.account, typing: false });
    stopClock();
    stopClock = runClock(byId("clock"), Date.parse(update.now));
    buildMenu(update.menu, (entry) => act({ kind: "click", key: entry.key, label: entry.name }));
    chat.open(update.member, update.lines, Date.parse(update.now));
    drawer.show({ exchange: update.exchange, call: update.call });
    UPDATES.state(update);
  },
  line({ line }) {
    if (line.side === "account") showTyping(0);
    chat.add(line);
  },
  state({ following, running }) {
    Object.assign(state, { following, running });
    showState();
  },
  typing: ({ seconds }) => showTyping(seconds),
  exchange: (update) => drawer.show({ exchange: update.exchange }),
  call: (update) => drawer.show({ call: update.call }),
};

function onUpdate(update) {
  UPDATES[update.type]?.(update);
}

function showTyping(seconds) {
  clearTimeout(typingTimer);
  state.typing = seconds > 0;
  if (state.typing) typingTimer = setTimeout(() => showTyping(0), seconds * 1000);
  showState();
}

function showState() {
  const busy = state.running > 0 || state.typing;
  byId("title").textContent = busy && state.following ? "对方正在输入…" : state.account;
  chat.showTyping(busy && state.following, state.running);
  byId("composer").hidden = byId("menu").hidden = !state.following;
  byId("follow-card").hidden = state.following;
  byId("follow-toggle").lastElementChild.textContent = state.following ? "取消关注" : "关注公众号";
  for (const button of document.querySelectorAll(".choice, .hint button")) button.disabled = !state.following;
}

async function act(action) {
  const taken = await live.act(action);
  if (!taken) toast("没有发出去，请稍后再试");
  return taken;
}

function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, 3000);
}

function play(member) {
  showMembers(member, (name) => { panel.close(); play(name); });
  live.watch(member);
}

byId("follow").addEventListener("click", () => act({ kind: "subscribe" }));
byId("follow-toggle").addEventListener("click", () => {
  panel.close();
  act({ kind: state.following ? "unsubscribe" : "subscribe" });
});
byId("hint").addEventListener("click", (event) => {
  if (event.target.matches("button")) act({ kind: "text", text: event.target.textContent });
});
byId("drawer-open").addEventListener("click", () => panel.close());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") drawer.toggle(false);
});

play(firstMember());
if (matchMedia("(hover: hover)").matches) byId("text").focus();
