"""A case leaves the hands it is in: to a colleague, to a group, back to the queue. By compare-and-set."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.conversations.service import change_owner, record
from union.handoff import texts
from union.handoff.cases import find, move
from union.handoff.desk_models import HandoffGroup
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done, Refused
from union.handoff.presence import has_room
from union.handoff.taking import FRESH, talks_with_members
from union.handoff.telling import MOVED, tell_soon
from union.notices.service import NoticeQueue
from union.staff.scope import EVERYTHING, Scope

_DEFAULT = Limits()
MOST_NOTE = 2_000  # characters


async def transfer(
    session: AsyncSession,
    queue: NoticeQueue,
    case_id: int,
    by: str,
    now: datetime,
    *,
    to_staff: str = "",
    to_group: str = "",
    note: str = "",
    scope: Scope = EVERYTHING,
    limits: Limits = _DEFAULT,
) -> Done | Refused:
    """Hand a case to a colleague or a group (by name), with a private note for them. In a group it keeps its place."""
    case = await find(session, case_id, scope)
    if case is None:
        return Refused("unknown")
    if bool(to_staff) == bool(to_group):
        return Refused("empty")
    if case.state == "ended":
        return Refused("ended", case.staff or "")
    if to_group:
        return await _to_group(session, case, by, to_group, note, now, limits)
    if not await talks_with_members(session, to_staff):
        return Refused("no_staff", to_staff)
    if case.staff == to_staff:
        return Refused("taken", to_staff)
    if not case.urgent and not await has_room(session, to_staff, limits=limits):
        return Refused("full", to_staff)
    line = texts.handed_to(by, to_staff)
    values = {"state": "taken", "staff": to_staff, "taken_at": now, **FRESH, **_noted(note)}
    return await _moved(session, case, line, now, "staff", values)


async def release(
    session: AsyncSession,
    case_id: int,
    by: str,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
    limits: Limits = _DEFAULT,
) -> Done | Refused:
    """Back to the queue, at the place it had."""
    case = await find(session, case_id, scope)
    if case is None:
        return Refused("unknown")
    if case.state != "taken":
        return Refused("ended" if case.state == "ended" else "idle", case.staff or "")
    return await give_back(session, case, texts.released(by), now, limits)


async def give_back(
    session: AsyncSession, case: HandoffCase, line: str, now: datetime, limits: Limits = _DEFAULT
) -> Done | Refused:
    """A case that was read as taken, back to the queue, unless somebody has done something with it since."""
    values = {"state": "waiting", "staff": None, "taken_at": None, "waits_since": now, "reminded_at": None, **FRESH}
    moved = await _moved(session, case, line, now, "queue", values)
    if isinstance(moved, Done):
        await tell_soon(session, moved.case, MOVED, texts.BACK_IN_QUEUE, now, limits)
    return moved


async def _to_group(
    session: AsyncSession, case: HandoffCase, by: str, name: str, note: str, now: datetime, limits: Limits
) -> Done | Refused:
    group_id = await session.scalar(select(HandoffGroup.id).where(HandoffGroup.name == name))
    if group_id is None:
        return Refused("no_group", name)
    values: dict[str, object] = {"group_id": group_id, "waits_since": now, "reminded_at": None, **_noted(note)}
    was_taken = case.state == "taken"
    if was_taken:
        values |= {"state": "waiting", "staff": None, "taken_at": None, **FRESH}
    owner = "queue" if was_taken else ""
    moved = await _moved(session, case, texts.handed_to_group(by, name), now, owner, values)
    if was_taken and isinstance(moved, Done):
        await tell_soon(session, moved.case, MOVED, texts.HANDED_ON, now, limits)
    return moved


async def _moved(
    session: AsyncSession, case: HandoffCase, line: str, now: datetime, owner: str, values: dict[str, object]
) -> Done | Refused:
    """From the hands it was read in; the second of two who hand it on is told who has it now."""
    unchanged = (
        HandoffCase.staff.is_not_distinct_from(case.staff),
        HandoffCase.answered_at.is_not_distinct_from(case.answered_at),  # whoever answers in this moment keeps it
    )
    if not await move(session, case.id, [case.state], *unchanged, **values):
        now_held = await find(session, case.id)
        if now_held is None or now_held.state == "ended":
            return Refused("unknown" if now_held is None else "ended")
        return Refused("taken" if now_held.staff else "idle", now_held.staff or "")
    await session.refresh(case)
    if owner == "staff":
        await change_owner(session, case.member_id, ["queue", "bot", "staff"], "staff")
    elif owner == "queue":
        await change_owner(session, case.member_id, ["staff"], "queue")
    await record(session, case.member_id, "event", line, now)
    return Done(case)


def _noted(note: str) -> dict[str, object]:
    """Without a new note the one before stays."""
    return {"handover_note": note.strip()[:MOST_NOTE]} if note.strip() else {}
