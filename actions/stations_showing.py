"""How places found are put before the member."""

from typing import Any

from actions.stations_asked import Asked, facilities_in_words
from actions.turn import Turn
from base.clock import to_shanghai
from union.conversations.reply import Choice
from union.places.geo import distance_in_words, map_link
from union.places.hours import hours_of
from union.places.index import NEAR
from union.places.kinds import words
from union.places.wish import Found, Nearby
from union.wording import day_and_time

MOST_SHUT = 2
VAGUE = 300.0  # metres: no nearer is it known where a quarter or street is


def say_found(turn: Turn, asked: Asked, found: Nearby, *, is_point: bool) -> None:
    """The open ones; else what is near but shut, and the nearest that is open. `is_point`: not a whole district."""
    about: dict[str, Any] = {"where": _where(asked, is_point), "when": _when(turn, asked), "what": _what(asked)}
    if found.missing:
        turn.say("utter_places_missing", **(about | {"what": facilities_in_words(list(found.missing))}))
    shown = [*found.open]
    if found.open:
        response = "utter_places_open" if is_point else "utter_places_open_in"
        turn.say("utter_places_further" if asked.page else response, **about)
    elif asked.page:
        turn.say("utter_places_no_more", **about)
        return
    _say_each(turn, asked, found.open, is_point)
    if not found.open and found.shut:
        turn.say("utter_places_shut", **about)
        shown += found.shut[:MOST_SHUT]
        _say_each(turn, asked, found.shut[:MOST_SHUT], is_point)
    if found.beyond is not None:
        _say_beyond(turn, found, about, is_point)
        shown.append(found.beyond)
        _say_each(turn, asked, [found.beyond], is_point)
    if not shown:
        say_nothing(turn, asked)
        return
    _say_source(turn, shown)
    if found.more:
        turn.say("utter_places_more", [Choice(label="还有哪些", send="还有吗")], count=found.more)
    elif not is_point:
        turn.say("utter_places_send_location")


def _say_beyond(turn: Turn, found: Nearby, about: dict[str, Any], is_point: bool) -> None:
    if found.beyond is not None and found.beyond.state != "open":
        turn.say("utter_places_other_shut" if found.shut else "utter_places_only_shut", **about)
    else:
        response = "utter_places_beyond" if is_point else "utter_places_elsewhere"
        turn.say(response, near=f"{NEAR / 1000:.0f}", **about)


def say_nothing(turn: Turn, asked: Asked) -> None:
    """Nothing is listed there, or nobody knows where that is."""
    unknown = asked.where is not None and not asked.where.key and not asked.where.city
    turn.say(
        "utter_places_unknown_where" if unknown else "utter_places_none",
        where=_where(asked, is_point=False),
        what=_what(asked),
    )


def _say_each(turn: Turn, asked: Asked, places: list[Found] | tuple[Found, ...], is_point: bool) -> None:
    is_exact = asked.where is not None and bool(asked.where.key)
    for place in places:
        spot = place.spot
        kind = words().names[spot.kind]
        told = "" if kind in spot.name else f"（{kind}）"
        is_told = is_point and (is_exact or place.metres >= VAGUE)
        distance = distance_in_words(place.metres) if is_told else ""
        turn.say("utter_place", name=spot.name, kind=told, distance=f"　{distance}" if distance else "",
                 address=spot.address)  # fmt: skip
        _say_hours(turn, asked, place)
        if spot.facilities:
            turn.say("utter_place_facilities", facilities=spot.facilities)
        if spot.phone:
            turn.say("utter_place_phone", phone=spot.phone)
        turn.say("utter_place_map", link=map_link(spot.point, spot.name))


def _say_hours(turn: Turn, asked: Asked, place: Found) -> None:
    spot, then = place.spot, "那时" if asked.at else "现在"
    if place.state == "unknown":
        turn.say("utter_place_hours_unknown")
        return
    hours, moment = hours_of(spot.hours), asked.wish(turn.now).moment
    assert hours is not None  # or its state were unknown
    change = hours.closes(moment) if place.state == "open" else hours.opens(moment)
    if place.state == "open":
        until = "" if change is None else f"{to_shanghai(change):%H:%M}"
        turn.say(
            "utter_place_open_until" if until else "utter_place_open", hours=spot.hours_text, then=then, until=until
        )
    else:
        opens = "" if change is None else day_and_time(change)
        response = "utter_place_opens" if opens else "utter_place_closed"
        turn.say(response, hours=spot.hours_text, then=then, opens=opens)


def _say_source(turn: Turn, shown: list[Found]) -> None:
    sources = dict.fromkeys(place.spot.source for place in shown)
    turn.say("utter_places_as_of", source="、".join(sources), as_of=min(place.spot.as_of for place in shown))


def _where(asked: Asked, is_point: bool) -> str:
    where = asked.where
    if where is None or where.key:
        return "您附近"
    return f"{where.name}附近" if is_point or not where.city else where.district or where.city


def _when(turn: Turn, asked: Asked) -> str:
    return day_and_time(asked.wish(turn.now).moment) if asked.at else "现在"


def _what(asked: Asked) -> str:
    kind = words().names[asked.kind] if asked.kind else "服务点"
    return f"有{facilities_in_words(asked.facilities)}的{kind}" if asked.facilities else kind
