"""What staff look at: the talks of a day, of a lawyer, of a district by town, and what waits for an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SHANGHAI
from union.legal_aid.intake import Intake, read_intake
from union.legal_aid.listing import with_lawyer
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.privacy import Reader, may_read
from union.legal_aid.reach import appointments_within
from union.staff.scope import EVERYTHING, Scope

TAKES_PLACE = ("booked", "over", "done", "no_show")


@dataclass(frozen=True)
class Card:
    """One talk as staff see it. `intake` (topic and story too) is None for who may not read it."""

    id: str
    status: str
    service: str
    window: str
    lawyer: str
    starts_at: datetime
    ends_at: datetime
    way: str
    where: str
    code: str
    member_id: str
    name: str
    phone: str
    district: str
    town: str
    intake: Intake | None


async def of_day(
    session: AsyncSession,
    reader: Reader,
    day: date,
    *,
    window_id: str | None = None,
    lawyer_id: str | None = None,
    scope: Scope = EVERYTHING,
) -> list[Card]:
    """All talks of a day (Shanghai's), soonest first."""
    since = datetime.combine(day, time(), SHANGHAI)
    on_day = (Appointment.starts_at >= since, Appointment.starts_at < since + timedelta(days=1))
    return await _cards(session, reader, *_taking_place(window_id, lawyer_id), *on_day, appointments_within(scope))


async def next_day(
    session: AsyncSession,
    day: date,
    *,
    window_id: str | None = None,
    lawyer_id: str | None = None,
    scope: Scope = EVERYTHING,
) -> datetime | None:
    """When the first talk after a day begins, if there is any."""
    after = Appointment.starts_at >= datetime.combine(day, time(), SHANGHAI) + timedelta(days=1)
    these = (*_taking_place(window_id, lawyer_id), after, appointments_within(scope))
    to_come = with_lawyer(*these).order_by(Appointment.starts_at)
    found = (await session.scalars(to_come.limit(1))).first()
    return found.starts_at if found else None


def _taking_place(window_id: str | None, lawyer_id: str | None) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = [Appointment.status.in_(TAKES_PLACE)]
    if window_id is not None:
        which.append(LegalWindow.id == window_id)
    if lawyer_id is not None:
        which.append(Appointment.lawyer_id == lawyer_id)
    return which


async def of_staff(session: AsyncSession, reader: Reader, now: datetime) -> list[Card]:
    """The talks that who reads this still has before them, soonest first."""
    to_come = (Appointment.status == "booked", Appointment.ends_at > now)
    return await _cards(session, reader, Lawyer.staff == reader.name, *to_come)


async def unrecorded(session: AsyncSession, reader: Reader, now: datetime) -> list[Card]:
    """The reader's own talks that are over and of which nobody has written down what came of them, oldest first."""
    over = (Appointment.status.in_(["booked", "over"]), Appointment.ends_at <= now)
    return await _cards(session, reader, Lawyer.staff == reader.name, *over)


async def all_unrecorded(session: AsyncSession, reader: Reader, now: datetime, scope: Scope = EVERYTHING) -> list[Card]:
    """The same of everybody, for who sees to it that nothing is forgotten."""
    over = (Appointment.status.in_(["booked", "over"]), Appointment.ends_at <= now)
    return await _cards(session, reader, *over, appointments_within(scope))


async def of_code(session: AsyncSession, reader: Reader, code: str, scope: Scope = EVERYTHING) -> Card | None:
    """The talk with this code, as members show it: within the scope, or the reader's own."""
    which = [Appointment.code == code, Appointment.status != "offered"]
    if not scope.is_everything:
        which.append(or_(appointments_within(scope), Lawyer.staff == reader.name))
    found = await _cards(session, reader, *which)
    return found[0] if found else None


async def without_time(session: AsyncSession, reader: Reader, scope: Scope = EVERYTHING) -> list[Card]:
    """Whose lawyer is away and who has no other time yet, soonest first."""
    return await _cards(session, reader, Appointment.status == "displaced", appointments_within(scope))


async def by_town(
    session: AsyncSession,
    reader: Reader,
    district: str,
    since: datetime,
    until: datetime,
    scope: Scope = EVERYTHING,
) -> dict[str, list[Card]]:
    """What the townships of a district ask for, for its union: all services, by town; an empty name: none was told."""
    asked = (Appointment.starts_at >= since, Appointment.starts_at < until, Appointment.status.in_(TAKES_PLACE))
    found: dict[str, list[Card]] = {}
    here = (Appointment.district == district, appointments_within(scope))
    for card in await _cards(session, reader, *here, *asked):
        found.setdefault(card.town, []).append(card)
    return dict(sorted(found.items()))


async def _cards(session: AsyncSession, reader: Reader, *which: ColumnElement[bool]) -> list[Card]:
    ordered = with_lawyer(*which).order_by(Appointment.starts_at, Appointment.lawyer_id)
    found: Sequence[Appointment] = (await session.scalars(ordered)).all()
    return [_card(one, reader) for one in found]


def _card(one: Appointment, reader: Reader) -> Card:
    lawyer, window = one.lawyer, one.lawyer.window
    readable = may_read(reader, window.privacy, lawyer.staff)
    return Card(
        id=one.id,
        status=one.status,
        service=window.service,
        window=window.name,
        lawyer=lawyer.name,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        way=one.way,
        where=one.where,
        code=one.code,
        member_id=one.member_id,
        name=one.name,
        phone=one.phone,
        district=one.district,
        town=one.town,
        intake=read_intake(one.intake, one.topic, one.description) if readable else None,
    )
