"""The staff console in a process of its own (one process: its pages live in its memory)."""

import uvicorn

from app.parts import build_parts
from app.schema import sync_url
from app.watch import end_with_parent
from base.settings import Settings


def run(settings: Settings, port: int) -> None:
    """Serve until stopped."""
    from console.app import create_app
    from console.deps import ConsoleDeps
    from union.notices.queue import DbosQueue
    from webhook.holding import ALL_HOLDINGS

    end_with_parent()
    parts = build_parts(settings)
    queue = DbosQueue(sync_url(settings.sql_url))
    app = create_app(ConsoleDeps(settings, parts.database, parts.clock, parts.bus, queue, ALL_HOLDINGS))
    uvicorn.run(app, host=settings.host, port=port, log_level="warning", access_log=False)
