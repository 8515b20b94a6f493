"""The same event on other days: a draft with all of it, its times moved together."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.events.desk import Written, create
from union.events.entering.reader import Wrong
from union.events.files import EventEntry
from union.events.managing import event_of
from union.events.models import EventSession, Quota
from union.events.refusal import Refused
from union.staff.scope import Scope

_SHIFTED = ("starts_at", "ends_at", "sign_up_opens", "sign_up_closes", "group_deadline")


async def copy_event(
    session: AsyncSession, scope: Scope, event_id: str, first_day: date, *, key: str, now: datetime
) -> Written | Wrong | Refused:
    """A draft of the same event, its first session on another day, all other times as far from it as they were."""
    event = await event_of(session, scope, event_id)
    if event is None:
        return Refused("unknown")
    new_id = f"e-{key[:16].lower()}"
    if (there := await event_of(session, scope, new_id)) is not None:
        return Written(there)
    sessions = [one for one in event.sessions if one.status != "called_off"] or event.sessions
    starts = min(one.starts_at for one in sessions)
    later = timedelta(days=(first_day - to_shanghai(starts).date()).days)
    if starts + later <= now:
        return Wrong({"day": "请选今天以后的日期。"})
    content = {name: getattr(event, name) for name in EventEntry.model_fields if name != "sessions"}
    content |= {"id": new_id, "sessions": [_again(one, f"{new_id}-{n}", later) for n, one in enumerate(sessions, 1)]}
    outcome = await create(session, _moved(content, later))
    if isinstance(outcome, Written):
        outcome.event.union_id = event.union_id
        await session.flush()
    return outcome


def _again(one: EventSession, id_: str, later: timedelta) -> Mapping[str, Any]:
    names = ("title", "place", *_SHIFTED, "min_group")
    return _moved({name: getattr(one, name) for name in names}, later) | {"id": id_, "quotas": _plain(one.quotas)}


def _plain(quotas: list[Quota]) -> dict[str, int]:
    """Places that were handed to branch unions are everybody's again."""
    found = {quota.who: quota.capacity for quota in quotas if not quota.who.startswith(("allotted:", "returned:"))}
    handed = sum(quota.capacity for quota in quotas if quota.who.startswith("allotted:"))
    return found | ({"total": found["total"] + handed} if "total" in found else {})


def _moved(fields: Mapping[str, Any], later: timedelta) -> dict[str, Any]:
    return {name: value + later if name in _SHIFTED and value else value for name, value in fields.items()}
