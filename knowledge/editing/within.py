"""What of the knowledge base is whose: an entry belongs to the place it is about. Pure."""

from dataclasses import dataclass

from knowledge.content import Entry
from knowledge.entries import Program
from knowledge.guides import Guide
from knowledge.normalise import normalise
from knowledge.places import find_places


@dataclass(frozen=True)
class Within:
    """Only what is about this place: a city with its districts, or one district. No city: nothing at all."""

    city: str
    district: str = ""

    def has(self, city: str, district: str | None) -> bool:
        """Whether a place is inside."""
        return bool(self.city) and city == self.city and (not self.district or district == self.district)


ALL: Within | None = None  # no limits


def is_within(entry: Entry, within: Within | None) -> bool:
    """Whether staff with these limits see and change an entry; law and hotlines are everybody's, so not theirs."""
    if within is None:
        return True
    if isinstance(entry, Program | Guide):
        return within.has(entry.area.city, entry.area.district)
    return False


def asks_within(question: str, within: Within | None) -> bool:
    """Whether a question names places, and only such as are inside. Who asked is not known."""
    if within is None:
        return True
    places = [place for place in find_places(normalise(question)) if place.city is not None]
    return bool(places) and all(within.has(place.city or "", place.district) for place in places)
