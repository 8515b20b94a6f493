"""Entries are changed version by version: against what was read, by whom may, and back again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from knowledge.content import Content, Entry
from knowledge.editing import service
from knowledge.editing.answering import answer_questions
from knowledge.editing.history import history
from knowledge.editing.service import (
    NEW,
    By,
    Refused,
    Saved,
    Step,
    mark_reviewed,
    restore_entry,
    retire_entry,
    save_entry,
)
from knowledge.editing.within import Within
from knowledge.guides import Guide
from knowledge.importing import import_content
from knowledge.learning.service import keep_question, mark_answered, question_groups
from knowledge.models import KnowledgeEntry
from knowledge.rights import Hotline
from knowledge.store import load_current
from tests.knowledge.entries import guide, hotline, program
from tests.union.races import in_threads

CARD = Guide.model_validate(guide())
UNION = Hotline.model_validate(hotline(id="union"))
FIRST = Content((program(),), (), (UNION,), (CARD,))


def card(**fields: object) -> Guide:
    return Guide.model_validate(guide(**fields))


@pytest.fixture
async def base(database: Database, clock: FixedClock) -> int:
    """The version in which FIRST was imported."""
    return await database.transact(lambda s: import_content(s, FIRST, clock.now()))


class Editors:
    """Staff who change entries."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.database, self.clock = database, clock

    def by(self, step: Step = "changed", within: Within | None = None, name: str = "小李") -> By:
        return By(name, step, self.clock.now(), within)

    async def save(self, entry: Guide, base: int, **by: object) -> Saved | Refused:
        return await self.database.transact(
            lambda s: save_entry(s, "guide", entry, base=base, by=self.by(**by))  # type: ignore[arg-type]
        )

    async def guides(self) -> list[str]:
        async with self.database.read() as session:
            return [one.answer for one in (await load_current(session))[1].guides]


@pytest.fixture
def editors(database: Database, clock: FixedClock) -> Editors:
    return Editors(database, clock)


async def test_a_change_is_a_new_version_and_leaves_the_other_entries(editors: Editors, base: int) -> None:
    saved = await editors.save(card(answer="新的答复。"), base)

    async with editors.database.read() as session:
        number, content = await load_current(session)
    assert saved == Saved(base + 1) and number == base + 1
    assert content == Content(FIRST.programs, (), FIRST.hotlines, (card(answer="新的答复。"),))


async def test_the_same_again_makes_no_version(editors: Editors, base: int) -> None:
    assert await editors.save(card(), base) == Saved(base)
    first = await editors.save(card(answer="新"), base)
    assert await editors.save(card(answer="新"), base) == first


async def test_the_second_of_two_editors_is_refused_with_the_name_of_the_first(editors: Editors, base: int) -> None:
    first = await editors.save(card(answer="甲"), base, name="甲")

    assert await editors.save(card(answer="乙"), base, name="乙") == Refused("changed", "甲")
    assert isinstance(first, Saved)
    assert await editors.save(card(answer="乙"), first.version, name="乙") == Saved(first.version + 1)
    assert await editors.guides() == ["乙"]


def all_at_once(url: str, now: datetime) -> list[Saved | Refused]:
    """Four editors who have read the same save at the same moment."""

    async def begin(database: Database) -> int:
        return await database.transact(lambda s: import_content(s, FIRST, now))

    async def save(database: Database, n: int) -> Saved | Refused:
        by = By(f"编辑{n}", "changed", now)
        return await database.transact(lambda s: save_entry(s, "guide", card(answer=f"答{n}"), base=1, by=by))

    in_threads(url, [begin])
    return in_threads(url, [lambda d, n=n: save(d, n) for n in range(4)])  # type: ignore[misc]


def test_of_many_who_save_at_once_one_is_first(ready_url: str, clock: FixedClock) -> None:
    assert [type(result) for result in all_at_once(ready_url, clock.now())].count(Saved) == 1


def test_without_the_comparison_they_write_over_each_other(
    ready_url: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the comparison is for."""

    async def never_stale(*_: object) -> None:
        return None

    async def close_whatever_is_there(session: AsyncSession, kind: str, entry_id: str, _: int, number: int) -> bool:
        entry = KnowledgeEntry
        current = (entry.kind == kind, entry.entry_id == entry_id, entry.until.is_(None))
        await session.execute(update(entry).where(*current).values(until=number))
        return True

    monkeypatch.setattr(service, "_stale", never_stale)
    monkeypatch.setattr(service, "close", close_whatever_is_there)

    assert [type(result) for result in all_at_once(ready_url, clock.now())].count(Saved) > 1


def test_editors_of_different_entries_are_in_nobodys_way(ready_url: str, clock: FixedClock) -> None:
    now = clock.now()

    async def save(database: Database, n: int) -> Saved | Refused:
        by = By(f"编辑{n}", "added", now)
        return await database.transact(lambda s: save_entry(s, "guide", card(id=f"other-{n}"), base=NEW, by=by))

    results = in_threads(ready_url, [lambda d, n=n: save(d, n) for n in range(4)])  # type: ignore[misc]

    assert len({result.version for result in results if isinstance(result, Saved)}) == 4


async def test_a_retired_entry_is_unknown_and_may_be_taken_up_again(editors: Editors, base: int) -> None:
    retired = await editors.database.transact(
        lambda s: retire_entry(s, "guide", "lost-card", base=base, by=editors.by("retired"))
    )
    assert isinstance(retired, Saved) and await editors.guides() == []
    assert await editors.save(card(answer="又"), base) == Refused("gone")

    back = await editors.database.transact(
        lambda s: restore_entry(s, "guide", "lost-card", base, base=NEW, by=editors.by("restored"))
    )
    assert isinstance(back, Saved) and await editors.guides() == [CARD.answer]


async def test_a_number_that_replies_name_is_never_retired(editors: Editors, base: int) -> None:
    refused = await editors.database.transact(
        lambda s: retire_entry(s, "hotline", "union", base=base, by=editors.by("retired"))
    )
    assert refused == Refused("needed")


async def test_a_new_entry_never_takes_the_place_of_another(editors: Editors, base: int) -> None:
    assert await editors.save(card(answer="别的"), NEW) == Refused("exists")


async def test_staff_of_another_place_change_nothing_and_move_nothing_there(editors: Editors, base: int) -> None:
    zhoushan = Within("舟山市")
    here = card(area={"city": "舟山市"})
    assert await editors.save(card(answer="别处"), base, within=zhoushan) == Refused("outside")
    assert await editors.save(here, base, within=zhoushan) == Refused("outside")  # takes it away from the others
    for verb in (retire_entry, mark_reviewed):
        refused = await editors.database.transact(
            lambda s, verb=verb: verb(s, "guide", "lost-card", base=base, by=editors.by(within=zhoushan))  # type: ignore[misc]
        )
        assert refused == Refused("outside")
    hotline_kept = await editors.database.transact(
        lambda s: mark_reviewed(s, "hotline", "union", base=base, by=editors.by(within=zhoushan))
    )
    assert hotline_kept == Refused("outside")
    mine = card(id="mine", area={"city": "舟山市"})
    assert isinstance(await editors.save(mine, NEW, within=zhoushan), Saved)
    assert await editors.save(mine, NEW, within=Within("")) == Refused("outside")


async def test_the_history_says_who_changed_which_field(editors: Editors, base: int, clock: FixedClock) -> None:
    changed = await editors.save(card(answer="新的答复。", contact="0571-12351"), base, name="小王")
    clock.move(timedelta(days=40))
    assert isinstance(changed, Saved)
    await editors.database.transact(
        lambda s: mark_reviewed(s, "guide", "lost-card", base=changed.version, by=editors.by("reviewed"))
    )
    await editors.database.transact(
        lambda s: retire_entry(s, "guide", "lost-card", base=base + 2, by=editors.by("retired"))
    )
    await editors.database.transact(
        lambda s: restore_entry(s, "guide", "lost-card", base, base=NEW, by=editors.by("restored"))
    )
    async with editors.database.read() as session:
        past = await history(session, "guide", "lost-card")

    assert [(one.step, one.staff) for one in past] == [
        ("restored", "小李"),
        ("retired", "小李"),
        ("reviewed", "小李"),
        ("changed", "小王"),
        ("imported", ""),
    ]
    assert [(one.field, one.before, one.after) for one in past[3].changes] == [
        ("答复", CARD.answer, "新的答复。"),
        ("联系谁", "", "0571-12351"),
    ]
    assert [(one.field, one.after) for one in past[2].changes] == [("核对月份", "2026-12")]
    assert [one.may_return for one in past] == [False, False, True, True, True]


async def test_questions_that_somebody_answered_meanwhile_are_not_answered_twice(
    editors: Editors, base: int, clock: FixedClock
) -> None:
    database = editors.database

    async def ask(session: object) -> None:
        await keep_question(session, "会费怎么交", "not_found", clock.now())  # type: ignore[arg-type]

    await database.transact(ask)
    async with database.read() as session:
        [group] = await question_groups(session)
    fees: Entry = card(id="fees", title="会费怎么交")

    async def answer() -> Saved | Refused:
        return await database.transact(
            lambda s: answer_questions(s, group.ids, "guide", fees, base=NEW, by=editors.by("added"))
        )

    assert isinstance(await answer(), Saved)
    async with database.read() as session:
        assert await question_groups(session) == []
        [answered] = await question_groups(session, pile="answered")
    assert answered.answered_by == "fees"

    await database.transact(lambda s: mark_answered(s, group.ids, "another"))
    assert await answer() == Refused("settled")
