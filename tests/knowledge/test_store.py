"""Entries are kept by version; unchanged files make no new one, and staff's changes stay until files change."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from knowledge.content import Content
from knowledge.editing.service import By, Saved, save_entry
from knowledge.importing import import_content
from knowledge.store import current_version, load_current
from tests.knowledge.entries import program

OLD, NEW = Content((program(name="月湖职工书房"),)), Content((program(name="月湖职工新书房"),))


async def imported(database: Database, clock: FixedClock, content: Content) -> int:
    return await database.transact(lambda session: import_content(session, content, clock.now()))


async def test_an_empty_database_has_version_nought(database: Database) -> None:
    async with database.read() as session:
        assert await load_current(session) == (0, Content())


async def test_what_was_imported_is_loaded_in_its_order(
    database: Database, clock: FixedClock, content: Content
) -> None:
    number = await imported(database, clock, content)

    async with database.read() as session:
        assert await load_current(session) == (number, content)


async def test_the_same_content_makes_no_new_version(database: Database, clock: FixedClock) -> None:
    first = await imported(database, clock, OLD)

    assert await imported(database, clock, OLD) == first
    assert await imported(database, clock, NEW) == first + 1
    assert await imported(database, clock, OLD) == first + 2


async def test_another_order_of_the_same_entries_makes_no_new_version(
    database: Database, clock: FixedClock, content: Content
) -> None:
    turned = Content(content.programs[::-1], content.rights[::-1], content.hotlines[::-1])
    first = await imported(database, clock, content)

    assert await imported(database, clock, turned) == first


async def test_what_staff_changed_stays_until_the_files_change(database: Database, clock: FixedClock) -> None:
    base = await imported(database, clock, OLD)
    edited = await database.transact(
        lambda session: save_entry(
            session, "program", NEW.programs[0], base=base, by=By("编辑", "changed", clock.now())
        )
    )

    assert isinstance(edited, Saved)
    assert await imported(database, clock, OLD) == edited.version
    async with database.read() as session:
        assert await load_current(session) == (edited.version, NEW)


async def test_two_processes_that_import_at_once_make_one_version(database: Database, clock: FixedClock) -> None:
    numbers = await asyncio.gather(*[imported(database, clock, OLD) for _ in range(6)])

    async with database.read() as session:
        assert set(numbers) == {await current_version(session)} == {1}


async def test_a_failed_import_leaves_the_old_version(database: Database, clock: FixedClock) -> None:
    await imported(database, clock, OLD)

    async def fail(session: AsyncSession) -> None:
        await import_content(session, NEW, clock.now())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.transact(fail)

    async with database.read() as session:
        assert await load_current(session) == (1, OLD)
