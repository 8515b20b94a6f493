"""What staff do with matchmaking: look at its numbers, try a round, start one. Nothing of a profile is shown.

A round is a row that says who started it; the work (rounds.hold_round) is done beside, in transactions of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database, insert_into
from union.ids import new_id
from union.matchmaking.matching import Suggestion
from union.matchmaking.models import Introduction, Met, Profile, Round
from union.matchmaking.rounds import eligible, hold_round, of_members, weigh
from union.matchmaking.tallies import of_month
from union.notices.service import NoticeQueue
from union.staff.scope import EVERYTHING, Scope, members_within

BROKEN_AFTER = timedelta(minutes=15)  # a round of thousands takes a minute: its process has died
STATES = ("open", "exchanged", "declined", "expired")
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Figures:
    """Profiles by eligibility, introductions by state. `half`: of the open ones, where one has agreed already.

    `begun`, `withdrawn` of this month and `met` (pairs ever introduced) cannot be told apart by union: None where the
    scope is not everything.
    """

    profiles: dict[str, int]
    introductions: dict[str, int]
    half: int
    begun: int | None
    withdrawn: int | None
    met: int | None


@dataclass(frozen=True)
class Preview:
    """What a round would come to now: people weighed, men and women of them, and pairs that would be asked."""

    people: int
    men: int
    women: int
    pairs: int


@dataclass(frozen=True)
class Begun:
    """The round is to be run by who began it; not `is_new`: the same key has begun it before."""

    round_id: str
    is_new: bool


@dataclass(frozen=True)
class RoundShown:
    """A round with what has become of its introductions; `gone`: deleted with a withdrawn profile, or after 90 days."""

    id: str
    state: str
    by: str
    started_at: datetime
    ended_at: datetime | None
    people: int
    men: int
    women: int
    asked: int
    introductions: dict[str, int]

    @property
    def gone(self) -> int:
        return max(0, self.asked - sum(self.introductions.values()))


async def figures(session: AsyncSession, now: datetime, scope: Scope = EVERYTHING) -> Figures:
    """The numbers as they are now."""
    query = select(Profile.state, Profile.introduction_id.is_not(None), Profile.consent_version, func.count())
    grouped = query.where(members_within(scope, Profile.member_id)).group_by(*query.selected_columns[:3])
    profiles: dict[str, int] = {}
    for state, is_asked, consent, number in await session.execute(grouped):
        name = eligible(state, bool(is_asked), consent)
        profiles[name] = profiles.get(name, 0) + number
    states = select(Introduction.state, func.count()).where(of_members(scope)).group_by(Introduction.state)
    one_agreed = func.coalesce(Introduction.first_answer, Introduction.second_answer) == "yes"
    half = select(func.count()).select_from(Introduction).where(Introduction.state == "open", one_agreed)
    month = await of_month(session, now) if scope.is_everything else {}
    pairs = await session.scalar(select(func.count()).select_from(Met))
    everything = scope.is_everything
    return Figures(
        profiles,
        dict((await session.execute(states)).tuples().all()),
        await session.scalar(half.where(of_members(scope))) or 0,
        month.get("begun", 0) if everything else None,
        month.get("withdrawn", 0) if everything else None,
        pairs if everything else None,
    )


async def preview(database: Database, now: datetime, scope: Scope = EVERYTHING) -> Preview:
    """Weigh everybody as a round would, and ask nobody."""
    people, found = await weigh(database, now, scope)
    return _preview([one.gender for one in people], found)


async def begin_round(
    session: AsyncSession, *, by: str, key: str, now: datetime, scope: Scope = EVERYTHING
) -> Begun | None:
    """Note that a round begins. None: another one is running."""
    late = update(Round).where(Round.state == "running", Round.started_at < now - BROKEN_AFTER)
    await session.execute(late.values(state="broken", ended_at=now), execution_options=_NO_SYNC)
    values = {"id": new_id(), "state": "running", "path": scope.path or "", "by": by, "key": key, "started_at": now}
    added = await session.execute(insert_into(session, Round).values(**values).on_conflict_do_nothing())
    assert isinstance(added, CursorResult)
    if added.rowcount:
        return Begun(str(values["id"]), True)
    mine = await session.scalar(select(Round.id).where(Round.key == key))
    return Begun(mine, False) if mine else None


async def run_round(
    database: Database, queue: NoticeQueue, round_id: str, now: datetime, scope: Scope = EVERYTHING
) -> None:
    """Hold the round that was begun, and note what it came to; or that it broke off."""
    try:
        held = await hold_round(database, queue, now, scope=scope, round_id=round_id)
    except BaseException:
        await database.transact(lambda s: _end(s, round_id, now, state="broken"))
        raise
    numbers = {"people": held.waiting, "men": held.men, "women": held.women, "asked": len(held.introductions)}
    await database.transact(lambda s: _end(s, round_id, now, state="done", **numbers))


async def rounds_held(session: AsyncSession, scope: Scope = EVERYTHING, most: int = 20) -> list[RoundShown]:
    """The newest first; of the scope's union and those below it."""
    query = select(Round).order_by(Round.started_at.desc(), Round.id).limit(most)
    if scope.path is not None:
        query = query.where(Round.path.startswith(scope.path, autoescape=True))
    found = (await session.scalars(query.execution_options(populate_existing=True))).all()
    states = await _states(session, [one.id for one in found])
    return [_shown(one, states.get(one.id, {})) for one in found]


async def _end(session: AsyncSession, round_id: str, now: datetime, **values: object) -> None:
    running = update(Round).where(Round.id == round_id, Round.state == "running")
    await session.execute(running.values(ended_at=now, **values), execution_options=_NO_SYNC)


async def _states(session: AsyncSession, round_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    query = select(Introduction.round_id, Introduction.state, func.count())
    of_these = query.where(Introduction.round_id.in_(round_ids)).group_by(Introduction.round_id, Introduction.state)
    found: dict[str, dict[str, int]] = {}
    for round_id, state, number in await session.execute(of_these):
        found.setdefault(str(round_id), {})[state] = number
    return found


def _preview(genders: Sequence[str], found: Sequence[Suggestion]) -> Preview:
    return Preview(len(genders), genders.count("男"), genders.count("女"), len(found))


def _shown(one: Round, states: dict[str, int]) -> RoundShown:
    numbers = (one.people or 0, one.men or 0, one.women or 0, one.asked or 0)
    return RoundShown(one.id, one.state, one.by, one.started_at, one.ended_at, *numbers, states)
