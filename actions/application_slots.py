"""The slots of the application form, and what stands in them."""

from typing import Any

from actions.turn import Turn
from union.applications import service as applications
from union.applications.kinds import Answers, Ask, Kind, kinds
from union.applications.models import ApplicationRound
from union.applications.service import Told
from union.applications.told import Papers

FORM = "application_form"
RESUME, ROUND = "application_resume", "application_round"
FACTS, DETAILS, PAPERS = "application_facts", "application_details", "application_papers"
ANSWERS = "application_answers"  # a dict by the ids of the questions; an empty answer was skipped
PICTURES = "application_pictures"  # ids by the ids of the papers; none: to follow, or skipped
WANTED = "application_wanted"  # before a round is chosen: kind, draft, and why one was refused
BOUND = "application_bound"  # whether the roster knows the member
KIND = "application_kind"  # of the chosen round


def kind_of(turn: Turn, filled: dict[str, Any] | None = None) -> Kind | None:
    """The kind of the chosen round."""
    name = (filled or {}).get(KIND) or turn.slot(KIND)
    return kinds().get(name) if name else None


async def round_of(turn: Turn, round_id: str | None) -> ApplicationRound | None:
    """The chosen round, as it is now."""
    if not round_id:
        return None
    async with turn.services.database.read() as session:
        return await applications.get_round(session, round_id)


def answers(turn: Turn) -> Answers:
    """What was answered so far."""
    return dict(turn.slot(ANSWERS) or {})


def papers(turn: Turn) -> Papers:
    """What was sent so far."""
    return dict(turn.slot(PICTURES) or {})


def told(turn: Turn, changes: dict[str, Any] | None = None) -> Told:
    """Everything told, with what this message changes."""
    now = {slot: turn.slot(slot) for slot in (ANSWERS, PICTURES, "person_name", "phone")} | (changes or {})
    return Told(now[ANSWERS] or {}, now[PICTURES] or {}, now["person_name"] or "", now["phone"] or "")


def decides(ask: Ask) -> bool:
    """Whether the answer decides if one may apply: such questions come first, and in a slot of their own."""
    return ask.rule is not None


async def keeps_draft(turn: Turn) -> bool:
    """Whether the running form is an application of which a draft is kept when it is left."""
    if turn.form != FORM or not turn.slot(KIND):
        return False
    async with turn.services.database.read() as session:
        return await applications.find_draft(session, turn.member_id, turn.slot(KIND)) is not None
