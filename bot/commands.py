"""Words that are known exactly, without any model, and the intents they stand for; also in the middle of a form."""

from collections.abc import Callable

from union.applications.commands import command as of_applications
from union.handoff.rules import wants_message_back, wants_to_go_on
from union.matchmaking.commands import command as of_matchmaking
from union.news.commands import command as of_news
from union.privacy.commands import command as of_privacy
from union.voices.commands import asks_for_mine

APPLY = "benefits.apply"
BENEFITS = {"status": "benefits.status", "withdraw": "benefits.withdraw"}
FOLLOW, SUGGEST = "events.follow", "feedback.suggest"
GO_ON, MESSAGE_BACK = "affirm", "handoff.leave"  # their actions see by the words which of the two it is
MY_DATA, ERASE = "members.my_data", "members.erase"
REGISTER, INTRODUCTIONS = "matchmaking.register", "matchmaking.introductions"


def commanded(text: str) -> str | None:
    """The intent of a text that is a command word for word; None for everything else."""
    return next((intent for intent in (read(text) for read in _READERS) if intent), None)


def _matchmaking(text: str) -> str | None:
    found = of_matchmaking(text)
    return None if found is None else REGISTER if found == "change" else INTRODUCTIONS


def _applications(text: str) -> str | None:
    found = of_applications(text)
    return None if found is None else BENEFITS.get(found, APPLY)


def _news(text: str) -> str | None:
    return FOLLOW if of_news(text) else None


def _voices(text: str) -> str | None:
    return SUGGEST if asks_for_mine(text) else None


def _privacy(text: str) -> str | None:
    found = of_privacy(text)
    return None if found is None else ERASE if found == "erase" else MY_DATA


def _handoff(text: str) -> str | None:
    if wants_to_go_on(text):
        return GO_ON
    return MESSAGE_BACK if wants_message_back(text) else None


_READERS: tuple[Callable[[str], str | None], ...] = (_matchmaking, _applications, _news, _voices, _privacy, _handoff)
