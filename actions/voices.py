"""Suggestions outside their form: what became of one's own, or the beginning of a new one."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from actions.base import MemberAction
from actions.turn import Turn
from actions.voices_form import FORM
from union.conversations.reply import Choice
from union.voices import service as voices
from union.voices.commands import asks_for_mine
from union.voices.models import Suggestion
from union.wording import day

BEGINNING = 20  # characters by which the member knows it again


class Voices(MemberAction):
    """我要提建议, 投诉驿站 …; 我的建议有回复吗."""

    called = "action_voices"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        if asks_for_mine(turn.text):
            await self._tell_mine(turn)
            return [FollowupAction(turn.form)] if turn.form else []
        if turn.form and turn.form != FORM:
            turn.say("utter_voice_later")
            return [FollowupAction(turn.form)]
        return [FollowupAction(FORM)]

    async def _tell_mine(self, turn: Turn) -> None:
        async with self.services.database.read() as session:
            mine = await voices.mine(session, turn.member_id)
        if not mine:
            turn.say("utter_voice_none", [Choice(label="我要提建议", send="我要提建议")])
            return
        turn.report("task", private=True)
        turn.say("utter_voice_mine")
        for one in mine:
            turn.say(_SAID[one.state], **_told(one))


_SAID = {
    "open": "utter_voice_mine_open",
    "forwarded": "utter_voice_mine_forwarded",
    "answered": "utter_voice_mine_answered",
    "closed": "utter_voice_mine_closed",
}


def _told(one: Suggestion) -> dict[str, Any]:
    beginning = one.text if len(one.text) <= BEGINNING else f"{one.text[:BEGINNING]}…"
    told: dict[str, Any] = {"number": one.number, "on": day(one.created_at), "told": beginning.replace("\n", " ")}
    return told | {"office": one.forwarded_to, "answer": one.answer or ""}
