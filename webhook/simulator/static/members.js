// Who is being played, at which account: the names known to this browser, and the choice among them.
import { byId, element, memberAvatar } from "./dom.js";

const CURRENT = "simulator.member";
const ACCOUNT = "simulator.account";
const KNOWN = "simulator.members";

/** The account and the member to begin with: of the address, of the last visit, or a new one. */
export function firstPlayer() {
  const query = new URLSearchParams(location.search);
  const account = query.get("account") ?? localStorage.getItem(ACCOUNT) ?? "";
  const asked = clean(query.get("member") ?? "");
  return { account, member: asked || lastMember(account) };
}

/** Who was played last at this account. */
export function lastMember(account) {
  return clean(localStorage.getItem(keyOf(CURRENT, account)) ?? "") || `成员${1000 + Math.floor(Math.random() * 9000)}`;
}

/** Note in this browser and in the address who is played. */
export function remember(account, name) {
  localStorage.setItem(ACCOUNT, account);
  localStorage.setItem(keyOf(CURRENT, account), name);
  localStorage.setItem(keyOf(KNOWN, account), JSON.stringify([...new Set([...known(account), name])].slice(-12)));
  history.replaceState(null, "", `?${new URLSearchParams(account ? { member: name, account } : { member: name })}`);
}

/** Show the names with what waits unread; `onPick(name)` is called when another one is taken. */
export function showMembers(account, current, unread, onPick) {
  const names = [...new Set([...known(account), ...Object.keys(unread).filter((name) => !name.startsWith("同发"))])];
  byId("members").replaceChildren(...names.map((name) => person(name, name === current, unread[name] ?? 0, onPick)));
  byId("add-member").onsubmit = (event) => {
    event.preventDefault();
    const name = clean(byId("new-member").value);
    byId("new-member").value = "";
    if (name) onPick(name);
  };
}

function person(name, isCurrent, count, onPick) {
  const mark = count ? [element("span", { class: "unread", "aria-label": `${count} 条未读` }, String(Math.min(count, 99)))] : [];
  const properties = { type: "button", class: "person", "aria-pressed": String(isCurrent), onclick: () => onPick(name) };
  return element("button", properties, memberAvatar(name), element("span", {}, name), ...mark);
}

/** Show the accounts; `onPick(appid)` gets "" for the first one. */
export function showAccounts(accounts, current, onPick) {
  byId("accounts").replaceChildren(...accounts.map(({ appid, name, verified }, index) =>
    element("button", { type: "button", class: "person", "aria-pressed": String(appid === current), onclick: () => onPick(index ? appid : "") },
      element("img", { class: "avatar", src: "/simulator/static/account.svg", alt: "" }),
      element("span", {}, name, element("small", {}, verified ? "已认证" : "未认证")))));
  const unverified = accounts.some(({ appid, verified }) => appid === current && !verified);
  byId("account-note").hidden = !unverified;
}

function known(account) {
  try {
    const names = JSON.parse(localStorage.getItem(keyOf(KNOWN, account)) ?? "[]");
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}

const keyOf = (name, account) => (account ? `${name}.${account}` : name);

// What the simulator takes as a name: letters of any script, digits, a few signs, 20 characters.
function clean(name) {
  return [...name.replace(/[^\p{L}\p{N}_·. -]/gu, "").trim()].slice(0, 20).join("").trim();
}
