"""An engine on a throw-away database with today's knowledge and demo data: for `ask`, `chat` and tests."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.demo_data import load_demo_data
from app.engine import load_engine, trained_model
from app.knowledge import KNOWLEDGE, import_folder
from app.parts import Parts, build_parts
from app.schema import create_schema
from base.settings import Settings
from union.members.service import get_or_add_member
from union.notices.service import NoQueue

if TYPE_CHECKING:
    from bot.engine import Engine


@dataclass(frozen=True)
class Scratch:
    """Everything a turn touches, gone afterwards."""

    engine: "Engine"
    parts: Parts

    async def new_member(self, openid: str) -> str:
        """The pseudonym of a member who has never written before."""
        parts = self.parts
        member = await parts.database.transact(
            lambda session: get_or_add_member(session, parts.database.keyring, "scratch", openid, parts.clock.now())
        )
        return member.id


@asynccontextmanager
async def scratch_engine(settings: Settings) -> AsyncIterator[Scratch]:
    """Nothing that happens inside is booked, queued or kept.

    Raises:
        UserError: no trained model, or knowledge files that are wrong.
    """
    model = trained_model(settings)
    with tempfile.TemporaryDirectory(prefix="unionbot-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'scratch.db'}"
        alone = settings.model_copy(update={"database_url": url, "redis_url": "", "var": Path(folder)})
        create_schema(url)
        parts = build_parts(alone)
        await import_folder(parts, KNOWLEDGE)
        await load_demo_data(parts.database, parts.clock)
        engine = await load_engine(model, parts, NoQueue())
        try:
            yield Scratch(engine, parts)
        finally:
            await engine.close()
            await parts.close()
