// Puts the page together: one member's phone, kept up to date by the simulator.
import { ofMenu, optIn, scan } from "./actions.js";
import { Bench } from "./bench.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Live } from "./live.js";
import { firstPlayer, lastMember, remember, showAccounts, showMembers } from "./members.js";
import { buildMenu } from "./menu.js";
import { openPanel } from "./panel.js";
import { Plus } from "./plus.js";
import { runClock, span, whole } from "./time.js";

const state = { account: "", following: true, running: 0, typing: false };
const live = new Live(onUpdate, (connected) => { byId("offline").hidden = connected; });
const phone = { upload: (file) => live.upload(file), templates: (ids) => live.templates(ids) };
const chat = new Chat({
  choice: (text, id) => act({ kind: "text", text, menu_id: id }),
  notices: async (url) => actOn(await optIn(state.account, url, phone)),
});
const drawer = new Drawer();
const bench = new Bench(live);
const panel = openPanel();
const plus = new Plus(phone, act);
new Composer(act);
let stopClock = () => {};
let typingTimer;
let toastTimer;

const UPDATES = {
  hello(update) {
    Object.assign(state, { account: update.account, typing: false });
    byId("hint-name").textContent = update.account;
    showAccounts(update.accounts, update.appid, switchAccount);
    UPDATES.menu(update);
    UPDATES.unread(update);
    UPDATES.clock(update);
    chat.open(update.member, update.lines, Date.parse(update.now));
    drawer.open(update.records);
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
  menu({ menu, sample }) {
    byId("sample-menu").checked = sample;
    buildMenu(menu, async (entry) => {
      const action = await ofMenu(entry, phone);
      if (action === undefined) toast("平台自己回答这种菜单，不通知公众号");
      else actOn(action);
    });
  },
  clock(update) {
    stopClock();
    stopClock = runClock(byId("clock"), Date.parse(update.now));
    chat.now = Date.parse(update.now);
    byId("moved").hidden = update.moved < 60;
    byId("moved-text").textContent = `时钟拨快了 ${span(update.moved)}：${whole(Date.parse(update.now))}`;
    bench.showClock(update);
  },
  unread: ({ unread }) => showMembers(live.account, live.member, unread, (name) => { panel.close(); play(live.account, name); }),
  typing: ({ seconds }) => showTyping(seconds),
  record: ({ record }) => drawer.show(record),
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
  if (!state.following) plus.toggle(false);
  byId("follow-card").hidden = state.following;
  byId("follow-toggle").lastElementChild.textContent = state.following ? "取消关注" : "关注公众号";
  for (const button of document.querySelectorAll("button.choice, .hint button")) button.disabled = !state.following;
}

async function act(action) {
  const taken = await live.act(action);
  if (!taken) toast("没有发出去，请稍后再试");
  return taken;
}

const actOn = (action) => action && act(action);

function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, 3000);
}

function play(account, member) {
  remember(account, member);
  live.watch(account, member);
}

function switchAccount(account) {
  panel.close();
  play(account, lastMember(account));
}

byId("follow").addEventListener("click", () => act({ kind: "subscribe" }));
byId("follow-scan").addEventListener("click", async () => actOn(await scan(false)));
byId("follow-toggle").addEventListener("click", () => {
  panel.close();
  act({ kind: state.following ? "unsubscribe" : "subscribe" });
});
byId("hint").addEventListener("click", (event) => {
  if (event.target.matches("button")) act({ kind: "text", text: event.target.textContent });
});
byId("moved-back").addEventListener("click", () => bench.change({ clock: "real" }));
for (const id of ["drawer-open", "bench-open"]) byId(id).addEventListener("click", () => panel.close());

const first = firstPlayer();
play(first.account, first.member);
if (matchMedia("(hover: hover)").matches) byId("text").focus();
