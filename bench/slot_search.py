"""Free slots of six lawyers over 60 days: the whole call on SQLite, and the pure search alone."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import create_schema
from base.clock import SHANGHAI
from base.database import Database
from base.encryption import Keyring
from bench.results import Result
from union.ids import new_code, new_id
from union.legal_aid.calendar import rota_weekday
from union.legal_aid.models import Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.plan import plan_of
from union.legal_aid.rota import slots
from union.legal_aid.service import free_slots
from union.members.models import Member

NAME = "slot-search-ms"
LAWYERS, DAYS, TALKS, TIMES = 6, 60, 200, 100
NOW = datetime(2026, 11, 18, 7, 0, tzinfo=SHANGHAI)
HALF_DAYS = ((day_time(9), day_time(11, 30)), (day_time(14), day_time(17)))


def run(_: Sequence[str]) -> list[Result]:
    """The median of the whole call; in `pure_ms` of the search alone."""
    with TemporaryDirectory() as folder:
        return [asyncio.run(_measure(Path(folder)))]


async def _measure(folder: Path) -> Result:
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    create_schema(url)
    database = Database(url, Keyring(["bench"]))
    await database.transact(_fill)
    whole, pure = [], []
    async with database.read() as session:
        found = await free_slots(session, NOW, DAYS)
        plan = await plan_of(session, NOW)
        for _ in range(TIMES):
            began = time.perf_counter()
            await free_slots(session, NOW, DAYS)
            whole.append((time.perf_counter() - began) * 1e3)
            began = time.perf_counter()
            slots(plan.shifts, NOW.date(), DAYS, rota_weekday)
            pure.append((time.perf_counter() - began) * 1e3)
    await database.close()
    alone = statistics.median(pure)
    note = f"median; {LAWYERS} lawyers, {DAYS} days, {len(found)} free slots; the pure search alone {alone:.2f} ms"
    return Result(NAME, statistics.median(whole), None, "ms", "lower", note, {"pure_ms": alone})


async def _fill(session: AsyncSession) -> None:
    """All lawyers sit every working day, and two hundred talks are booked."""
    session.add(LegalWindow(id="w", name="w", city="", place=""))
    session.add(Member(id="m", account="a", openid="o", openid_index="o", created_at=NOW))
    await session.flush()
    session.add_all([Lawyer(id=f"l{number}", window_id="w", name="l") for number in range(LAWYERS)])
    await session.flush()
    for number in range(LAWYERS):
        for weekday in range(5):
            for starts, ends in HALF_DAYS:
                session.add(RotaDay(lawyer_id=f"l{number}", weekday=weekday, starts=starts, ends=ends))
    await session.flush()
    free = await free_slots(session, NOW, DAYS)
    by_start = {slot.starts_at: slot for slot in free}
    for slot in list(by_start.values())[:TALKS]:
        talk = Appointment(id=new_id(), lawyer_id=slot.lawyer_id, member_id="m", starts_at=slot.starts_at)
        talk.ends_at, talk.topic, talk.description = slot.ends_at, "其他", ""
        talk.name = talk.phone = ""
        talk.code, talk.key, talk.created_at = new_code(), new_id(), NOW - timedelta(days=1)
        session.add(talk)
