"""补材料: papers that were to follow, and what staff asked for."""

from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.application_papers import ask_paper, narrowed, next_paper, read_paper
from actions.application_refusal import say_refused
from actions.application_slots import PICTURES, papers
from actions.applications import MORE_FORM as FORM
from actions.base import MemberAction
from actions.forms.base import TaskForm
from actions.forms.pictures import collected, is_done
from actions.forms.question import Question, Reading
from actions.forms.submit import end_of_form, leave_form
from actions.turn import Turn
from union.applications import service as applications
from union.applications.answers import missing
from union.applications.kinds import Paper, kinds
from union.applications.models import Application
from union.applications.service import Refused
from union.applications.told import answers_of, papers_of
from union.conversations.reply import Choice

WHICH, MORE = "application_which", "application_more"
WORDS = "application_words"  # what is written instead of a picture
EXTRA = Paper(id="more", name="补充材料", required=False)
_WAITING = ("incomplete", "returned")
_NOT_WORDS = ("cancel_task", "go_back", "start_over", "handoff.request", "crisis", "legal.urgent", "benefits.apply")


async def waiting(turn: Turn) -> list[Application]:
    """The member's own of which something is awaited; what staff asked for first."""
    async with turn.services.database.read() as session:
        mine = await applications.my_applications(session, turn.member_id)
    found = [one.application for one in mine if one.application.status in _WAITING]
    return sorted(found, key=lambda one: one.status != "returned")


async def chosen(turn: Turn) -> Application | None:
    """The one that is being completed: named in the beginning, or the first."""
    found, which = await waiting(turn), turn.slot(WHICH)
    return next((one for one in found if which in (None, one.id)), None)


def awaited(one: Application) -> list[Paper]:
    """Missing papers; for what was sent back also whatever staff asked for."""
    lacking = missing(kinds()[one.round.kind], answers_of(one.answers), papers_of(one.papers))
    return [*lacking, EXTRA] if one.status == "returned" else lacking


async def read_elsewhere(turn: Turn, asked: bool) -> Reading:
    """Read by the form."""
    return None


class ApplicationMoreForm(TaskForm):
    """Asks for each missing paper once; whatever came is handed in at the end."""

    form = FORM
    # No purpose: whoever applied has agreed, and sends the rest of it.
    questions: ClassVar[tuple[Question, ...]] = (Question(MORE, read_elsewhere),)

    async def _read_all(self, turn: Turn) -> dict[str, Any]:
        one = await chosen(turn)
        if one is None or turn.asked_slot is None:
            return {WHICH: one.id} if one else {}
        paper = next_paper(awaited(one), papers(turn))
        if paper is None:
            return {}
        if paper.id == EXTRA.id and not turn.is_picture and (words := self._words(turn)):
            return {WORDS: words, PICTURES: papers(turn) | {EXTRA.id: collected(turn, "application_more")}, MORE: None}
        return narrowed(await read_paper(turn, paper, papers(turn), MORE), turn, MORE)

    def _words(self, turn: Turn) -> str:
        text = turn.text.strip()
        plain = turn.intent in _NOT_WORDS or is_done(turn) or text in ("跳过", "以后补")
        return "" if plain else text[:500]

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        one = await chosen(turn)
        sent = filled.get(PICTURES, turn.slot(PICTURES)) or {}
        return {MORE: True} if one and next_paper(awaited(one), sent) is None else {}


class AskMore(MemberAction):
    """The next paper; where nothing is awaited, says so and ends the form."""

    called = f"action_ask_{FORM}_{MORE}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        one = await chosen(turn)
        paper = next_paper(awaited(one), papers(turn)) if one else None
        if one is None or paper is None:
            turn.say("utter_application_nothing_awaited")
            return leave_form()
        if paper.id != EXTRA.id or collected(turn, "application_more"):
            ask_paper(turn, paper)
            return []
        skip = [Choice(label="跳过", send="跳过")]
        turn.say("utter_application_asked_for", skip, title=one.round.title, reason=one.reason or "")
        return []


class SubmitMore(MemberAction):
    """Hands in what came, and says what is still missing."""

    called = f"action_submit_{FORM}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        if turn.slot(MORE):
            await self._hand_in(turn)
        return end_of_form(turn)

    async def _hand_in(self, turn: Turn) -> None:
        added = {paper: ids for paper, ids in papers(turn).items() if ids}
        which, words, key = str(turn.slot(WHICH)), turn.slot(WORDS) or "", f"papers:{turn.key}"
        if not (added or words):
            turn.say("utter_application_nothing_added")
            return

        async def work(session: Any) -> applications.Submitted | Refused:
            return await applications.add_papers(
                session, self.services.notices, turn.member_id, which, added, key=key, now=turn.now, words=words
            )

        outcome = await self.services.database.transact(work)
        if isinstance(outcome, Refused):
            say_refused(turn, outcome)
        elif outcome.missing:
            missing_ones = "、".join(outcome.missing)
            turn.say("utter_application_still_missing", missing=missing_ones)
        else:
            turn.say("utter_application_completed", number=outcome.application.number)
