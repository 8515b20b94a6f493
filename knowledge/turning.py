"""Small words that turn a conversation: for more of the same, or back to one of several."""

import re
from collections.abc import Sequence

from knowledge.decide import Answered, decide
from knowledge.entries import Program
from knowledge.search import Hit

_MORE = re.compile(r"还有(别的|其他|其它|什么|啥|哪些|没有|吗|呢|不|$)|别的|其他的|其它的|换一个|更多|再来")


def asks_for_more(text: str) -> bool:
    """还有吗, 别的呢: past what was told already."""
    return _MORE.search(text) is not None


def items_told(text: str) -> list[str]:
    """The things a fact lists: 一共四项：甲、乙、丙。 -> [甲, 乙, 丙]; [] where it lists nothing."""
    after = re.search(r"[：:]([^。；;]+)", text)
    items = re.split(r"[、，]", after[1]) if after else []
    return [item.strip() for item in items] if len(items) > 1 else []


def answers_otherwise(hits: Sequence[Hit], about: Program | None) -> bool:
    """Whether a message (its hits) is answered by another entry than the one talked about."""
    decision = decide(hits)
    return isinstance(decision, Answered) and decision.program != about
