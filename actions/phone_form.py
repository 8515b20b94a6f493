"""换手机号: a bound member's new phone, for us at once and for the union to enter."""

from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question
from actions.forms.readers import read_phone, read_yes_or_no
from actions.forms.submit import SubmitForm
from actions.turn import Turn
from union.roster import service as roster

FORM = "phone_form"
NEW_PHONE = "new_phone"


class PhoneForm(TaskForm):
    """The number, and a yes."""

    form = FORM
    purpose = "membership"
    questions: ClassVar[tuple[Question, ...]] = (
        Question(NEW_PHONE, read_phone, ("手机", "电话", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
    )


class AskConfirmPhone(MemberAction):
    """The number once more, before anybody is told."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_confirm_phone", phone=turn.slot(NEW_PHONE))
        return []


class SubmitPhone(SubmitForm):
    """Records it for the union."""

    called = f"action_submit_{FORM}"
    declined = "utter_phone_kept"

    async def submit(self, turn: Turn) -> list[EventType]:
        async def work(session: Any) -> roster.PhoneTold | roster.PhoneRefused:
            phone, key = turn.slot(NEW_PHONE), f"phone:{turn.key}"
            return await roster.change_phone(session, turn.member_id, phone, key=key, now=turn.now)

        outcome = await self.services.database.transact(work)
        if isinstance(outcome, roster.PhoneTold):
            await turn.tell_desk()
            turn.say("utter_phone_told", phone=outcome.phone, unions="、".join(outcome.unions))
        else:
            turn.say("utter_phone_not_bound" if outcome.reason == "not_bound" else "utter_invalid_phone")
        return []
