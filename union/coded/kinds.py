"""What can be offered under a code: the words members answer with, and the verb that takes the answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.parsing import plain
from union.notices.service import NoticeQueue


@dataclass(frozen=True)
class Given:
    """A member's answer, for the verb. `said` is what follows the word, empty unless the kind takes text."""

    member_id: str
    subject: str
    answer: str
    said: str
    key: str


@dataclass(frozen=True)
class Taken:
    """The answer counts and the code is used up; `text` is the reply."""

    text: str


@dataclass(frozen=True)
class NotTaken:
    """Nothing was done and the code stays open (a reason too long, say); `text` tells why."""

    text: str


@dataclass(frozen=True)
class Context:
    """What a verb works with: the caller's transaction."""

    session: AsyncSession
    queue: NoticeQueue


Verb = Callable[[Context, Given, datetime], Awaitable[Taken | NotTaken]]


class Kind:
    """One kind of offer.

    Args:
        name: as `open_code` is given it; at most 32 characters.
        words: what members write, and the answer it stands for. The first word of each answer is shown in hints.
        verb: does what was answered, in the caller's transaction: SQL only.
        takes_text: whether words of the member's own may follow ("申诉 A7BC 那天我在医院").
    """

    def __init__(self, name: str, words: Mapping[str, str], verb: Verb, *, takes_text: bool = False) -> None:
        self.name = name
        self.words = {plain(word): answer for word, answer in words.items()}
        self.verb = verb
        self.takes_text = takes_text

    def shown(self, code: str) -> str:
        """What can be replied: “愿意 A7BC” 或 “不合适 A7BC”"""
        first = {answer: word for word, answer in reversed(self.words.items())}
        in_order = dict.fromkeys(first[answer] for answer in self.words.values())
        return "或".join(f"“{word} {code}”" for word in in_order)
