"""A reply as data -> one WeChat text, and the rest of it where it is too long for one.

Choices become links that send their text when tapped, with numbers for those who type. Everything else is plain text:
what looks like a tag in it (a member's words may be echoed) is made harmless with a full-width bracket, for WeChat
shows `&lt;` as it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from union.conversations.reply import Choice, Reply
from webhook.pending import MORE_WORD
from webhook.xml import clean

MAX_BYTES = 2047  # the platform says: stay under 2,048 bytes of UTF-8
MIN_TEXT_BYTES = 600  # choices never push the text below this
CUT_TAIL = "……\n（内容较长，仅显示了一部分）"
MORE_CHOICES = "（还有 {left} 项未列出）"

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NOT_IN_LABEL = re.compile(r"[<>\n]+")
# Chinese stays readable and short; what ends the value, the attribute or the tag is percent-encoded.
_NOT_IN_LINK = re.compile(r"[\x00-\x20\x7f\"'<>&#%+=?\\`]")
_UNFINISHED = re.compile("[\u200d\ufe0f\\s]+$")  # an emoji sequence or a line cut in the middle
_ENDS = ("\n", "。！？；!?;", "，、, ")  # where a text may be cut, the best first


@dataclass(frozen=True)
class Rendered:
    """`text`: for the platform, at most MAX_BYTES of UTF-8, empty for an empty reply. `rest`: follows on 更多."""

    text: str
    rest: Reply | None = None


def render(reply: Reply) -> Rendered:
    """The reply's text. One that is too long ends at a sentence, with a link to the rest."""
    text = plain_text(reply.texts)
    budget = MAX_BYTES - min(_size(text) + 1, MIN_TEXT_BYTES) if text else MAX_BYTES
    choices = _render_choices(reply.choices, budget)
    whole = f"{text}\n{choices}" if text and choices else text or choices
    if _size(whole) <= MAX_BYTES:
        return Rendered(whole)
    below = "\n".join(part for part in (_MORE_LINK, choices) if part)
    first, rest = split(text, MAX_BYTES - _size(below) - 1)
    return Rendered(f"{first}\n{below}", Reply(texts=[rest]))


def readable(reply: Reply) -> str:
    """The reply as a line of the transcript: choices as 「…」."""
    labels = " ".join(f"「{clean(choice.label)}」" for choice in reply.choices)
    return "\n".join(part for part in (clean("\n".join(reply.texts)), labels) if part)


def plain_text(texts: Sequence[str]) -> str:
    """Texts joined by newlines, without anything the platform would take for a tag."""
    return _TAG.sub("＜", clean("\n".join(text for text in texts if text))).strip()


def cut(text: str, most: int) -> str:
    """The text, or as many whole characters of it as fit in `most` bytes with an honest tail."""
    if _size(text) <= most:
        return text
    return _UNFINISHED.sub("", _fitting(text, most - _size(CUT_TAIL))) + CUT_TAIL


def split(text: str, most: int) -> tuple[str, str]:
    """The first `most` bytes of a text that is longer, up to the end of a sentence where one is near; and the rest."""
    fitting = _fitting(text, most)
    at = next((end for signs in _ENDS if (end := _last_of(signs, fitting)) > len(fitting) // 2), len(fitting))
    first = text[:at]
    if at == len(fitting):  # nowhere a pause: at least no emoji is torn
        first = _UNFINISHED.sub("", first) or fitting
    return first.rstrip(), text[len(first) :].lstrip()


def _last_of(signs: str, text: str) -> int:
    """The place after the last of these signs; 0 where there is none."""
    return max(text.rfind(sign) for sign in signs) + 1


def _fitting(text: str, most: int) -> str:
    return text.encode()[: max(0, most)].decode(errors="ignore")


def _render_choices(choices: Sequence[Choice], budget: int) -> str:
    """Numbered links, one a line, as many whole ones as fit; the rest is counted."""
    lines = [f"{number}. {link(choice)}" for number, choice in enumerate(choices, 1)]
    while lines and _size(_with_rest(lines, len(choices))) > budget:
        lines.pop()
    return _with_rest(lines, len(choices))


def _with_rest(lines: Sequence[str], total: int) -> str:
    left = total - len(lines)
    return "\n".join([*lines, MORE_CHOICES.format(left=left)] if left else lines)


def link(choice: Choice) -> str:
    """A choice as a link that sends its text when tapped."""
    send = _NOT_IN_LINK.sub(lambda found: f"%{ord(found[0]):02X}", clean(choice.send))
    label = _NOT_IN_LABEL.sub(" ", clean(choice.label)).strip()
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={send}&msgmenuid=1">{label}</a>'


def _size(text: str) -> int:
    return len(text.encode())


_MORE_LINK = link(Choice(label=f"……查看{MORE_WORD}", send=MORE_WORD))
