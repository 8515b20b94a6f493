"""What a short answer of the member means right after a reply: the rest of a long one, a choice by its number."""

import re
from urllib.parse import unquote

from union.conversations.reply import Reply

MORE_WORD = "更多"

_MORE = re.compile(r"(?:查看|看)?更多")
_NUMBER = re.compile(r"[\s(（]*([1-9][0-9]?)[\s)）.。、]*")
_CHOICE = re.compile(r'^(\d+)\. <a href="weixin://bizmsgmenu\?msgmenucontent=([^"&]*)&[^>]*>([^<]*)</a>$', re.MULTILINE)
_COUNTS = re.compile(r"[\d一二两三四五六七八九十]")


def is_more(text: str) -> bool:
    """Whether the member asks for the rest."""
    return _MORE.fullmatch(text.strip()) is not None


def number_in(text: str) -> int | None:
    """The number, where the text is nothing but one."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def choice_of(number: int, answer: str) -> str | None:
    """What the choice with this number in a rendered answer stands for.

    None where there is no such choice, and where one of them begins with a number of its own (2 个, 11月25日): there
    the member may mean that, and the engine knows what it asked.
    """
    shown = {int(place): (unquote(send), label) for place, send, label in _CHOICE.findall(answer)}
    if number not in shown or any(_COUNTS.match(label) for _, label in shown.values()):
        return None
    return shown[number][0]


def stored(rest: Reply | None) -> str | None:
    """The rest of a long answer for its column."""
    return None if rest is None else rest.model_dump_json(exclude_defaults=True)


def read_rest(column: str | None) -> Reply | None:
    return Reply.model_validate_json(column) if column else None
