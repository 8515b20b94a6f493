"""What the form that changes a talk asks."""

from datetime import datetime

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import MemberAction
from actions.cancel_form import lines, numbered
from actions.event_change import FORM as EVENTS
from actions.event_change import changeable
from actions.forms.submit import leave_form
from actions.legal_asks import way_of
from actions.legal_change import chosen, others
from actions.legal_slots import CHANGE_FORM, WAY, WISH
from actions.legal_talks import CHANGED, keep_private, label, meant, my_talks
from actions.offers import offer
from actions.slot_choice import SlotWish, nearest_to, slot_choices, to_show
from actions.turn import Turn
from base.clock import to_shanghai
from union.conversations.reply import Choice
from union.legal_aid.services import call_in_words
from union.wording import day_and_time, period

WAITING = Choice(label="有空位通知我", send="有更早的空位通知我")


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
            place=slot.place if slot and way == "window" else call_in_words(slot.window.phone if slot else ""),
        )
        return []
