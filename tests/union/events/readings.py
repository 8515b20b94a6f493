"""Meetings as rules read them, without a database."""

from tests.union.conftest import event
from union.events.meeting import Meeting, Places


def meeting_like(quotas: dict[str, int] | None = None, **values: object) -> Meeting:
    """The party of `conftest.event`, as it is read; without a database."""
    row = event(**values)  # type: ignore[arg-type]
    [session] = row.sessions
    numbers = {"total": 10} if quotas is None else quotas
    same = {name: getattr(row, name) for name in ("kind", "city", "district", "place", "organiser", "description")}
    same |= {name: getattr(row, name) for name in ("rules", "questions", "policy", "pictures", "demo", "way", "status")}
    return Meeting(
        **same,
        id=session.id,
        event_id=row.id,
        event_title=row.title,
        session_title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        sign_up_opens=row.sign_up_opens,
        sign_up_closes=row.sign_up_closes,
        scope=session.scope,
        min_group=None,
        group_deadline=None,
        quotas=tuple(Places(number, who, who, n, 0) for number, (who, n) in enumerate(numbers.items(), 1)),
    )
