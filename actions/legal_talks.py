"""The member's own talks, as the dialogue needs them: which is meant, what it is called."""

from collections.abc import Sequence

from actions.counsel import Service, service_named
from actions.turn import Turn
from union.legal_aid import service as legal_aid
from union.legal_aid.models import Appointment
from union.legal_aid.services import NAMES

CHANGED = "changed_talk"


async def my_talks(turn: Turn) -> Sequence[Appointment]:
    """All that are still to come, soonest first."""
    async with turn.services.database.read() as session:
        return await legal_aid.my_appointments(session, turn.member_id, turn.now)


def meant(turn: Turn, talks: Sequence[Appointment]) -> Sequence[Appointment]:
    """Those of the service that the message names; all where it names none that the member has."""
    service = service_named(turn.text)
    return [talk for talk in talks if service_of_talk(talk) == service] or talks


def service_of_talk(talk: Appointment) -> Service:
    """legal, counselling or mediation."""
    service: Service = talk.lawyer.window.service  # type: ignore[assignment]
    return service


def keep_private(turn: Turn, talks: Sequence[Appointment]) -> None:
    """What is said of talks that only who sits there may know of is not written into the transcript."""
    if any(talk.lawyer.window.privacy == "private" for talk in talks):
        turn.report("task", private=True)


def label(talk: Appointment) -> str:
    """律师咨询（欠薪）, 心理咨询"""
    name = NAMES[service_of_talk(talk)]
    return name if talk.topic in (name, *NAMES.values()) else f"{name}（{talk.topic}）"


async def talk_of(turn: Turn, talk_id: str | None) -> Appointment | None:
    """One of the member's talks by its id, as it is now."""
    return next((talk for talk in await my_talks(turn) if talk.id == talk_id), None)
