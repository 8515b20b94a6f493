// An account's text as WeChat shows it: plain, except for links that are on the list.
import { element } from "./dom.js";

const PIECES = /<a\s[^<>]*?href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>([^<]*)<\/a>|(https?:\/\/[\w\-.~:/?#@!$&'*+,;=%]+)/gi;
const CHOICE = "weixin://bizmsgmenu?";

/** The text as nodes; `onChoice(content)` is called when the member taps a choice. */
export function render(text, onChoice) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    const [whole, double, single, label, bare] = match;
    nodes.push(text.slice(end, match.index), bare ? link(bare, bare) : anchor(double ?? single, label, whole, onChoice));
    end = match.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter(Boolean);
}

function anchor(href, label, whole, onChoice) {
  const address = href.replaceAll("&amp;", "&").trim();
  if (address.toLowerCase().startsWith(CHOICE)) return choice(address, label, whole, onChoice);
  return /^https?:\/\//i.test(address) ? link(address, label) : whole;
}

function choice(address, label, whole, onChoice) {
  const content = contentOf(address.slice(CHOICE.length));
  if (!content) return whole;
  return element("button", { type: "button", class: "choice", onclick: () => onChoice(content) }, label);
}

// Not URLSearchParams: it would turn a "+" of the member's text into a space, and stumbles over no bare "%".
function contentOf(query) {
  const pair = query.split("&").find((part) => part.startsWith("msgmenucontent="));
  const raw = pair?.slice("msgmenucontent=".length) ?? "";
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function link(address, label) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}
