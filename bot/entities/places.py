"""City and district, as the knowledge's gazetteer finds them."""

from collections.abc import Iterator

from bot.entities.entity import Entity
from knowledge.places import find_places as find_in_gazetteer


def find_places(text: str) -> Iterator[Entity]:
    """District (上城区), and city (杭州市) only where the member named it."""
    for place in find_in_gazetteer(text):
        if place.city and (place.district is None or place.text.startswith(place.city[:-1])):
            yield Entity("city", place.city, place.start, place.end, place.text)
        if place.district:
            yield Entity("district", place.district, place.start, place.end, place.text)
