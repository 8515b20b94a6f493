// Who is being played: the names known to this browser, and the choice among them.
import { byId, element, memberAvatar } from "./dom.js";

const CURRENT = "simulator.member";
const KNOWN = "simulator.members";

/** The member to begin with: of the address, of the last visit, or a new one. */
export function firstMember() {
  const asked = clean(new URLSearchParams(location.search).get("member") ?? "");
  const name = asked || clean(localStorage.getItem(CURRENT) ?? "") || `成员${1000 + Math.floor(Math.random() * 9000)}`;
  remember(name);
  return name;
}

/** Show the names; `onPick(name)` is called when another one is taken. */
export function showMembers(current, onPick) {
  const pick = (name) => {
    remember(name);
    history.replaceState(null, "", `?member=${encodeURIComponent(name)}`);
    onPick(name);
  };
  byId("members").replaceChildren(...known().map((name) =>
    element("button", { type: "button", class: "person", "aria-pressed": String(name === current), onclick: () => pick(name) }, memberAvatar(name), name)));
  byId("add-member").onsubmit = (event) => {
    event.preventDefault();
    const name = clean(byId("new-member").value);
    byId("new-member").value = "";
    if (name) pick(name);
  };
}

function known() {
  try {
    const names = JSON.parse(localStorage.getItem(KNOWN) ?? "[]");
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}

function remember(name) {
  localStorage.setItem(CURRENT, name);
  localStorage.setItem(KNOWN, JSON.stringify([...new Set([...known(), name])].slice(-12)));
}

// What the simulator takes as a name: letters of any script, digits, a few signs, 20 characters.
function clean(name) {
  return [...name.replace(/[^\p{L}\p{N}_·. -]/gu, "").trim()].slice(0, 20).join("").trim();
}
