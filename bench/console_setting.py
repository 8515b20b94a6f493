"""A console in a process of its own before a full inbox: SQLite, Redis, open conversations, an account."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import create_schema
from base.bus import Bus
from base.database import Database
from base.encryption import Keyring
from base.settings import Settings
from bench.deployment import SECRET
from bench.processes import clean_environment, started, wait_for
from tests.services import free_port, redis_server
from union.conversations.service import record
from union.handoff.models import HandoffCase
from union.handoff.service import request_handoff, take
from union.members.service import get_or_add_member, remember_contact
from union.staff.service import add

OPEN = 500  # conversations
NAME, PASSWORD = "测速员", "bench-console-1"
TOPICS = ("欠薪", "工伤", "疗休养", "相亲活动", "困难帮扶")
LINES = 8  # a conversation


@dataclass(frozen=True)
class Setting:
    """What runs, and what stands in its database."""

    url: str
    pid: int
    database_url: str
    redis_url: str
    cases: tuple[int, ...]

    def database(self) -> Database:
        return Database(self.database_url, Keyring([SECRET]))

    def bus(self) -> Bus:
        return Bus(self.redis_url)


@contextmanager
def full_inbox() -> Iterator[Setting]:
    """The console, until the `with` ends."""
    with tempfile.TemporaryDirectory(prefix="unionbot-bench-") as folder, redis_server() as redis_url:
        var, port = Path(folder), free_port()
        settings = Settings(var=var)  # type: ignore[call-arg]
        create_schema(settings.sql_url)
        cases = asyncio.run(_fill(settings.sql_url))
        values = {"UNIONBOT_VAR": folder, "UNIONBOT_SECRET_KEYS": SECRET, "UNIONBOT_REDIS_URL": redis_url}
        environment = clean_environment(**values, UNIONBOT_LOG_LEVEL="WARNING")
        with started("app", "console", "--port", str(port), environment=environment) as process:
            url = f"http://127.0.0.1:{port}/console"
            wait_for(lambda: httpx.get(f"{url}/login", trust_env=False).status_code == httpx.codes.OK, 120)
            yield Setting(url, process.pid, settings.sql_url, redis_url, tuple(cases))


async def _fill(url: str) -> list[int]:
    database, now = Database(url, Keyring([SECRET])), datetime.now(UTC)

    async def work(session: AsyncSession) -> list[int]:
        await add(session, NAME, PASSWORD, "agent", now)
        for number in range(OPEN):
            member = await get_or_add_member(session, database.keyring, "wx", f"openid{number}", now)
            await remember_contact(session, member.id, "王小明", "13800000000")
            for line in range(LINES):
                await record(session, member.id, "bot" if line % 2 else "member", f"第 {line} 句：工资什么时候发", now)
            case = await request_handoff(session, member.id, TOPICS[number % len(TOPICS)], now, number % 50 == 0)
            if number % 3 == 0:
                await take(session, case.case_id, NAME if number < 12 else f"同事{number % 40}", now)
        return list(await session.scalars(select(HandoffCase.id)))

    cases = await database.transact(work)
    await database.close()
    return cases
