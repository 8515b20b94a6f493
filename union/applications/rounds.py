"""Rounds: opened by staff without a release, found by members, looked at before anything is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.applications.applicant import applicant, applicants
from union.applications.kinds import Kind, kinds
from union.applications.models import DEAD, Application, ApplicationRound
from union.applications.rules import Applicant, Refused, may, scope_of, taking
from union.ids import new_id

SHOWN_AFTER = timedelta(days=60)  # so long after its end a round is still found, to say that it is over


@dataclass(frozen=True)
class NewRound:
    """What staff say of a round; left out is what follows: the year of its opening, papers by the kind's days."""

    kind: str
    title: str
    union_name: str
    city: str
    opens_at: datetime
    closes_at: datetime
    union_id: str = ""
    district: str = ""
    period: str = ""
    papers_until: datetime | None = None
    quota: int | None = None
    budget_yuan: int | None = None
    open_to_unbound: bool = False
    id: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Look:
    """A round as one member meets it; `refused` says why they cannot apply, as far as is known without asking."""

    round: ApplicationRound
    kind: Kind
    who: Applicant
    refused: Refused | None
    mine: Application | None = None


async def open_round(session: AsyncSession, new: NewRound) -> ApplicationRound | Refused:
    """Open a round (next year's, another union's)."""
    kind = kinds().get(new.kind)
    if kind is None:
        return Refused("unknown", new.kind)
    if new.closes_at <= new.opens_at:
        return Refused("bad_dates")
    numbers = [number for number in (new.quota, new.budget_yuan) if number is not None]
    if any(number < 0 for number in numbers) or (new.budget_yuan is not None and not kind.money):
        return Refused("bad_number")
    values = {name: value for name, value in new.__dict__.items() if value is not None}
    values |= {
        "id": new.id or new_id(),
        "period": new.period or str(to_shanghai(new.opens_at).year),
        "papers_until": new.papers_until or new.closes_at + timedelta(days=kind.papers_days),
    }
    made = ApplicationRound(**values)
    session.add(made)
    await session.flush()
    return made


async def close_round(session: AsyncSession, round_id: str, now: datetime) -> bool:
    """End a round before its time; what was handed in goes on. False: it was over already."""
    statement = update(ApplicationRound).where(ApplicationRound.id == round_id, ApplicationRound.closes_at > now)
    closed = statement.values(closes_at=now).returning(ApplicationRound.id)
    return await session.scalar(closed, execution_options={"synchronize_session": False}) is not None


async def rounds(session: AsyncSession, now: datetime) -> list[ApplicationRound]:
    """All that are open, to come, or were over lately; those that close first, first."""
    query = select(ApplicationRound).where(ApplicationRound.closes_at > now - SHOWN_AFTER)
    ordered = query.order_by(ApplicationRound.closes_at, ApplicationRound.id)
    known = kinds()
    return [one for one in await session.scalars(ordered) if one.kind in known]


async def look(session: AsyncSession, member_id: str, one: ApplicationRound, now: datetime) -> Look:
    """How the member stands to a round: over, used up, applied already, not for them; or nothing in the way."""
    kind = kinds()[one.kind]
    who = await applicant(session, member_id, one.union_id)
    mine = await _mine(session, member_id, [scope_of(kind, one)])
    found = mine[0] if mine else None
    already = Refused("already", found.number) if found else None
    return Look(one, kind, who, already or taking(one, now) or may(kind, one, who), found)


async def fitting(
    session: AsyncSession, member_id: str, now: datetime, among: Sequence[ApplicationRound] | None = None
) -> list[ApplicationRound]:
    """The rounds in which nothing is known to stand in the member's way; queries do not grow with the rounds."""
    found = await rounds(session, now) if among is None else among
    known = kinds()
    scopes = [scope_of(known[one.kind], one) for one in found]
    taken = {application.scope for application in await _mine(session, member_id, scopes)}
    who = await applicants(session, member_id, {one.union_id for one in found})
    free = [one for one, scope in zip(found, scopes, strict=True) if scope not in taken and taking(one, now) is None]
    return [one for one in free if may(known[one.kind], one, who[one.union_id]) is None]


async def get_round(session: AsyncSession, round_id: str) -> ApplicationRound | None:
    """The round as it is now."""
    query = select(ApplicationRound).where(ApplicationRound.id == round_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def _mine(session: AsyncSession, member_id: str, scopes: Sequence[str]) -> list[Application]:
    live = (Application.member_id == member_id, Application.scope.in_(scopes), Application.status.not_in(DEAD))
    return list(await session.scalars(select(Application).where(*live)))
