"""Places nearby: rest stations, mother-and-baby rooms, workers' homes and windows, the nearest that are open."""

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
        point = sent or (await self._sent(turn, asked.where.key) if asked.where else None)
        if asked.where is None or (asked.where.key and not isinstance(point, Point)):
            return self._ask(turn, asked)
        found = _search(index, asked, point if isinstance(point, Point) else None, asked.wish(turn.now))
        if found is None:
            say_nothing(turn, asked)
            facts = answer_question(turn, only_if_sure=True) or []
            return [*facts, *self._remember(turn, asked if asked.where.city else Asked())]
        say_found(turn, asked, found, with_distance=bool(asked.where.key) or not asked.where.is_division)
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


def _search(index: Index, asked: Asked, point: Point | None, wish: Wish) -> Nearby | None:
    """None where nothing is known of the place, or nothing at all is listed there."""
    where = asked.where or Where()
    if point is None and where.name and not where.is_division:
        point = index.named(where.name, where.city or None, where.district or None)
    if point is not None:
        return index.near(point, wish, asked.page)
    if not where.city:
        return None
    return index.inside(where.city, where.district or None, wish, asked.page)
