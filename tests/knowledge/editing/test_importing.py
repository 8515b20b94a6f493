"""A new import keeps what staff changed, added and retired, says so, and takes the files only when forced."""

import pytest

from base.clock import FixedClock
from base.database import Database
from knowledge.content import Content
from knowledge.editing.service import NEW, By, Step, retire_entry, save_entry
from knowledge.entries import Program
from knowledge.guides import Guide
from knowledge.importing import Kept, import_content, kept_from
from knowledge.store import load_current
from tests.knowledge.entries import guide, program

A, B, C = program(id="a", name="甲"), program(id="b", name="乙"), program(id="c", name="丙")
MINE = Guide.model_validate(guide(id="mine"))


class Base:
    """The knowledge base of a test."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.database, self.clock = database, clock

    async def imports(self, *programs: Program, force: bool = False, guides: tuple[Guide, ...] = ()) -> list[Kept]:
        content = Content(programs, guides=guides)

        async def work(session: object) -> list[Kept]:
            await import_content(session, content, self.clock.now(), force=force)  # type: ignore[arg-type]
            return await kept_from(session, content)  # type: ignore[arg-type]

        return await self.database.transact(work)

    def by(self, step: Step) -> By:
        return By("小李", step, self.clock.now())

    async def edit(self, entry: Program, base: int) -> None:
        await self.database.transact(lambda s: save_entry(s, "program", entry, base=base, by=self.by("changed")))

    async def now(self) -> tuple[list[str], list[str]]:
        """Names of programs and guides."""
        async with self.database.read() as session:
            content = (await load_current(session))[1]
        return [one.name for one in content.programs], [one.id for one in content.guides]


@pytest.fixture
async def base(database: Database, clock: FixedClock) -> Base:
    """a, b and c imported; then staff changed a, retired b and wrote a guide."""
    base = Base(database, clock)
    await base.imports(A, B, C)
    await base.edit(program(id="a", name="甲改"), 1)
    await database.transact(lambda s: retire_entry(s, "program", "b", base=1, by=base.by("retired")))
    await database.transact(lambda s: save_entry(s, "guide", MINE, base=NEW, by=base.by("added")))
    return base


async def test_new_files_change_only_what_staff_left_alone(base: Base) -> None:
    kept = await base.imports(
        program(id="a", name="甲新"),
        program(id="b", name="乙新"),
        program(id="c", name="丙新"),
        program(id="d", name="丁"),
    )

    assert await base.now() == (["甲改", "丙新", "丁"], ["mine"])
    assert {(one.entry_id, one.step) for one in kept} == {("a", "changed"), ("b", "retired"), ("mine", "added")}


async def test_what_is_kept_stays_kept_at_the_next_import(base: Base) -> None:
    await base.imports(program(id="a", name="甲新"), B, C)
    await base.imports(program(id="a", name="甲最新"), B, C)

    assert await base.now() == (["甲改", "丙"], ["mine"])


async def test_forced_the_files_are_taken_whole(base: Base) -> None:
    kept = await base.imports(A, B, C, force=True)  # also though these files were the last imported ones

    assert await base.now() == (["甲", "乙", "丙"], [])
    assert kept == []


async def test_what_was_taken_over_into_the_files_is_the_files_again(base: Base) -> None:
    changed = program(id="a", name="甲改")
    assert [one.entry_id for one in await base.imports(changed, C, guides=(MINE,))] == []
    await base.imports(program(id="a", name="甲三"), C, guides=(MINE,))

    assert await base.now() == (["甲三", "丙"], ["mine"])
