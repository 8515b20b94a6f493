"""Members, events and lawyers for the tests of the union's records."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import sync_url
from base.database import Database
from tests.conftest import WEDNESDAY
from union.events.models import Event, EventSession, Quota
from union.events.rules import scope_of
from union.events.terms import EventPolicy, EventRules
from union.legal_aid.models import Lawyer, LegalWindow, RotaDay
from union.members.models import Member
from union.notices.models import Notice
from union.notices.queue import DbosQueue


async def add_rows(database: Database, *rows: object) -> None:
    async def work(session: AsyncSession) -> None:
        for row in rows:
            session.add(row)
            await session.flush()

    await database.transact(work)


def member(number: int = 1) -> Member:
    member_id = f"m{number}"
    return Member(
        id=member_id, account="wx", openid=member_id, openid_index=member_id, following=True, created_at=WEDNESDAY
    )


def event(event_id: str = "party", *, capacity: int = 10, starts: datetime | None = None, **values: Any) -> Event:
    """A matchmaking party in a week, whose sign-up is open until a day before; its one session has the same id.

    `quotas`: capacities by who they count; `sessions` are instead of the one; rules by their names.
    """
    starts = starts or WEDNESDAY + timedelta(days=7)
    quotas = values.pop("quotas", {"total": capacity})
    group = {name: values.pop(name, None) for name in ("min_group", "group_deadline")}
    sessions = values.pop("sessions", None) or [
        meeting(event_id, starts, ends=values.pop("ends_at", None), quotas=quotas, **group)
    ]
    rules = {name: values.pop(name) for name in list(values) if name in EventRules.model_fields}
    defaults: dict[str, object] = {
        "title": "相亲会",
        "kind": "相亲",
        "city": "杭州市",
        "district": "上城区",
        "place": "职工之家",
        "organiser": "总工会",
        "description": "",
        "sign_up_opens": WEDNESDAY - timedelta(days=1),
        "sign_up_closes": starts - timedelta(days=1),
        "status": "open",
        "way": "first_come",
        "rules": EventRules.model_validate({"places_per_member": 2, **rules}),
        "policy": EventPolicy(),
        "questions": (),
        "pictures": (),
        "demo": False,
    }
    made = Event(id=event_id, **{**defaults, **values})
    for session in sessions:
        session.event_id = event_id
        session.scope = scope_of(made.rules, made.kind, event_id, session.id, session.starts_at)
        made.sessions.append(session)
    return made


def meeting(session_id: str, starts: datetime, *, quotas: Any, ends: Any = None, **values: Any) -> EventSession:
    """A session of three hours."""
    numbers = [Quota(name=who, who=who, capacity=n, taken=0) for who, n in quotas.items()]
    title = values.pop("title", "")
    ends = ends or starts + timedelta(hours=3)
    return EventSession(
        id=session_id, title=title, starts_at=starts, ends_at=ends, place="", status="open", quotas=numbers, **values
    )


def legal_window() -> list[object]:
    """One window; 王律师 sits on Thursdays, 李律师 on Thursdays and Fridays."""
    morning = (time(9), time(11, 30))
    return [
        LegalWindow(id="window", name="法律援助窗口", city="湖州市", place="一楼"),
        Lawyer(id="wang", window_id="window", name="王律师"),
        Lawyer(id="li", window_id="window", name="李律师"),
        RotaDay(lawyer_id="wang", weekday=3, starts=morning[0], ends=morning[1]),
        RotaDay(lawyer_id="li", weekday=3, starts=morning[0], ends=morning[1]),
        RotaDay(lawyer_id="li", weekday=4, starts=morning[0], ends=morning[1]),
    ]


@pytest.fixture
async def members(database: Database) -> list[str]:
    """Three members."""
    rows = [member(number) for number in range(1, 4)]
    await add_rows(database, *rows)
    return [row.id for row in rows]


@pytest.fixture
def system_url(database: Database) -> str:
    """The synchronous URL of `database`, with DBOS's tables in it."""
    return sync_url(database.url)


@pytest.fixture
async def queue(system_url: str) -> AsyncIterator[DbosQueue]:
    queue = DbosQueue(system_url)
    yield queue
    queue.close()


async def notices(database: Database, kind: str | None = None) -> list[Notice]:
    """All notices, or those of one kind that were not taken back, oldest first."""
    query = select(Notice).order_by(Notice.created_at, Notice.id)
    if kind:
        query = query.where(Notice.kind == kind, Notice.state != "cancelled")
    async with database.read() as session:
        return list((await session.scalars(query)).all())
