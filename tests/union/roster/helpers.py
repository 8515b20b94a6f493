"""Unions and people for the tests of rosters."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.limits import Limits
from tests.conftest import WEDNESDAY
from union.roster.entering import Entered, Line, enter, prepare
from union.roster.service import Bound, NotBound, Place, Proof, Record, bind, put_unions

LIMITS = Limits()
PHONE, CARD, LAST4 = "13800138000", "33010001", "123X"
TREE = [
    Place("hangzhou", "杭州市总工会", "city", None, "杭州市"),
    Place("shangcheng", "上城区总工会", "district", "hangzhou", "", "上城区"),
    Place("hubin", "湖滨街道总工会", "street", "shangcheng"),
    Place("riders", "湖滨骑手工会", "trade", "hubin"),
    Place("tea", "茶业公司工会", "company", "hangzhou", "", "拱墅区"),
    Place("zhenhai", "镇海区总工会", "district"),
    Place("longyou", "龙游县总工会", "district"),
]
WANG = Record("王芳", CARD, PHONE, LAST4, "female", 1990)


async def plant(database: Database) -> None:
    """The tree, with an alliance."""
    written = await database.transact(lambda session: put_unions(session, TREE, [("zhenhai", "longyou")]))
    assert written == len(TREE)


async def add(database: Database, *people: tuple[str, Record], now: datetime = WEDNESDAY, **how: Any) -> Entered:
    """Enter people into the rosters of their unions."""
    lines = [Line(number, union, record) for number, (union, record) in enumerate(people, 1)]
    return await database.transact(lambda session: enter(session, prepare(database.keyring, lines), now=now, **how))


async def try_to_bind(
    database: Database,
    member_id: str = "m1",
    proof: Proof | str | None = None,
    *,
    key: str | None = None,
    now: datetime = WEDNESDAY,
    limits: Limits = LIMITS,
    **facts: str,
) -> Bound | NotBound:
    """Bind with the right facts of 王芳 but for those given."""
    given = proof or Proof(**{"name": WANG.name, "phone": PHONE, "card": CARD, **facts})
    key = key or f"{member_id}:{hash(given)}"

    async def work(session: AsyncSession) -> Bound | NotBound:
        return await bind(session, database.keyring, limits, member_id, given, key=key, now=now)

    return await database.transact(work)
