"""How a batch stands, for staff: taken, missing for the group, by branch; and the rows of a spreadsheet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.listing import get
from union.events.meeting import Meeting
from union.events.models import DEAD, Booking
from union.events.sheet import export_rows
from union.excursions.accounts import left_of
from union.excursions.models import Allotment, Entitlement, EntitlementEntry
from union.excursions.places import ALLOTTED, RETURNED
from union.excursions.terms import needed
from union.excursions.texts import own_cost
from union.excursions.watch import missing
from union.members.models import Member
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope, members_within

_MORE = ("名额来源", "占用天数", "补贴（元）", "自费（元）")
_LEDGER = ("会员", "编号", "年度", "发放天数", "占用天数", "剩余天数", "剩余补贴（元）", "剩余次数")


@dataclass(frozen=True)
class BranchPlaces:
    """What a branch union was handed, and how much of it is taken."""

    branch: str
    capacity: int
    taken: int


@dataclass(frozen=True)
class BatchState:
    """A batch now. `capacity` and `taken` of all places; `missing`: for the group by `deadline`, 0 when it stands."""

    status: str
    capacity: int
    taken: int
    waiting: int
    min_group: int
    missing: int
    deadline: datetime | None
    branches: tuple[BranchPlaces, ...]
    allotted_until: datetime | None
    returned_at: datetime | None


async def batch_state(session: AsyncSession, session_id: str) -> BatchState | None:
    """The state of one batch; None: there is no such."""
    meeting = await get(session, session_id)
    if meeting is None:
        return None
    branches = branch_places(meeting)
    common = [quota for quota in meeting.quotas if quota.who == "total"]
    waits = (Booking.session_id == session_id, Booking.status == "waitlisted")
    allotment = await session.get(Allotment, session_id, populate_existing=True)
    return BatchState(
        status=meeting.status,
        capacity=sum(quota.capacity for quota in common) + sum(one.capacity for one in branches),
        taken=sum(quota.taken for quota in common) + sum(one.taken for one in branches),
        waiting=await session.scalar(select(func.sum(Booking.places)).where(*waits)) or 0,
        min_group=meeting.min_group or 0,
        missing=await missing(session, meeting),
        deadline=meeting.group_deadline,
        branches=branches,
        allotted_until=allotment.until if allotment else None,
        returned_at=allotment.returned_at if allotment else None,
    )


def branch_places(meeting: Meeting) -> tuple[BranchPlaces, ...]:
    """By branch union, in the order in which places were handed out."""
    handed = [quota for quota in meeting.quotas if quota.who.startswith((f"{ALLOTTED}:", f"{RETURNED}:"))]
    return tuple(BranchPlaces(quota.name.partition(":")[2], quota.capacity, quota.taken) for quota in handed)


async def export_batch(session: AsyncSession, session_id: str, *, viewer: str = "organiser") -> list[list[str]]:
    """The rows of events.export_rows, and beside each: whose places, days, subsidy and what the member pays."""
    rows = await export_rows(session, session_id, viewer=viewer)
    meeting = await get(session, session_id)
    if meeting is None:
        return []
    branches = {quota.id: quota.name.partition(":")[2] for quota in meeting.quotas if quota.name.startswith(ALLOTTED)}
    standing = (Booking.session_id == session_id, Booking.status.not_in(DEAD))
    found = {booking.code: booking for booking in await session.scalars(select(Booking).where(*standing))}
    return [[*rows[0], *_MORE], *([*row, *_more(meeting, found[row[0]], branches)] for row in rows[1:])]


async def export_ledger(session: AsyncSession, kind: str, scope: Scope = EVERYTHING) -> list[list[str]]:
    """A header and a row a member within the scope and cycle. Names are masked: who needs more opens the member."""
    accounts = select(Entitlement, Member.name).join(Member, Member.id == Entitlement.member_id)
    accounts = accounts.where(Entitlement.kind == kind, members_within(scope, Entitlement.member_id))
    found = (await session.execute(accounts.order_by(Entitlement.id))).tuples().all()
    rows = [list(_LEDGER)]
    days = await _days(session, kind)
    for account, name in found:
        left, of = left_of(account), days.get(account.id, {})
        granted = of.get("granted", 0) + of.get("carried", 0)
        taken = -of.get("reserved", 0) - of.get("given_back", 0)
        numbers = (account.cycle, granted, taken, left.days, left.yuan, left.segments)
        rows.append([masked_name(name, account.member_id), account.member_id, *map(str, numbers)])
    return rows


async def _days(session: AsyncSession, kind: str) -> dict[int, dict[str, int]]:
    """The sum of days by account and kind of line."""
    sums = select(EntitlementEntry.entitlement_id, EntitlementEntry.what, func.sum(EntitlementEntry.days))
    of_kind = sums.join(Entitlement, Entitlement.id == EntitlementEntry.entitlement_id).where(Entitlement.kind == kind)
    grouped = of_kind.group_by(EntitlementEntry.entitlement_id, EntitlementEntry.what)
    days: dict[int, dict[str, int]] = {}
    for account_id, what, number in (await session.execute(grouped)).tuples():
        days.setdefault(account_id, {})[what] = int(number)
    return days


def _more(meeting: Meeting, booking: Booking, branches: dict[int, str]) -> list[str]:
    takes = needed(meeting.rules)
    source = next((branches[id_] for id_ in booking.quota_ids if id_ in branches), "公共名额")
    own = own_cost(meeting.rules, booking.places)
    return [source, str(takes.days if takes else 0), str(takes.yuan if takes else 0), str(own)]
