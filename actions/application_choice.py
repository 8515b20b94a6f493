"""Which kind of application, and which round of it, a message means."""

from collections.abc import Sequence
from typing import Any

from actions.application_refusal import say_refused
from actions.application_slots import ANSWERS, BOUND, KIND, PICTURES, ROUND, WANTED
from actions.offers import offered, picked, tapped
from actions.turn import Turn
from union.applications import service as applications
from union.applications.kinds import Kind, kinds
from union.applications.models import ApplicationRound
from union.conversations.reply import Choice

BEGINS = ("benefits.apply", "members.join")
MOST_SHOWN = 10


def kind_meant(turn: Turn, rounds: Sequence[ApplicationRound] = ()) -> Kind | None:
    """By the title of a round, or the longest of the kinds' words in the message; joining also by the intent."""
    titled = next((one.kind for one in rounds if one.title in turn.text), None)
    if titled:
        return kinds()[titled]
    said = [(len(word), kind.id) for kind in kinds().values() for word in kind.words if word in turn.text]
    if turn.intent == "members.join":
        return kinds()["join"]
    return kinds()[max(said)[1]] if said else None


async def choose(turn: Turn, asked: bool) -> dict[str, Any]:
    """Slots for the round that the message means; or why it cannot be that one; empty where it names none."""
    async with turn.services.database.read() as session:
        known = await applications.rounds(session, turn.now)
    number = (tapped(turn, "applications") or picked(turn, offered(turn, "applications"))) if asked else None
    if number:
        return await take(turn, next((one for one in known if one.id == number), None))
    kind = kind_meant(turn, known)
    if kind is None:
        return {}
    of_kind = [one for one in known if one.kind == kind.id]
    named = [one for one in of_kind if one.title in turn.text] or _nearby(turn, of_kind)
    async with turn.services.database.read() as session:
        fits = await applications.fitting(session, turn.member_id, turn.now, named)
    if len(fits) > 1:
        return {ROUND: None, WANTED: {"kind": kind.id, "rounds": [one.id for one in fits]}}
    if not named:
        turn.say("utter_application_refused_no_round", title=kind.title)
        return {ROUND: None, WANTED: {"refused": "no_round"}}
    return await take(turn, (fits or named)[0])


async def take(turn: Turn, one: ApplicationRound | None) -> dict[str, Any]:
    """The slots of a chosen round; where the member cannot apply, says why first, before anything is asked."""
    if one is None:
        turn.say("utter_application_refused_unknown")
        return {ROUND: None, WANTED: {"refused": "unknown"}}
    async with turn.services.database.read() as session:
        seen = await applications.look(session, turn.member_id, one, turn.now)
    if seen.refused:
        say_refused(turn, seen.refused, one, seen.mine)
        return {ROUND: None, WANTED: {"refused": seen.refused.reason, "round": one.id}}
    facts = "；".join(f"{fact.label}{fact.value}（截至{fact.as_of}）" for fact in seen.kind.facts)
    turn.say("utter_application_begin", title=one.title, union=one.union_name, about=_about(seen.kind, facts))
    known = {ask.id: seen.who.company for ask in seen.kind.asks if ask.known == "company" and seen.who.company}
    chosen = {ROUND: one.id, KIND: one.kind, WANTED: None, BOUND: seen.who.bound, ANSWERS: known, PICTURES: {}}
    contact = {"person_name": seen.who.name, "phone": seen.who.phone}
    return chosen | {slot: value for slot, value in contact.items() if value}


def round_choices(rounds: Sequence[ApplicationRound]) -> list[Choice]:
    """A tap on each begins it."""
    twice = len({one.title for one in rounds}) < len(rounds)
    return [
        Choice(label=f"{one.title}（{one.union_name}）" if twice else one.title, send=f"我要申请{one.title}")
        for one in rounds[:MOST_SHOWN]
    ]


def _nearby(turn: Turn, rounds: list[ApplicationRound]) -> list[ApplicationRound]:
    """Those of the place that the message names, where it names one; all where none is there."""
    city, district = turn.entity("city"), turn.entity("district")
    there = [one for one in rounds if (district and one.district == district) or (not district and one.city == city)]
    return there or rounds


def _about(kind: Kind, facts: str) -> str:
    parts = [f"参考：{facts}。" if facts else "", kind.about]
    return "\n" + "".join(parts) if any(parts) else ""
