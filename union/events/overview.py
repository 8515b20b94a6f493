"""Events as staff look for them: whose they are, how far they have come, how full they are. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.listing import meetings
from union.events.meeting import Meeting
from union.events.models import Booking, Event, EventSession
from union.events.reach import events_within, sees_event
from union.events.stages import Stage, of_stage, stage_of_all, taken_of
from union.staff.scope import EVERYTHING, Scope

MOST = 200  # sessions of one list


@dataclass(frozen=True)
class Wanted:
    """Which events: of a stage (empty: all that are not over), a kind, place, time, part of the title; empty: any."""

    stage: Stage | Literal[""] = ""
    kind: str = ""
    city: str = ""
    district: str = ""
    since: datetime | None = None
    until: datetime | None = None
    title: str = ""


@dataclass(frozen=True)
class Line:
    """One event with the sessions that fit, soonest first; `waiting` and `entered`: by session, in places."""

    sessions: tuple[Meeting, ...]
    stage: Stage
    waiting: int
    entered: int

    @property
    def event(self) -> Meeting:
        """What is the same in all sessions."""
        return self.sessions[0]

    @property
    def numbers(self) -> tuple[int, int]:
        """Places taken, and all."""
        counted = [taken_of(one) for one in self.sessions if one.status != "called_off"]
        return sum(taken for taken, _ in counted), sum(all_ for _, all_ in counted)


async def overview(
    session: AsyncSession, wanted: Wanted, now: datetime, *, scope: Scope = EVERYTHING
) -> Sequence[Line]:
    """Soonest first; what is over, newest first."""
    backwards = wanted.stage in ("over", "called_off")
    order = EventSession.starts_at.desc() if backwards else EventSession.starts_at
    fits = (events_within(scope), *_conditions(wanted, now))
    ids = select(EventSession.id).join(Event, Event.id == EventSession.event_id).where(*fits)
    found = await meetings(session, EventSession.id.in_(ids.order_by(order, EventSession.id).limit(MOST)))
    lines = _lines(found, await waiting_of(session, [one.id for one in found]), now)
    return lines[::-1] if backwards else lines


async def find_event(session: AsyncSession, event_id: str, now: datetime, *, scope: Scope = EVERYTHING) -> Line | None:
    """One event with all its sessions, or None: there is none, or none of theirs."""
    if not await sees_event(session, scope, event_id):
        return None
    found = await meetings(session, Event.id == event_id)
    lines = _lines(found, await waiting_of(session, [one.id for one in found]), now)
    return lines[0] if lines else None


async def waiting_of(session: AsyncSession, session_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Places wanted by those who wait and those who entered a draw: {session: {"waitlisted": 3, "entered": 20}}."""
    states = (Booking.session_id.in_(session_ids), Booking.status.in_(["waitlisted", "entered"]))
    query = select(Booking.session_id, Booking.status, func.sum(Booking.places)).where(*states)
    found: dict[str, dict[str, int]] = {}
    for id_, status, places in await session.execute(query.group_by(Booking.session_id, Booking.status)):
        found.setdefault(id_, {})[status] = int(places)
    return found


def _lines(found: Sequence[Meeting], waiting: Mapping[str, Mapping[str, int]], now: datetime) -> list[Line]:
    order = {id_: number for number, id_ in enumerate(dict.fromkeys(one.event_id for one in found))}
    together = sorted(found, key=lambda one: order[one.event_id])  # stable: sessions stay in their order
    lines = []
    for _, group in groupby(together, key=lambda one: one.event_id):
        sessions = tuple(group)
        wait, entered = (
            sum(waiting.get(one.id, {}).get(status, 0) for one in sessions) for status in ("waitlisted", "entered")
        )
        lines.append(Line(sessions, stage_of_all(sessions, now), wait, entered))
    return lines


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found = list(of_stage(wanted.stage, now)) if wanted.stage or wanted.since is None else []
    if wanted.kind:
        found.append(Event.kind == wanted.kind)
    if wanted.city:
        found.append(Event.city == wanted.city)
    if wanted.district:
        found.append(Event.district == wanted.district)
    if wanted.title:
        found.append(Event.title.contains(wanted.title, autoescape=True))
    if wanted.since is not None:
        found.append(EventSession.starts_at >= wanted.since)
    if wanted.until is not None:
        found.append(EventSession.starts_at < wanted.until)
    return found
