"""What staff look at: applications with what is left of their rounds, and one with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.answers import missing, papers_asked
from union.applications.kinds import kinds
from union.applications.listing import timeline, told_lines
from union.applications.models import Application, ApplicationRound
from union.applications.rules import must_differ
from union.applications.told import answers_of, papers_of
from union.attachments.service import of_subject
from union.members.rules import masked_name
from union.roster.models import Union
from union.staff.scope import EVERYTHING, Scope, members_within

Pile = Literal["decide", "wait", "give", "over"]
# decide: for staff; wait: for the member's papers; give: granted, not given yet; over: nothing is left to do.
PILES: dict[Pile, tuple[str, ...]] = {
    "decide": ("submitted", "appealed"),
    "wait": ("incomplete", "returned"),
    "give": ("approved",),
    "over": ("fulfilled", "refused", "withdrawn", "lapsed"),
}
MOST = 200


@dataclass(frozen=True)
class Item:
    """One in a list. `since`: of what is waited for; `places`, `yuan`: left in its round, None: no limit."""

    id: str
    number: str
    member_id: str
    kind: str
    title: str
    union: str
    applicant: str
    status: str
    since: datetime
    papers_until: datetime | None
    missing: tuple[str, ...]
    places: int | None
    yuan: int | None


@dataclass(frozen=True)
class PaperShown:
    """One paper and its pictures (ids) that are here."""

    name: str
    hint: str
    required: bool
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """All of one application. `money`: an amount is granted; `decides`: the role; `only_others`: who decided first.

    `enters_roster`: granting it makes the applicant a member of a union (admitting.py).
    """

    item: Item
    name: str
    phone: str
    told: tuple[tuple[str, str], ...]
    papers: tuple[PaperShown, ...]
    steps: tuple[tuple[datetime, str, str], ...]
    money: bool
    decides: str
    enters_roster: bool
    steps_shown: tuple[str, ...]
    amount: int | None
    reason: str
    appeal: str
    only_others: str


def applications_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `Application`: of the union's members, or for a round that it (or one below it) has opened."""
    if scope.path is None:
        return true()
    own = select(Union.id).where(Union.path.startswith(scope.path, autoescape=True))
    rounds = select(ApplicationRound.id).where(ApplicationRound.union_id.in_(own))
    return or_(Application.round_id.in_(rounds), members_within(scope, Application.member_id))


async def applications(
    session: AsyncSession,
    pile: Pile,
    *,
    kind: str | None = None,
    number: str = "",
    most: int = MOST,
    scope: Scope = EVERYTHING,
) -> list[Item]:
    """A pile, oldest first (what is over: newest first); of one kind; or with this number, on whichever pile."""
    query = select(Application).join(Application.round).where(applications_within(scope))
    query = query.where(Application.number == number) if number else query.where(Application.status.in_(PILES[pile]))
    newest_first = pile == "over"
    order = Application.updated_at.desc() if newest_first else Application.submitted_at.asc()
    found: Sequence[Application] = (await session.scalars(query.order_by(order, Application.id).limit(most))).all()
    return [_item(one) for one in found if one.round.kind in kinds() and kind in (None, one.round.kind)]


async def piles(session: AsyncSession, scope: Scope = EVERYTHING) -> dict[Pile, int]:
    """How many there are on each pile but the last."""
    counted = select(Application.status, func.count()).where(applications_within(scope)).group_by(Application.status)
    counts = {row[0]: row[1] for row in await session.execute(counted)}
    return {pile: sum(counts.get(one, 0) for one in statuses) for pile, statuses in PILES.items()}


async def sheet(session: AsyncSession, number: str, scope: Scope = EVERYTHING) -> Sheet | None:
    """One application by its number, as members and staff quote it."""
    found = await session.scalar(select(Application).where(Application.number == number, applications_within(scope)))
    if found is None or found.round.kind not in kinds():
        return None
    kind = kinds()[found.round.kind]
    only_others = (found.decided_by or "") if found.status == "appealed" else ""
    return Sheet(
        item=_item(found),
        name=found.name or "",
        phone=found.phone or "",
        told=tuple(told_lines(found)),
        papers=await _papers(session, found),
        steps=tuple(await timeline(session, found.id)),
        money=kind.money,
        decides=kind.role,
        enters_roster=kind.enters_roster,
        steps_shown=kind.steps,
        amount=found.amount_yuan,
        reason=found.reason or "",
        appeal=found.appeal_text or "",
        only_others=only_others,
    )


def is_for_others(shown: Sheet, staff: str) -> bool:
    """Whether somebody else must decide: who looks at it took the decision that is appealed against."""
    return must_differ(shown.only_others or None, staff)


def _item(one: Application) -> Item:
    batch = one.round
    lacks = missing(kinds()[batch.kind], answers_of(one.answers), papers_of(one.papers))
    since = one.appealed_at if one.status == "appealed" else one.submitted_at
    return Item(
        id=one.id,
        number=one.number,
        member_id=one.member_id or "",
        kind=kinds()[batch.kind].title,
        title=batch.title,
        union=batch.union_name,
        applicant=masked_name(one.name, one.member_id or "") if one.name or one.member_id else "（已删除）",
        status=one.status,
        since=since or one.submitted_at,
        papers_until=one.papers_until,
        missing=tuple(paper.name for paper in lacks),
        places=None if batch.quota is None else batch.quota - batch.granted,
        yuan=None if batch.budget_yuan is None else batch.budget_yuan - batch.spent_yuan,
    )


async def _papers(session: AsyncSession, one: Application) -> tuple[PaperShown, ...]:
    """The kind's papers in their order, and after them what was sent under another name."""
    here = {picture.id for picture in await of_subject(session, f"application:{one.id}") if picture.state == "kept"}
    sent = {paper: tuple(id_ for id_ in ids if id_ in here) for paper, ids in papers_of(one.papers).items()}
    asked = papers_asked(kinds()[one.round.kind], answers_of(one.answers))
    shown = [PaperShown(paper.name, paper.hint, paper.required, sent.pop(paper.id, ())) for paper in asked]
    rest = tuple(id_ for ids in sent.values() for id_ in ids)
    return (*shown, PaperShown("其他材料", "", False, rest)) if rest else tuple(shown)
