"""The engine process: loads the model, serves `POST /turn`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from app.limits import raise_file_limit
from app.parts import Parts, build_parts
from app.watch import end_with_parent
from base.errors import UserError
from base.settings import Settings
from knowledge.live import LiveKnowledge
from union.notices.service import NoticeQueue

KEEP_ALIVE_SECONDS = 75  # longer than the web's, so that it never sends into a connection that is being closed

if TYPE_CHECKING:
    from bot.engine import Engine


def run(settings: Settings, host: str, port: int) -> None:
    """Serve turns until stopped.

    Raises:
        UserError: there is no trained model for today's data.
    """
    from app.schema import sync_url
    from bot.server import create_app
    from union.notices.queue import DbosQueue

    model = trained_model(settings)
    end_with_parent()

    async def load() -> "Engine":
        return await load_engine(model, build_parts(settings), DbosQueue(sync_url(settings.sql_url)))

    raise_file_limit()
    options = {"log_level": "warning", "access_log": False, "timeout_keep_alive": KEEP_ALIVE_SECONDS}
    uvicorn.run(create_app(load), host=host, port=port, **options)  # type: ignore[arg-type]


def trained_model(settings: Settings) -> Path:
    """The model for the present data.

    Raises:
        UserError: it has not been trained.
    """
    from bot.train import model_path

    model = model_path(settings.var)
    if not model.exists():
        raise UserError("There is no model for the present data: run `unionbot train`.")
    return model


async def load_engine(model: Path, parts: Parts, notices: NoticeQueue) -> "Engine":
    """An engine with its actions and the current knowledge. Imports Rasa, which takes seconds: in a thread."""
    knowledge = LiveKnowledge(parts.database)
    await knowledge.refresh()
    engine = await asyncio.to_thread(_build_engine, model, parts, notices, knowledge)
    knowledge.follow()
    return engine


def _build_engine(model: Path, parts: Parts, notices: NoticeQueue, knowledge: LiveKnowledge) -> "Engine":
    from actions.registry import build_executor
    from actions.services import Services
    from bot.context import Reading
    from bot.engine import Engine
    from webhook.holding import ALL_HOLDINGS

    services = Services(parts.database, parts.clock, knowledge, notices, parts.bus, ALL_HOLDINGS, parts.settings.limits)
    executor, reading = build_executor(services), Reading(knowledge)
    return Engine(model, executor, parts.database, parts.clock, reading, closing=[knowledge.close])
