"""A message for staff who are not there: offered, kept under a number, taken back. The bot goes on answering."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import LEAVING
from actions.turn import Turn
from union.attachments.service import STAFF, Kept, attach, of_message
from union.conversations.reply import PICTURE
from union.handoff import service as handoff
from union.handoff.attendance import absence
from union.handoff.rules import is_no_message
from union.handoff.service import Absent, Closed, Left, Queued
from union.wording import day_and_time


def offer_message(turn: Turn, closed: Closed) -> None:
    """Say when staff are back, and ask for the message."""
    turn.say("utter_staff_closed" if closed.absent.back else "utter_staff_nobody", back=_back(closed.absent))
    if closed.number:
        turn.say("utter_staff_has_message", number=closed.number)


async def keep_message(turn: Turn, topic: str) -> list[EventType]:
    """Keep what was written; a form that runs then puts its question again."""
    turn.report("handoff")
    text = PICTURE if turn.is_picture else turn.text.strip()
    if not turn.is_picture and is_no_message(text):
        turn.say("utter_staff_no_message")
        return [FollowupAction("action_listen")]

    async def work(session: Any) -> tuple[Left | Queued, Absent | None]:
        left = await handoff.leave_message(session, turn.member_id, topic, text, turn.now)
        if turn.is_picture:  # kept as long as what was sent to staff
            sent = await of_message(session, turn.member_id, turn.key)
            await attach(session, turn.member_id, [sent.attachment_id] if isinstance(sent, Kept) else [], STAFF)
        return left, await absence(session, turn.now, limits=turn.services.limits)

    left, absent = await turn.services.database.transact(work)
    await turn.services.bus.publish("conversations", member=turn.member_id)
    if isinstance(left, Queued):
        turn.say("utter_staff_queued" if left.ahead else "utter_staff_next", ahead=left.ahead)
    else:
        response = "utter_message_more" if left.more else "utter_message_left"
        turn.say(response, number=left.number, back=_back(absent))
    ended: list[EventType] = [SlotSet(LEAVING, None)]
    return [*ended, FollowupAction(turn.form)] if turn.form else ended


async def take_back(turn: Turn) -> None:
    """撤回留言."""

    async def work(session: Any) -> str | None:
        return await handoff.take_back_message(session, turn.member_id, turn.now)

    number = await turn.services.database.transact(work)
    if number is None:
        turn.say("utter_no_message_to_take_back")
        return
    await turn.services.bus.publish("conversations", member=turn.member_id)
    turn.say("utter_message_taken_back", number=number)


def _back(absent: Absent | None) -> str:
    """When they are back, as far as it is known."""
    return f" {day_and_time(absent.back)} " if absent is not None and absent.back else ""
