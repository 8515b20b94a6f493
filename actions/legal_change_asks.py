"""What the form that changes a talk asks, and how it ends."""

from datetime import datetime

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from sqlalchemy.ext.asyncio import AsyncSession

from actions.base import MemberAction
from actions.cancel_form import lines, numbered
from actions.event_change import FORM as EVENTS
from actions.event_change import changeable
from actions.forms.base import CONFIRM
from actions.forms.submit import SubmitForm, end_of_form, leave_form
from actions.legal_asks import way_of
from actions.legal_change import WAIT, chosen, others
from actions.legal_slots import CHANGE_FORM, WAY, WISH, goes_on
from actions.legal_talks import CHANGED, keep_private, label, meant, my_talks
from actions.offers import offer
from actions.slot_choice import SlotWish, nearest_to, slot_choices, to_show
from actions.turn import Turn
from base.clock import to_shanghai
from union.conversations.reply import Choice
from union.legal_aid import service as legal_aid
from union.wording import day_and_time, period

WAITING = Choice(label="有空位通知我", send="有更早的空位通知我")
CHOOSES_ANEW = frozenset({
    "taken", "no_such_slot", "holiday", "closed", "on_leave", "no_such_way", "busy", "past", "same_slot", "free_now",
})  # fmt: skip


class AskChangedTalk(MemberAction):
    """Which of them; where there is none, says so and ends the form."""

    called = f"action_ask_{CHANGE_FORM}_{CHANGED}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        mine = meant(turn, await my_talks(turn))
        if not mine and await changeable(turn):
            return [*leave_form(), FollowupAction(EVENTS)]  # 改预约时间, of a member who has only an event booked
        if not mine:
            turn.say("utter_no_talk_to_change")
            return leave_form()
        keep_private(turn, mine)
        labels = [(label(talk), period(talk.starts_at, talk.ends_at)) for talk in mine]
        turn.say("utter_which_talk", numbered(len(mine)), lines=lines(labels))
        return []


class AskNewTime(MemberAction):
    """The times it can be moved to; where an earlier one is wished and there is none, to be told of one."""

    called = f"action_ask_{CHANGE_FORM}_slot"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        talk = await chosen(turn)
        if talk is None:
            turn.say("utter_no_talk_to_change")
            return leave_form()
        keep_private(turn, [talk])
        free, wish = await others(turn, talk), SlotWish.from_slot(turn.slot(WISH))
        forgotten: list[EventType] = [SlotSet(WISH, None)]
        if not free and turn.slot(WAY):
            turn.say("utter_no_slots_that_way")
            free = await others(turn, talk, any_way=True)
            forgotten.append(SlotSet(WAY, None))
        about = {"when": day_and_time(talk.starts_at), "what": label(talk)}
        shown = to_show(free, wish)
        if wish.before and not shown:
            turn.say("utter_no_earlier_time", [WAITING, Choice(label="不用了", send="算了")], **about)
            return []
        shown = shown or nearest_to(free, wish)
        if not shown:
            turn.say("utter_no_other_time")
            return leave_form()
        turn.say("utter_which_earlier_time" if wish.before else "utter_which_new_time", slot_choices(shown), **about)
        return [offer("slots", [to_shanghai(slot.starts_at).isoformat() for slot in shown]), *forgotten]


class AskConfirmTalkChange(MemberAction):
    """From what, to what."""

    called = f"action_ask_{CHANGE_FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        talk, start = await chosen(turn), datetime.fromisoformat(turn.slot("slot"))
        if talk is None:
            turn.say("utter_no_talk_to_change")
            return leave_form()
        keep_private(turn, [talk])
        slot = next((one for one in await others(turn, talk) if one.starts_at == start), None)
        way = way_of(turn, slot) if turn.slot(WAY) or (slot and talk.way not in slot.ways) else talk.way
        choices = [Choice(label="确认", send="确认"), Choice(label="先不改", send="不要")]
        turn.say(
            "utter_confirm_talk_change",
            choices,
            what=label(talk),
            before=day_and_time(talk.starts_at),
            when=day_and_time(start),
            way="电话" if way == "telephone" else "当面",
            place="到时电话联系您" if way == "telephone" or slot is None else slot.place,
        )
        return []


class SubmitTalkChange(SubmitForm):
    """Moves it, waits for an earlier one, or says which rule stood in the way; then it stays as it was."""

    called = f"action_submit_{CHANGE_FORM}"
    declined = "utter_talk_kept"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot(CONFIRM):
            return await super().act(turn)
        turn.report("task")
        lawyer = await self._lawyer(turn)
        outcome = await turn.services.database.transact(lambda session: self._do(session, turn, lawyer))
        if isinstance(outcome, legal_aid.Refused):
            return self._refused(turn, outcome)
        if isinstance(outcome, legal_aid.WaitsForEarlier):
            turn.say("utter_waits_for_earlier", before=day_and_time(outcome.before))
        elif isinstance(outcome, legal_aid.StoppedWaiting):
            turn.say("utter_no_longer_waits")
        else:
            talk = outcome.appointment
            keep_private(turn, [talk])
            when, who = period(talk.starts_at, talk.ends_at), talk.lawyer.name
            turn.say("utter_talk_changed", when=when, who=who, place=talk.where, code=talk.code)
        return end_of_form(turn)

    async def _lawyer(self, turn: Turn) -> str | None:
        """Who sits at the place that was shown, at the time chosen; None: the service finds out."""
        talk, start = await chosen(turn), datetime.fromisoformat(turn.slot("slot"))
        free = await others(turn, talk) if talk and start != talk.starts_at else []
        return next((slot.lawyer_id for slot in free if slot.starts_at == start), None)

    async def _do(
        self, session: AsyncSession, turn: Turn, lawyer: str | None
    ) -> legal_aid.Changed | legal_aid.WaitsForEarlier | legal_aid.StoppedWaiting | legal_aid.Refused:
        talk_id, way = turn.slot(CHANGED), turn.slot(WAY)
        if turn.slot(WAIT) == "stop":
            return await legal_aid.stop_waiting(session, turn.member_id, talk_id)
        if turn.slot(WAIT):
            return await legal_aid.wait_for_earlier(session, turn.member_id, talk_id, now=turn.now, way=way or "")
        return await legal_aid.change(
            session,
            turn.services.notices,
            turn.member_id,
            talk_id,
            datetime.fromisoformat(turn.slot("slot")),
            key=f"legal.change:{turn.key}",
            now=turn.now,
            way=way,
            lawyer_id=lawyer,
        )

    def _refused(self, turn: Turn, refused: legal_aid.Refused) -> list[EventType]:
        """The rule; where another time would do, the form goes on with those that are nearest."""
        turn.say(f"utter_legal_refused_{refused.reason}", detail=refused.detail)
        near = [to_shanghai(slot.starts_at).isoformat() for slot in refused.nearest]
        if not near or refused.reason not in CHOOSES_ANEW:
            turn.say("utter_talk_change_refused")
            return end_of_form(turn)
        emptied = {"slot": None, CONFIRM: None, WAIT: None, WISH: SlotWish(among=tuple(near)).as_slot()}
        return goes_on(turn, CHANGE_FORM, **emptied)
