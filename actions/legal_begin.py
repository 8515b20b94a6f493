"""预约律师, 找人调解, 我想预约心理咨询: begins the form for the one that is meant."""

from rasa_sdk.events import EventType, FollowupAction

from actions.base import MemberAction
from actions.counsel import service_named
from actions.legal_slots import COUNSEL_FORM, FORM
from actions.turn import Turn


class BookTalk(MemberAction):
    """A counsellor's form is one of its own: nothing is asked there, and nothing is shown to staff."""

    called = "action_book_talk"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        return [FollowupAction(COUNSEL_FORM if service_named(turn.text) == "counselling" else FORM)]
