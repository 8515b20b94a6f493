"""Pages that are woken by the same change share one read."""

import asyncio

from sqlalchemy import event

from base.database import Database
from console.feed import Feed
from union.staff.scope import EVERYTHING


async def test_pages_that_ask_at_once_share_one_read_and_later_ones_do_not(database: Database) -> None:
    reads: list[str] = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda _c, _cur, statement, *_: reads.append(statement)
    )
    feed = Feed(database)

    await asyncio.gather(*[feed.cases(EVERYTHING) for _ in range(10)])
    assert len([one for one in reads if "FROM handoff_cases JOIN members" in one]) == 1

    await feed.cases(EVERYTHING)
    assert len([one for one in reads if "FROM handoff_cases JOIN members" in one]) == 2
