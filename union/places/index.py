"""The nearest places that are open, out of all: columns in memory, one pass of numpy over them (docs/places.md)."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from union.places.geo import EARTH, Point
from union.places.hours import hours_of
from union.places.kinds import SEPARATOR
from union.places.wish import Found, Nearby, Spot, State, Wish

PAGE = 3
NEAR = 5_000.0  # metres: as far as somebody on an electric bicycle goes for a rest
SPREAD = 3_000.0  # places that share a name further apart than this do not say where the name is

Mask = NDArray[np.bool_]
Metres = NDArray[np.float64]
_STATES: tuple[State, ...] = ("unknown", "closed", "open")


class Index:
    """All places; made anew when the list changes."""

    def __init__(self, spots: Iterable[Spot] = ()) -> None:
        self.spots = tuple(spots)
        self._latitudes = np.radians([spot.latitude for spot in self.spots])
        self._longitudes = np.radians([spot.longitude for spot in self.spots])
        self._by_id = {spot.id: spot for spot in self.spots}
        self._kinds = np.array([spot.kind for spot in self.spots], dtype=object)
        self._has = {
            name: np.array([name in spot.facilities.split(SEPARATOR) for spot in self.spots], dtype=bool)
            for name in {name for spot in self.spots for name in spot.facilities.split(SEPARATOR)}
        }
        self._texts = list(dict.fromkeys(spot.hours for spot in self.spots))  # few are different
        number = {text: at for at, text in enumerate(self._texts)}
        self._hours = np.array([number[spot.hours] for spot in self.spots], dtype=np.intp)

    def get(self, id_: str) -> Spot | None:
        return self._by_id.get(id_)

    def near(self, point: Point, wish: Wish, page: int = 0) -> Nearby:
        """Around a point, within NEAR."""
        return self._search(self._metres(point), wish, page, within=None)

    def inside(self, city: str, district: str | None, wish: Wish, page: int = 0) -> Nearby | None:
        """In a city or district, from the middle of its places outwards; None where it has none."""
        there = self._there(city, district)
        if not there.any():
            return None
        middle = self._middle(there)
        return self._search(self._metres(middle), wish, page, within=there)

    def named(self, name: str, city: str | None, district: str | None) -> Point | None:
        """Where a name is that places have in their name, town or address; None where they leave that open."""
        saying = (name in spot.name or name in spot.town or name in spot.address for spot in self.spots)
        there = np.fromiter(saying, dtype=bool, count=len(self.spots))
        if city is not None:
            there &= self._there(city, district)
        if not there.any():
            return None
        middle = self._middle(there)
        return middle if float(self._metres(middle)[there].max()) <= SPREAD else None

    def called(self, text: str) -> Spot | None:
        """The only place whose whole name stands in the text."""
        found = {spot.id: spot for spot in self.spots if len(spot.name) > 4 and spot.name in text}
        return next(iter(found.values())) if len(found) == 1 else None

    def _search(self, metres: Metres, wish: Wish, page: int, within: Mask | None) -> Nearby:
        of_kind = self._of_kind(wish.kind)
        near = of_kind & (metres <= NEAR if within is None else within)
        states = self._states(wish.moment)
        is_open = states == _STATES.index("open")
        open_near = near & is_open
        fitting, missing = self._with(open_near if open_near.any() else near, wish.facilities)
        ready = self._nearest(metres, fitting & is_open)
        shown = ready[page * PAGE : (page + 1) * PAGE]
        shut = () if len(ready) else self._nearest(metres, fitting)[:PAGE]
        beyond = () if len(ready) else self._elsewhere(metres, of_kind & ~near, is_open, wish.facilities)
        return Nearby(
            tuple(self._found(at, metres, states) for at in shown),
            max(0, len(ready) - (page + 1) * PAGE),
            tuple(self._found(at, metres, states) for at in shut),
            next((self._found(at, metres, states) for at in beyond), None),
            missing,
        )

    def _elsewhere(self, metres: Metres, mask: Mask, is_open: Mask, facilities: frozenset[str]) -> NDArray[np.intp]:
        """The nearest farther off; one that is shut then only where none is open."""
        ready = mask & is_open
        return self._nearest(metres, self._with(ready if ready.any() else mask, facilities)[0])[:1]

    def _of_kind(self, kind: str | None) -> Mask:
        """Of a kind; a mother-and-baby room may be part of another place, and is no place to rest for all others."""
        is_room: Mask = self._kinds == "nursing_room"
        if kind is None:
            return ~is_room
        return is_room | self._has.get("母婴室", False) if kind == "nursing_room" else self._kinds == kind

    def _with(self, mask: Mask, facilities: frozenset[str]) -> tuple[Mask, frozenset[str]]:
        """Those of the mask with these facilities; what none of them has is left out, and named."""
        missing = set()
        for name in sorted(facilities):
            narrower = mask & self._has[name] if name in self._has else np.zeros_like(mask)
            if narrower.any():
                mask = narrower
            else:
                missing.add(name)
        return mask, frozenset(missing)

    def _states(self, moment: datetime) -> NDArray[np.int8]:
        """For each place the number in _STATES; each different text of hours is asked once."""
        states = [0 if (hours := hours_of(text)) is None else 1 + hours.is_open(moment) for text in self._texts]
        return np.array(states, dtype=np.int8)[self._hours] if self.spots else np.zeros(0, dtype=np.int8)

    def _metres(self, point: Point) -> Metres:
        latitude, longitude = np.radians(point.latitude), np.radians(point.longitude)
        half = (
            np.sin((self._latitudes - latitude) / 2) ** 2
            + np.cos(latitude) * np.cos(self._latitudes) * np.sin((self._longitudes - longitude) / 2) ** 2
        )
        result: Metres = 2 * EARTH * np.arcsin(np.sqrt(half))
        return result

    def _there(self, city: str, district: str | None) -> Mask:
        there = ((spot.district == district) if district else (spot.city == city) for spot in self.spots)
        return np.fromiter(there, dtype=bool, count=len(self.spots))

    def _middle(self, mask: Mask) -> Point:
        return Point(float(np.degrees(self._latitudes[mask].mean())), float(np.degrees(self._longitudes[mask].mean())))

    def _nearest(self, metres: Metres, mask: Mask) -> NDArray[np.intp]:
        at = np.flatnonzero(mask)
        return at[np.argsort(metres[at], kind="stable")]

    def _found(self, at: int, metres: Metres, states: NDArray[np.int8]) -> Found:
        return Found(self.spots[at], float(metres[at]), _STATES[states[at]])
