"""What a short answer of the member means right after a reply: the rest of a long one, a choice by its number."""

import re

from pydantic import BaseModel, ConfigDict

from union.conversations.reply import Reply

MORE_WORD = "更多"

_MORE = re.compile(r"(?:查看|看)?更多")
_NUMBER = re.compile(r"[\s(（]*([1-9][0-9]?)[\s)）.。、]*")


class Pending(BaseModel):
    """Kept until the member's next message.

    `rest`: what did not fit into the reply. `says`: what the numbered choices stand for, where the reply was ours;
    those of the engine it knows by itself.
    """

    model_config = ConfigDict(frozen=True)

    rest: Reply | None = None
    says: list[str] = []

    @property
    def is_empty(self) -> bool:
        return self.rest is None and not self.says


NO_PENDING = Pending()


def stored(pending: Pending) -> str | None:
    """For the column; None for nothing."""
    return None if pending.is_empty else pending.model_dump_json(exclude_defaults=True)


def read_pending(column: str | None) -> Pending:
    return Pending.model_validate_json(column) if column else NO_PENDING


def rest_asked(text: str, pending: Pending) -> Reply | None:
    """The rest of the last reply, where the member asks for it."""
    return pending.rest if pending.rest is not None and _MORE.fullmatch(text.strip()) else None


def chosen(text: str, pending: Pending) -> str:
    """The text, or what the number in it stands for."""
    number = _NUMBER.fullmatch(text)
    if number is None or int(number[1]) > len(pending.says):
        return text
    return pending.says[int(number[1]) - 1]
