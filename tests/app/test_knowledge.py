"""A knowledge folder goes into the database and comes out the same; wrong files leave what is there."""

import shutil
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
from knowledge.content import Content, Entry, EntryKind
from knowledge.editing.service import NEW, By, save_entry
from knowledge.entries import Program
from knowledge.guides import Guide
from knowledge.loader import KnowledgeError, load_content
from knowledge.store import load_current
from tests.knowledge.entries import guide


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


async def edited(parts: Parts, entry: Entry, base: int) -> None:
    """Staff changed a program in the console, or wrote an answer."""
    kind: EntryKind = "program" if isinstance(entry, Program) else "guide"
    by = By("小周", "changed" if base else "added", parts.clock.now())
    await parts.database.transact(lambda session: save_entry(session, kind, entry, base=base, by=by))


async def test_an_import_names_what_staff_changed_and_keeps_it_until_forced(parts: Parts, tmp_path: Path) -> None:
    await import_folder(parts, KNOWLEDGE)
    first = (await current(parts)).programs[0]
    await edited(parts, first.model_copy(update={"name": "同事改的名字"}), 1)
    folder = tmp_path / "new"
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("*.py"))
    file = next(file for file in (folder / "programs").glob("*.yml") if f"id: {first.id}\n" in file.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(first.name, "文件里的新名字"), encoding="utf-8")

    assert "1 entries are other than in the files" in await import_folder(parts, KNOWLEDGE)  # the old ones: nothing new
    told = await import_folder(parts, folder)
    assert f"kept as staff changed it in the console: program {first.id}" in told and "--force" in told
    assert (await current(parts)).programs[0].name == "同事改的名字"

    assert "kept" not in await import_folder(parts, folder, force=True)
    assert (await current(parts)).programs[0].name == "文件里的新名字"


async def test_program_files_alone_leave_what_staff_wrote_theirs(parts: Parts, tmp_path: Path) -> None:
    await import_folder(parts, KNOWLEDGE)
    await edited(parts, Guide.model_validate(guide()), NEW)
    (tmp_path / "a.yml").write_bytes((PROGRAMS / "huzhou-wuxing.yml").read_bytes())
    await import_folder(parts, tmp_path, force=True)
    assert len((await current(parts)).guides) == 1

    told = await import_folder(parts, KNOWLEDGE)
    assert "kept as staff added it in the console: guide lost-card" in told
    assert len((await current(parts)).guides) == 1


async def test_answers_of_the_union_come_out_and_in_the_same(parts: Parts, tmp_path: Path) -> None:
    await import_folder(parts, KNOWLEDGE)
    card = Guide.model_validate(guide(area={"city": "杭州市", "district": "上城区"}))
    await edited(parts, card, NEW)
    told = await export_folder(parts, tmp_path / "out")

    assert "1 answers of the union" in told
    assert load_content(tmp_path / "out").guides == (card,)
    assert "kept" not in await import_folder(parts, tmp_path / "out")
    assert (await current(parts)).guides == (card,)


async def test_a_guide_that_takes_a_programs_id_is_refused(parts: Parts, tmp_path: Path) -> None:
    await import_folder(parts, KNOWLEDGE)
    taken = (await current(parts)).programs[0].id
    await edited(parts, Guide.model_validate(guide(id=taken)), NEW)
    await export_folder(parts, tmp_path / "out")

    with pytest.raises(KnowledgeError, match=f"entry {taken}: field id: used by a program too"):
        await import_folder(parts, tmp_path / "out")
