"""Demo rounds of applications, from demo_applications.yml."""

from datetime import datetime, timedelta
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications import pictures
from union.applications.models import Application, ApplicationDraft, ApplicationRound
from union.applications.rounds import NewRound, open_round
from union.applications.rules import Refused

FILE = Path(__file__).with_name("demo_applications.yml")


class DemoRound(BaseModel):
    """A round that opens when it is loaded."""

    model_config = ConfigDict(extra="forbid")

    id: str
    kind: str
    title: str
    union_id: str = ""
    union_name: str
    city: str
    district: str = ""
    days: int = Field(ge=1)
    quota: int | None = None
    budget_yuan: int | None = None


async def load(session: AsyncSession, now: datetime) -> str:
    """Open what is missing; a line to print, empty where all is there."""
    added = 0
    for demo in _read():
        if await session.get(ApplicationRound, demo.id) is None:
            values = demo.model_dump(exclude={"days"}) | {"opens_at": now, "closes_at": now + timedelta(days=demo.days)}
            made = await open_round(session, NewRound(**values, open_to_unbound=True, demo=True))
            assert not isinstance(made, Refused), made
            added += 1
    return f"演示申请：{added} 项" if added else ""


async def remove(session: AsyncSession) -> None:
    """All demo rounds, with what was handed in."""
    rounds = select(ApplicationRound.id).where(ApplicationRound.demo)
    for table in (Application, ApplicationDraft):
        ids = list(await session.scalars(select(table.id).where(table.round_id.in_(rounds))))
        await pictures.let_go(session, ids)
        await session.execute(delete(table).where(table.id.in_(ids)))
    await session.execute(delete(ApplicationRound).where(ApplicationRound.demo))


def _read() -> list[DemoRound]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [DemoRound.model_validate(entry) for entry in content["rounds"]]
