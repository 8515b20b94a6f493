"""Taking an application back: which one, a yes, and it is done."""

from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question, Reading, Value
from actions.forms.readers import read_yes_or_no
from actions.forms.submit import SubmitForm, leave_form
from actions.offers import offer, offered, picked, tapped
from actions.turn import Turn
from union.applications import service as applications
from union.applications.models import Application
from union.applications.service import Withdrawn
from union.applications.texts import STATUS_WORDS
from union.conversations.reply import Choice

FORM = "application_withdraw_form"
WHICH = "application_which"
STATUSES = ("submitted", "incomplete", "returned", "appealed", "approved")


async def withdrawable(turn: Turn) -> list[Application]:
    """The member's own that are not at an end, the newest first."""
    async with turn.services.database.read() as session:
        mine = await applications.my_applications(session, turn.member_id)
    return [one.application for one in mine if one.application.status in STATUSES]


def meant(turn: Turn, mine: list[Application], asked: bool) -> str | None:
    """The one named by title, kind's word or number, picked from the list, or the only one."""
    if asked and (chosen := tapped(turn, "applications") or picked(turn, offered(turn, "applications"))):
        return chosen
    named = [one.id for one in mine if one.number in turn.text or one.round.title.split("（")[0] in turn.text]
    if len(named) == 1:
        return named[0]
    return mine[0].id if len(mine) == 1 and not asked else None


async def read_which(turn: Turn, asked: bool) -> Reading:
    """Which of them."""
    if turn.slot(WHICH) and not asked:
        return None
    found = meant(turn, await withdrawable(turn), asked)
    return Value(found) if found else None


class ApplicationWithdrawForm(TaskForm):
    """Asks which, where there are several, and for a yes."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question(WHICH, read_which, ("哪个", "另一个")),
        Question(CONFIRM, read_yes_or_no),
    )


class AskWhichApplication(MemberAction):
    """The list; where it is empty, says so and ends the form."""

    called = f"action_ask_{FORM}_{WHICH}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        mine = await withdrawable(turn)
        if not mine:
            turn.say("utter_application_nothing_to_withdraw")
            return leave_form()
        choices = [Choice(label=one.round.title, send=f"编号 {one.number}") for one in mine]
        turn.say("utter_application_which_to_withdraw", choices)
        return [offer("applications", [one.id for one in mine], choices)]


class AskConfirmWithdrawal(MemberAction):
    """Shows what would be taken back."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        one = next((one for one in await withdrawable(turn) if one.id == turn.slot(WHICH)), None)
        if one is None:
            turn.say("utter_application_nothing_to_withdraw")
            return leave_form()
        status = STATUS_WORDS[one.status]
        turn.say("utter_application_confirm_withdraw", title=one.round.title, number=one.number, status=status)
        return []


class SubmitApplicationWithdrawal(SubmitForm):
    """Takes it back."""

    called = f"action_submit_{FORM}"
    declined = "utter_application_kept"

    async def submit(self, turn: Turn) -> list[EventType]:
        which, key = str(turn.slot(WHICH)), f"withdraw:{turn.key}"

        async def work(session: Any) -> object:
            return await applications.withdraw(session, turn.member_id, which, key=key, now=turn.now)

        outcome = await self.services.database.transact(work)
        if isinstance(outcome, Withdrawn):
            one = outcome.application
            turn.say("utter_application_withdrawn", title=one.round.title, number=one.number)
        else:
            turn.say("utter_application_cannot_withdraw")
        return []
