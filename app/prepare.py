"""What must be right before anything is served: tables, facts, first demo data, model."""

import asyncio
from pathlib import Path

from rich.console import Console

from app.knowledge import KNOWLEDGE, import_folder
from app.parts import Parts, build_parts
from app.schema import create_schema, sync_url
from base.settings import Settings


async def prepare(settings: Settings) -> list[str]:
    """Bring a deployment up to date; returns lines for the person who started it (new passwords among them).

    Raises:
        UserError: what is wrong, in one line: the database, a knowledge file, a setting, the training data.
    """
    parts = build_parts(settings)
    try:
        await parts.database.check()
        await asyncio.to_thread(_tables, settings)
        lines = [await import_folder(parts, KNOWLEDGE)]
        lines += await _first_demo_data(parts)
    finally:
        await parts.close()
    await asyncio.to_thread(_model, settings)
    return lines


def _tables(settings: Settings) -> None:
    from union.notices.queue import create_tables

    create_schema(settings.sql_url)
    create_tables(sync_url(settings.sql_url))


async def _first_demo_data(parts: Parts) -> list[str]:
    """Demo data on the first run only, and never beside the real platform."""
    if parts.settings.calls_real_platform:
        return []
    marker = Path(parts.settings.var) / "demo_data_loaded"
    if marker.exists():
        return []
    from app.demo_data import load_demo_data

    lines = await load_demo_data(parts.database, parts.clock)
    parts.settings.ensure_var()
    marker.write_text("delete this file to load demo data again at the next start\n")
    return lines


def _model(settings: Settings) -> None:
    from bot.train import model_path, train

    if not model_path(settings.var).exists():
        with Console(stderr=True).status("Training the model, about a minute …"):
            train(settings.var)
