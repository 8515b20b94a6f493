"""Events outside forms: the list, and one of them in detail."""

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.event_choice import find_events, sessions_meant, wish_of
from actions.event_filter import EventFilter, browsing
from actions.event_showing import MOST_SHOWN, Shown, details, event_choices, grouped, page_of, time_choice
from actions.offers import offer
from actions.turn import Turn
from union.conversations.reply import Choice


class ListEvents(MemberAction):
    """最近有什么活动: by kind, place and date, as far as the message names them; 还有吗 and 更早的 leaf on."""

    called = "action_list_events"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        way = browsing(turn.text)
        if way is None and (one := await self._one_meant(turn)):
            return self._show(turn, one)
        before = EventFilter.from_slot(turn.slot("event_filter"))
        wanted = before.leafed(way, turn.now) if way else await wish_of(turn)
        found = grouped(await find_events(turn, wanted))
        others = [] if found or wanted.is_empty else grouped(await find_events(turn, EventFilter()))
        if not (found or others):
            turn.say("utter_no_events")
            return []
        page, wanted = page_of(turn, found or others, wanted)
        response = "utter_events" if found else "utter_no_such_events"
        turn.say(response, event_choices(page, turn.now), about=wanted.in_words())
        if hidden := len(found or others) - wanted.page * MOST_SHOWN - len(page):
            turn.say("utter_more_events", [Choice(label="还有哪些", send="还有吗")], count=hidden)
        return [offer("events", [one.key for one in page]), SlotSet("event_filter", wanted.as_slot())]

    async def _one_meant(self, turn: Turn) -> Shown | None:
        """The only event that the message can mean."""
        meant = grouped(await sessions_meant(turn, await wish_of(turn)))
        return meant[0] if len(meant) == 1 else None

    def _show(self, turn: Turn, one: Shown) -> list[EventType]:
        choices = [time_choice(session, turn.now) for session in one.sessions]
        turn.say("utter_event_details", **details(one, turn.now))
        turn.say("utter_event_sign_up_here", choices)
        found = EventFilter(kind=one.sessions[0].kind, event_id=one.sessions[0].event_id)
        return [offer("events", [session.id for session in one.sessions]), SlotSet("event_filter", found.as_slot())]
