"""A reply as data -> one WeChat text.

Choices become links that send their text when tapped. Everything else is plain text: what looks like a tag in it (a
member's words may be echoed) is made harmless with a full-width bracket, for WeChat shows `&lt;` as it stands.
"""

import re
from collections.abc import Sequence

from union.conversations.reply import Choice, Reply
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


def render(reply: Reply) -> str:
    """The text for the platform, at most MAX_BYTES of UTF-8; empty for an empty reply."""
    text = plain_text(reply.texts)
    budget = MAX_BYTES - min(_size(text) + 1, MIN_TEXT_BYTES) if text else MAX_BYTES
    choices = _render_choices(reply.choices, budget)
    if not choices:
        return cut(text, MAX_BYTES)
    room = MAX_BYTES - _size(choices) - 1
    return f"{cut(text, room)}\n{choices}" if text else choices


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
    kept = text.encode()[: max(0, most - _size(CUT_TAIL))].decode(errors="ignore")
    return _UNFINISHED.sub("", kept) + CUT_TAIL


def _render_choices(choices: Sequence[Choice], budget: int) -> str:
    """Numbered links, one a line, as many whole ones as fit; the rest is counted."""
    lines = [f"{number}. {_link(choice)}" for number, choice in enumerate(choices, 1)]
    while lines and _size(_with_rest(lines, len(choices))) > budget:
        lines.pop()
    return _with_rest(lines, len(choices))


def _with_rest(lines: Sequence[str], total: int) -> str:
    left = total - len(lines)
    return "\n".join([*lines, MORE_CHOICES.format(left=left)] if left else lines)


def _link(choice: Choice) -> str:
    send = _NOT_IN_LINK.sub(lambda found: f"%{ord(found[0]):02X}", clean(choice.send))
    label = _NOT_IN_LABEL.sub(" ", clean(choice.label)).strip()
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={send}&msgmenuid=1">{label}</a>'


def _size(text: str) -> int:
    return len(text.encode())
