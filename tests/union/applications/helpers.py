"""Rounds, and applications handed in, for the tests."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from union.applications import service
from union.applications.models import ApplicationRound
from union.notices.service import NoQueue

PHONE = "13812345678"
HARDSHIP: dict[str, Any] = {
    "works_here": True,
    "reason": "生病住院",
    "happened": "父亲住院",
    "people": 4,
    "income": 3000,
}
SKILLS: dict[str, Any] = {"works_here": True, "course": "电焊工", "evenings": "周末"}
QUEUE = NoQueue()


async def opened(database: Database, kind: str = "hardship", **values: Any) -> ApplicationRound:
    """A round open for 30 days, for anybody."""
    new = service.NewRound(
        **{
            "id": kind,
            "kind": kind,
            "title": f"{kind} 申请",
            "union_name": "钱塘区总工会",
            "city": "杭州市",
            "district": "钱塘区",
            "opens_at": WEDNESDAY - timedelta(days=1),
            "closes_at": WEDNESDAY + timedelta(days=30),
            "open_to_unbound": True,
            **values,
        }
    )
    made = await database.transact(lambda session: service.open_round(session, new))
    assert isinstance(made, ApplicationRound), made
    return made


def told(answers: dict[str, Any], papers: dict[str, list[str]] | None = None) -> service.Told:
    return service.Told(answers, papers or {}, "王小明", PHONE)


async def hand_in(
    database: Database,
    member_id: str = "m1",
    round_id: str = "hardship",
    answers: dict[str, Any] = HARDSHIP,
    *,
    papers: dict[str, list[str]] | None = None,
    key: str = "",
    now: Any = WEDNESDAY,
) -> Any:
    """What `submit` returns; by default with the paper that hardship needs."""
    given = {"proof": ["picture"]} if papers is None and round_id == "hardship" else papers or {}
    key = key or f"submit:{member_id}:{round_id}"
    return await database.transact(
        lambda session: service.submit(session, QUEUE, member_id, round_id, told(answers, given), key=key, now=now)
    )


async def verb(database: Database, function: Any, *arguments: Any, key: str, now: Any = WEDNESDAY, **named: Any) -> Any:
    """A verb of staff, in a transaction of its own."""

    async def work(session: AsyncSession) -> Any:
        return await function(session, QUEUE, *arguments, key=key, now=now, **named)

    return await database.transact(work)
