"""Matchmaking outside its form: where one stands, one's own profile, pausing; and leaving, after a yes."""

from typing import Any, ClassVar

from rasa_sdk.events import EventType, FollowupAction

from actions.base import MemberAction
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question
from actions.forms.readers import read_yes_or_no
from actions.forms.submit import SubmitForm, end_of_form
from actions.matchmaking_slots import summary
from actions.turn import Turn
from union.coded.service import find_code
from union.matchmaking import service as matchmaking
from union.matchmaking.commands import command
from union.matchmaking.introductions import KIND
from union.matchmaking.service import Standing
from union.wording import day_and_time

WITHDRAW_FORM = "matchmaking_withdraw_form"


class Matchmaking(MemberAction):
    """有人和我配对吗, 我的相亲资料, 暂停相亲, 恢复相亲, 退出相亲."""

    called = "action_matchmaking"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        async with self.services.database.read() as session:
            standing = await matchmaking.standing(session, turn.member_id)
        asked_for = command(turn.text)
        if standing.state == "none":
            turn.say("utter_matchmaking_no_profile")
        elif asked_for == "withdraw":
            return [*end_of_form(turn), FollowupAction(WITHDRAW_FORM)]
        elif asked_for == "show":
            await self._show(turn)
        elif asked_for in ("pause", "resume"):
            await self._set(turn, asked_for == "pause")
        else:
            await self._tell(turn, standing)
        return [FollowupAction(turn.form)] if turn.form else []

    async def _show(self, turn: Turn) -> None:
        async with self.services.database.read() as session:
            profile = await matchmaking.find_profile(session, turn.member_id)
        assert profile is not None  # standing has seen it
        turn.report("task", private=True)
        turn.say("utter_matchmaking_profile", lines=summary(matchmaking.draft_of(profile)))

    async def _set(self, turn: Turn, pause: bool) -> None:
        verb = matchmaking.pause if pause else matchmaking.resume
        await self.services.database.transact(lambda session: verb(session, turn.member_id, turn.now))
        turn.say("utter_matchmaking_paused" if pause else "utter_matchmaking_resumed")

    async def _tell(self, turn: Turn, standing: Standing) -> None:
        if standing.introduction_id and standing.expires_at:
            until = day_and_time(standing.expires_at)
            async with self.services.database.read() as session:
                code = await find_code(session, turn.member_id, KIND, standing.introduction_id)
            if standing.answered or code is None:
                turn.say("utter_matchmaking_answered", until=until)
            else:
                turn.say("utter_matchmaking_asked", code=code, until=until)
        elif not standing.consent_is_current:
            turn.say("utter_matchmaking_new_consent")
        else:
            turn.say("utter_matchmaking_waiting" if standing.state == "active" else "utter_matchmaking_resting")


class MatchmakingWithdrawForm(TaskForm):
    """Asks for a yes: what is deleted cannot be brought back."""

    form = WITHDRAW_FORM
    questions: ClassVar[tuple[Question, ...]] = (Question(CONFIRM, read_yes_or_no),)


class SubmitWithdrawal(SubmitForm):
    """Deletes the profile and everything that hangs on it."""

    called = f"action_submit_{WITHDRAW_FORM}"
    declined = "utter_matchmaking_kept"

    async def submit(self, turn: Turn) -> list[EventType]:
        async def work(session: Any) -> object:
            return await matchmaking.withdraw(session, self.services.notices, turn.member_id, turn.now)

        outcome = await self.services.database.transact(work)
        gone = isinstance(outcome, matchmaking.Withdrawn)
        turn.say("utter_matchmaking_withdrawn" if gone else "utter_matchmaking_no_profile")
        return []
