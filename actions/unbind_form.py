"""解绑: which of the bindings, where there are several, and a yes."""

from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.cancel_form import numbered
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question, Reading, Value
from actions.forms.readers import read_yes_or_no
from actions.forms.submit import SubmitForm, leave_form
from actions.offers import picked
from actions.turn import Turn
from union.conversations.reply import Choice
from union.roster import service as roster

FORM = "unbind_form"
ENTRIES = "unbind_entries"  # slot: ids of the entries
ALL = "全部"


async def bindings(turn: Turn) -> list[roster.Membership]:
    async with turn.services.database.read() as session:
        return await roster.memberships(session, turn.member_id)


async def read_entries(turn: Turn, asked: bool) -> Reading:
    """The union named, picked by its number, all of them, or the only one there is."""
    if turn.slot(ENTRIES) and not asked:
        return None
    mine = await bindings(turn)
    ids = [one.binding.entry_id for one in mine]
    if len(mine) == 1 or (mine and asked and ALL in turn.text):
        return Value(ids)
    named = [one.binding.entry_id for one in mine if one.unions[-1].name in turn.text]
    chosen = named or ([number] if asked and (number := picked(turn, ids)) else [])
    return Value(chosen) if len(chosen) == 1 else None


class UnbindForm(TaskForm):
    """Asks which, and for a yes."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question(ENTRIES, read_entries, ("哪个", "另一个")),
        Question(CONFIRM, read_yes_or_no),
    )

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot != ENTRIES or len(await bindings(turn)) > 1


class AskEntries(MemberAction):
    """The unions, numbered; where nothing is bound, says so and ends the form."""

    called = f"action_ask_{FORM}_{ENTRIES}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        mine = await bindings(turn)
        if not mine:
            turn.say("utter_not_bound")
            return leave_form()
        listed = "\n".join(f"{number}. {one.path}" for number, one in enumerate(mine, 1))
        turn.say("utter_which_binding", [*numbered(len(mine)), Choice(label=ALL, send=ALL)], lines=listed)
        return []


class AskConfirmUnbind(MemberAction):
    """What would be ended, and what that means."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        chosen = [one for one in await bindings(turn) if one.binding.entry_id in (turn.slot(ENTRIES) or ())]
        if not chosen:
            turn.say("utter_not_bound")
            return leave_form()
        turn.say("utter_confirm_unbind", unions="、".join(one.unions[-1].name for one in chosen))
        return []


class SubmitUnbind(SubmitForm):
    """Ends them."""

    called = f"action_submit_{FORM}"
    declined = "utter_still_bound"

    async def submit(self, turn: Turn) -> list[EventType]:
        async def work(session: Any) -> roster.Unbound:
            return await roster.unbind(session, turn.member_id, turn.slot(ENTRIES))

        ended = (await self.services.database.transact(work)).memberships
        if ended:
            turn.say("utter_unbound", unions="、".join(one.unions[-1].name for one in ended))
        else:
            turn.say("utter_not_bound")
        return []
