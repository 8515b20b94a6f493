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


async def test_what_was_just_read_serves_the_next_page_until_something_changes(database: Database) -> None:
    reads: list[str] = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda _c, _cur, statement, *_: reads.append(statement)
    )
    feed = Feed(database, fresh_seconds=60)

    def read() -> int:
        return len([one for one in reads if "FROM handoff_cases JOIN members" in one])

    first = await feed.cases(EVERYTHING)
    assert await feed.cases(EVERYTHING) is first
    assert read() == 1

    feed.forget()
    await feed.cases(EVERYTHING)
    assert read() == 2


async def test_a_read_that_began_before_a_change_is_not_kept(database: Database) -> None:
    feed = Feed(database, fresh_seconds=60)
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *_: feed.forget())
    first = await feed.cases(EVERYTHING)
    assert await feed.cases(EVERYTHING) is not first
