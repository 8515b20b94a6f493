"""A round: everybody who waits is weighed against everybody, and the best pairs are asked. Staff start it.

Reading, weighing and asking are apart, so that no transaction waits for the weighing; who has changed or left in
between is passed over by the guards of `introduce`.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from union.matchmaking import texts
from union.matchmaking.fit import Person, person
from union.matchmaking.introductions import ENDED, end, introduce
from union.matchmaking.matching import Suggestion, suggestions
from union.matchmaking.met import meetings
from union.matchmaking.models import Introduction, Profile
from union.matchmaking.rules import CONSENT_VERSION
from union.notices.service import NoticeQueue, queue_notice
from union.staff.scope import EVERYTHING, Scope, members_within

KEPT = timedelta(days=90)  # closed introductions without an exchange, for staff's figures
MOST_EXPIRED = 200  # a sweep; the next one goes on

Eligible = Literal["eligible", "paused", "asked", "consent_outdated"]


@dataclass(frozen=True)
class RoundResult:
    """What a round came to: people weighed, men and women of them, and the introductions begun."""

    waiting: int
    men: int
    women: int
    introductions: tuple[str, ...]


@dataclass(frozen=True)
class IntroductionLine:
    """What staff see of an introduction: pseudonyms, the score and its reasons, the state; nothing of the profiles."""

    id: str
    first_id: str
    second_id: str
    state: str
    score: int
    lines: tuple[str, ...]
    created_at: datetime
    expires_at: datetime


async def hold_round(
    database: Database,
    queue: NoticeQueue,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
    round_id: str | None = None,
) -> RoundResult:
    """Weigh everybody waiting within the scope and ask the best pairs, each in a transaction of its own.

    Run again (or twice at once) it asks nobody twice: whoever is being asked waits no more.
    """
    people, found = await weigh(database, now, scope)
    begun = [await _introduce(database, queue, suggestion, now, round_id) for suggestion in found]
    genders = Counter(one.gender for one in people)
    return RoundResult(len(people), genders["男"], genders["女"], tuple(made for made in begun if made))


async def weigh(database: Database, now: datetime, scope: Scope) -> tuple[list[Person], list[Suggestion]]:
    """Everybody who waits, and the best pairs among them. Changes nothing."""
    async with database.read() as session:
        people = await waiting(session, now, scope)
        met_before = await meetings(session, database.keyring)
    return people, await asyncio.to_thread(suggestions, people, met_before)


async def waiting(session: AsyncSession, now: datetime, scope: Scope = EVERYTHING) -> list[Person]:
    """Everybody who could be introduced now. Own words are not read."""
    query = select(Profile.member_id, Profile.version, Profile.values, Profile.waiting_since).where(
        Profile.state == "active",
        Profile.introduction_id.is_(None),
        Profile.consent_version == CONSENT_VERSION,
        members_within(scope, Profile.member_id),
    )
    people = []
    for row in (await session.execute(query.order_by(Profile.member_id))).all():
        stored = json.loads(row.values)
        musts = frozenset(stored["musts"])
        people.append(person(row.member_id, row.version, stored["values"], musts, row.waiting_since, now))
    return people


async def sweep(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """End introductions whose time is over, and forget old ones; returns how many ended. For a schedule."""
    query = select(Introduction.id).where(Introduction.state == "open", Introduction.expires_at <= now)
    late = list(await session.scalars(query.order_by(Introduction.expires_at).limit(MOST_EXPIRED)))
    await end(session, late, "expired", now)
    ended = await session.scalars(
        select(Introduction).where(Introduction.id.in_(late), Introduction.state == "expired")
    )
    done = ended.all()
    for one in done:
        for member_id, said in ((one.first_id, one.first_answer), (one.second_id, one.second_answer)):
            if said == "yes":  # who never answered is not written to again
                key = f"{ENDED}:{one.id}:{member_id}"
                await queue_notice(session, queue, member_id, ENDED, texts.NO_ANSWER, now, key)
    old = (Introduction.state.in_(["declined", "expired"]), Introduction.closed_at < now - KEPT)
    await session.execute(delete(Introduction).where(*old), execution_options={"synchronize_session": False})
    return len(done)


async def eligibility(session: AsyncSession) -> dict[str, Eligible]:
    """Who takes part and who could be introduced now, by member id: all that staff see of profiles."""
    query = select(Profile.member_id, Profile.state, Profile.introduction_id, Profile.consent_version)
    found = (await session.execute(query)).all()
    return {row.member_id: eligible(row.state, row.introduction_id is not None, row.consent_version) for row in found}


async def introductions(
    session: AsyncSession, state: str = "open", scope: Scope = EVERYTHING, most: int = 500
) -> list[IntroductionLine]:
    """Introductions of members within the scope in a state, newest first, as staff see them."""
    query = select(Introduction).where(Introduction.state == state, of_members(scope))
    return [_line(one) for one in await session.scalars(query.order_by(Introduction.created_at.desc()).limit(most))]


def of_members(scope: Scope) -> ColumnElement[bool]:
    """Introductions of which at least one side is within the scope: nothing of either is shown."""
    return or_(members_within(scope, Introduction.first_id), members_within(scope, Introduction.second_id))


async def _introduce(
    database: Database, queue: NoticeQueue, suggestion: Suggestion, now: datetime, round_id: str | None
) -> str | None:
    return await database.transact(lambda s: introduce(s, queue, database.keyring, suggestion, now, round_id))


def eligible(state: str, is_asked: bool, consent: str) -> Eligible:
    """Whether a profile in this state could be introduced now."""
    if consent != CONSENT_VERSION:
        return "consent_outdated"
    if is_asked:
        return "asked"
    return "eligible" if state == "active" else "paused"


def _line(one: Introduction) -> IntroductionLine:
    lines: Sequence[str] = json.loads(one.lines)
    return IntroductionLine(
        one.id, one.first_id, one.second_id, one.state, one.score, tuple(lines), one.created_at, one.expires_at
    )
