// An account's text as WeChat shows it: plain, except for links that are on the list.
import { element } from "./dom.js";

const PIECES = /<a\s[^<>]*?href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>([^<]*)<\/a>|(https?:\/\/[\w\-.~:/?#@!$&'*+,;=%]+)/gi;
const CHOICE = "weixin://bizmsgmenu?";

/** The text as nodes; `taps.choice(content, id)` when a choice is tapped, `taps.notices(url)` for a link to opt in. */
export function render(text, taps) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    const [whole, double, single, label, bare] = match;
    nodes.push(text.slice(end, match.index), bare ? link(bare, bare, taps) : anchor(double ?? single, label, whole, taps));
    end = match.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter(Boolean);
}

function anchor(href, label, whole, taps) {
  const address = href.replaceAll("&amp;", "&").trim();
  if (address.toLowerCase().startsWith(CHOICE)) return choice(address, label, whole, taps);
  return /^https?:\/\//i.test(address) ? link(address, label, taps) : whole;
}

function choice(address, label, whole, taps) {
  const query = address.slice(CHOICE.length);
  const content = valueOf(query, "msgmenucontent");
  if (!content) return whole;
  const id = valueOf(query, "msgmenuid").slice(0, 64);
  return tap(label, () => taps.choice(content, id));
}

// Not URLSearchParams: it would turn a "+" of the member's text into a space, and stumbles over no bare "%".
function valueOf(query, name) {
  const pair = query.split("&").find((part) => part.startsWith(`${name}=`));
  const raw = pair?.slice(name.length + 1) ?? "";
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

// The page behind it asks WeChat for the dialog 订阅消息: here the simulator asks.
function link(address, label, taps) {
  if (URL.canParse(address) && new URL(address).pathname.includes("/notices")) {
    return tap(label, () => taps.notices(address));
  }
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

// A link, as in WeChat: a button would not break within its words.
function tap(label, act) {
  const onclick = (event) => {
    event.preventDefault();
    act();
  };
  return element("a", { href: "#", role: "button", class: "choice", onclick }, label);
}
