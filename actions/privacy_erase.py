"""Erasing everything about oneself: what goes, what ends, what the law keeps, and a last explicit yes."""

from datetime import timedelta
from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Question, Reading, Value
from actions.forms.submit import SubmitForm
from actions.turn import Turn
from union.conversations.reply import Choice
from union.privacy.erasure import ask_erasure, outlook

FORM = "erase_form"
YES = "确认删除"
_YES = frozenset({YES, "确认", "确定", "确定删除", "我确认", "我确认删除", "确认删除我的信息"})
# The reply goes out first; then the channel erases. Should it not come to that, the worker does.
AFTER_THE_REPLY = timedelta(seconds=60)


async def read_yes(turn: Turn, asked: bool) -> Reading:
    """Only in so many words: 好的 may have been meant for something else."""
    said = turn.text.strip(' 。.!！“”"')
    if not asked:
        return None
    if said in _YES:
        return Value(True)
    if turn.intent == "deny" or said in ("不删了", "不删", "先不删", "别删"):
        return Value(False)
    return Invalid("utter_erase_in_words") if turn.intent in ("affirm", "members.erase") else None


class EraseForm(TaskForm):
    """Asks for the yes."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (Question(CONFIRM, read_yes),)


class AskErase(MemberAction):
    """What would go, from a trial of the very erasure."""

    called = f"action_ask_{FORM}_{CONFIRM}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        services = self.services
        found = await services.database.transact(
            lambda session: outlook(session, services.holdings, turn.member_id, turn.now)
        )
        turn.report("task", private=True)
        turn.say("utter_erase_begin")
        if found.ends:
            turn.say("utter_erase_ends", (), lines=_lines(found.ends))
        if found.keeps:
            turn.say("utter_erase_keeps", (), lines=_lines(found.keeps))
        turn.say("utter_erase_confirm", [Choice(label=YES, send=YES), Choice(label="不删了", send="不删了")])
        return []


class SubmitErase(SubmitForm):
    """Has it done: what the engine is about to write down of this turn has to go too."""

    called = f"action_submit_{FORM}"
    declined = "utter_erase_declined"

    async def submit(self, turn: Turn) -> list[EventType]:
        due = turn.now + AFTER_THE_REPLY

        async def work(session: Any) -> None:
            await ask_erasure(session, turn.member_id, "asked", due)

        await self.services.database.transact(work)
        turn.report("task", private=True, erases=True)
        turn.say("utter_erased")
        return []


def _lines(lines: tuple[str, ...]) -> str:
    return "\n".join(f"· {line}" for line in lines)
