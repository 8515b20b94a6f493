"""Places nearby: rest stations, mother-and-baby rooms, workers' homes and windows, the nearest that are open."""

from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.knowledge import answer_question, nearest_topics
from actions.offers import offer
from actions.services import Services
from actions.stations_asked import SLOT, Asked, Where, read_asked
from actions.stations_showing import say_found, say_nothing
from actions.turn import Turn
from union.places.geo import Point, Wrong
from union.places.index import Index
from union.places.live import LivePlaces
from union.places.sent import sent_location
from union.places.wish import Nearby, Wish


class FindPlaces(MemberAction):
    """By a sent location, a name or a district; asks for one where there is none, and takes the next as the answer."""

    called = "action_stations"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._live = LivePlaces(services.database)

    async def act(self, turn: Turn) -> list[EventType]:
        index, sent = await self._live.index(), await self._sent(turn, turn.key)
        if not index.spots:
            return answer_question(turn) or []
        turn.report("task", programs=nearest_topics(turn))
        if isinstance(sent, str):
            turn.say(f"utter_places_refused_{sent}")
            return self._remember(turn, Asked())
        asked = read_asked(turn, self._before(turn), sent=sent is not None)
        if sent is None and (called := index.called(turn.text)) is not None:
            asked = replace(asked, where=Where("", called.name, called.city, called.district))
        point = sent or (await self._sent(turn, asked.where.key) if asked.where else None)
        if asked.where is None or (asked.where.key and not isinstance(point, Point)):
            return self._ask(turn, asked)
        point = point if isinstance(point, Point) else _point_named(index, asked.where)
        found = _search(index, asked.where, point, asked.wish(turn.now), asked.page)
        if found is None:
            say_nothing(turn, asked)
            facts = answer_question(turn, only_if_sure=True) or []
            return [*facts, *self._remember(turn, replace(asked, where=None))]
        say_found(turn, asked, found, is_point=point is not None)
        told = [] if sent or asked.page else answer_question(turn, only_if_sure=True) or []
        return [*told, *self._remember(turn, asked)]

    def _ask(self, turn: Turn, asked: Asked) -> list[EventType]:
        told = answer_question(turn, only_if_sure=True) or []
        turn.say("utter_places_where")
        return [*told, *self._remember(turn, Asked(None, asked.kind, asked.facilities, asked.at))]

    def _remember(self, turn: Turn, asked: Asked) -> list[EventType]:
        """For the next message; a running form keeps what it has offered."""
        return [SlotSet(SLOT, asked.as_slot()), *([] if turn.form else [offer("places", [])])]

    def _before(self, turn: Turn) -> Asked:
        """What was asked right before, where places are still what is talked of."""
        is_fresh = (turn.slot("offered") or {}).get("kind") == "places"
        return Asked.from_slot(turn.slot(SLOT)) if is_fresh else Asked()

    async def _sent(self, turn: Turn, key: str) -> Point | Wrong | None:
        async with self.services.database.read() as session:
            return await sent_location(session, turn.member_id, key, turn.now) if key else None


def _point_named(index: Index, where: Where) -> Point | None:
    """Where a street or quarter is, as far as places there tell; None for a whole district."""
    if not where.name or where.is_division:
        return None
    return index.named(where.name, where.city or None, where.district or None)


def _search(index: Index, where: Where, point: Point | None, wish: Wish, page: int) -> Nearby | None:
    """None where nothing is known of the place, or nothing at all is listed there."""
    if point is not None:
        return index.near(point, wish, page)
    return index.inside(where.city, where.district or None, wish, page) if where.city else None
