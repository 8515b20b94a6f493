"""Events outside forms: the list, and what the member has booked."""

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.event_choice import MOST_SHOWN, EventFilter, event_choices, find_events
from actions.offers import offer
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events import service as events
from union.legal_aid import service as legal_aid
from union.wording import period


class ListEvents(MemberAction):
    """最近有什么活动: by kind, place and date, as far as the message names them."""

    called = "action_list_events"

    async def act(self, turn: Turn) -> list[EventType]:
        wanted = EventFilter.of(turn)
        found = await find_events(turn, wanted)
        others = [] if found or wanted.is_empty else await find_events(turn, EventFilter())
        shown = (found or others)[:MOST_SHOWN]
        if shown:
            response = "utter_events" if found else "utter_no_such_events"
            turn.say(response, event_choices(shown, turn.now), about=wanted.in_words())
        else:
            turn.say("utter_no_events")
        if hidden := len(found or others) - len(shown):
            turn.say("utter_more_events", count=hidden)
        turn.report("task")
        return [offer("events", [event.id for event in shown]), SlotSet("event_filter", wanted.as_slot())]


class MyBookings(MemberAction):
    """我的报名: places at events and appointments with lawyers."""

    called = "action_my_bookings"

    async def act(self, turn: Turn) -> list[EventType]:
        async with turn.services.database.read() as session:
            bookings = await events.my_bookings(session, turn.member_id, turn.now)
            appointments = await legal_aid.my_appointments(session, turn.member_id, turn.now)
        lines = [
            f"· {mine.event.title}\n  {mine.event.when}　{mine.event.place}\n"
            f"  {mine.booking.places} 人，签到码 {mine.booking.code}"
            for mine in bookings
        ] + [f"· 律师咨询（{a.topic}）\n  {period(a.starts_at, a.ends_at)}　{a.lawyer.name}" for a in appointments]
        if lines:
            cancel = [Choice(label="取消报名", send="取消报名")] if bookings else []
            cancel += [Choice(label="取消律师预约", send="取消律师预约")] if appointments else []
            turn.say("utter_my_bookings", cancel, lines="\n".join(lines))
        else:
            turn.say("utter_no_bookings")
        turn.report("task")
        return []
