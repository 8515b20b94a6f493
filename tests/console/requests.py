"""Pages as a browser first gets them, without one: what stands in the answer is what would be shown."""

import base64
import json
from uuid import uuid4

import httpx
from itsdangerous import TimestampSigner
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.session import TOKEN
from tests.console.conftest import PASSWORD, Stage
from union.staff import sessions
from union.staff.models import Staff
from union.staff.service import Added, add


async def clerk(stage: Stage, name: str, role: str = "agent", union_id: str | None = None) -> str:
    """An account (the same name again: as it is), of a union; its name."""

    async def work(session: AsyncSession) -> None:
        if await session.scalar(select(Staff.id).where(Staff.name == name)) is None:
            added = await add(session, name, PASSWORD, role, stage.clock.now(), union_id=union_id)
            assert isinstance(added, Added), added

    await stage.deps.database.transact(work)
    return name


async def signed_in(stage: Stage, name: str) -> dict[str, str]:
    """The cookie of a browser in which this account has just logged in."""

    async def work(session: AsyncSession) -> str:
        staff_id = (await session.scalars(select(Staff.id).where(Staff.name == name))).one()
        return await sessions.begin(session, staff_id, stage.clock.now(), "测试")

    token = await stage.deps.database.transact(work)
    held = base64.b64encode(json.dumps({"id": str(uuid4()), TOKEN: token}).encode())
    signer = TimestampSigner(stage.deps.database.keyring.signing_secret)
    return {"unionbot_console": signer.sign(held).decode()}


async def get(stage: Stage, cookie: dict[str, str], path: str) -> httpx.Response:
    """The page at this path of the console."""
    async with httpx.AsyncClient(base_url=f"{stage.url}/console", cookies=cookie, timeout=30) as client:
        return await client.get(path)
