"""Demo places, from demo_places.yml: fictitious, marked 演示."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.places.kinds import words
from union.places.models import Place
from union.places.service import Imported, import_places, note_change

FILE = Path(__file__).with_name("demo_places.yml")
_COLUMNS = ("类型", "名称", "地址", "市", "区县", "街道", "纬度", "经度", "开放时间", "设施")


async def load(session: AsyncSession, now: datetime) -> str:
    """Add them where none are; returns a line to print."""
    if await session.scalar(select(exists(select(Place.id).where(Place.demo)))):
        return ""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rows = [(number, _cells(place, data)) for number, place in enumerate(data["places"], 1)]
    result = await import_places(session, FILE.name, rows, now, demo=True)
    assert not result.bad, result.bad
    return f"演示地点：{result.added} 个"


async def remove(session: AsyncSession, now: datetime) -> None:
    """All of them."""
    await session.execute(delete(Place).where(Place.demo))
    await note_change(session, "demo removed", Imported(), now)


def _cells(place: list[object], data: dict[str, Any]) -> dict[str, str]:
    cells = dict(zip(_COLUMNS, map(str, place), strict=True))
    return cells | {"类型": words().names[cells["类型"]], "来源": data["source"], "截至": str(data["as_of"])}
