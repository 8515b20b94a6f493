"""A knowledge folder goes into the database and comes out the same; wrong files leave what is there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.knowledge import KNOWLEDGE, PROGRAMS, export_folder, import_folder
from app.parts import Parts
from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.errors import UserError
from base.settings import Settings
from knowledge.content import Content
from knowledge.loader import KnowledgeError, load_content
from knowledge.store import load_current


@pytest.fixture
async def parts(database: Database, clock: FixedClock) -> AsyncIterator[Parts]:
    bus = Bus()
    yield Parts(Settings(), clock, database, bus)  # type: ignore[call-arg]
    await bus.close()


async def current(parts: Parts) -> Content:
    async with parts.database.read() as session:
        return (await load_current(session))[1]


async def test_what_was_imported_comes_out_the_same(parts: Parts, tmp_path: Path) -> None:
    told = await import_folder(parts, KNOWLEDGE)
    await export_folder(parts, tmp_path / "out")
    out, files = load_content(tmp_path / "out"), load_content(KNOWLEDGE)

    assert "138 programs" in told
    assert "version 1 is new" in told
    for kept, written in ((files.programs, out.programs), (files.rights, out.rights), (files.hotlines, out.hotlines)):
        assert {entry.id: entry for entry in written} == {entry.id: entry for entry in kept}


async def test_the_same_folder_again_is_current(parts: Parts) -> None:
    await import_folder(parts, KNOWLEDGE)

    assert "version 1 is current" in await import_folder(parts, KNOWLEDGE)


async def test_program_files_alone_leave_rights_and_hotlines_as_they_are(parts: Parts, tmp_path: Path) -> None:
    await import_folder(parts, KNOWLEDGE)
    (tmp_path / "a.yml").write_bytes((PROGRAMS / "huzhou-wuxing.yml").read_bytes())
    await import_folder(parts, tmp_path)
    content = await current(parts)

    assert 0 < len(content.programs) < 10
    assert (content.rights, content.hotlines) == (load_content(KNOWLEDGE).rights, load_content(KNOWLEDGE).hotlines)


async def test_wrong_files_change_nothing(parts: Parts, tmp_path: Path) -> None:
    await import_folder(parts, KNOWLEDGE)
    (tmp_path / "a.yml").write_text("- {id: x}", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        await import_folder(parts, tmp_path)

    assert await current(parts) == load_content(KNOWLEDGE)


async def test_an_export_never_writes_into_a_folder_in_use(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")

    with pytest.raises(UserError, match="not empty"):
        await export_folder(parts, tmp_path)
