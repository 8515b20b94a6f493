"""Introductions: asked, answered, exchanged once, declined quietly, expired, left."""

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.encryption import Keyring
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member, notices
from tests.union.matchmaking.helpers import (
    SECRET,
    a_pair,
    code_of,
    introduction,
    man,
    profile,
    reply,
    replying,
    rows,
    save,
    told,
    woman,
)
from tests.union.races import Job, in_threads
from union.coded.models import ReplyCode
from union.matchmaking import texts
from union.matchmaking.fit import Person
from union.matchmaking.introductions import ANSWER_WITHIN
from union.matchmaking.matching import MetBefore, Suggestion, suggestions
from union.matchmaking.models import Introduction, Met, Profile
from union.matchmaking.rounds import KEPT, eligibility, hold_round, introductions, sweep
from union.matchmaking.service import resume, standing, withdraw
from union.notices.queue import DbosQueue
from union.notices.service import NoQueue

LATER = WEDNESDAY + ANSWER_WITHIN


@pytest.fixture(autouse=True)
def everybody(members: list[str]) -> list[str]:
    """Members m1, m2, m3."""
    return members


async def round_now(database: Database) -> tuple[str, ...]:
    return (await hold_round(database, NoQueue(), WEDNESDAY)).introductions


async def swept(database: Database, days: int = 0) -> int:
    return await database.transact(lambda s: sweep(s, NoQueue(), LATER + timedelta(days=days)))


async def left(database: Database, member_id: str = "m1") -> object:
    return await database.transact(lambda s: withdraw(s, NoQueue(), member_id, WEDNESDAY))


async def test_both_are_asked_with_coarse_facts_and_a_code(database: Database) -> None:
    await a_pair(database)

    for member_id in ("m1", "m2"):
        ((kind, text),) = await told(database, member_id)
        assert kind == "matchmaking.asked"
        assert f"愿意 {await code_of(database, member_id)}" in text
        assert "30—34岁" in text and "杭州市上城区" in text
        assert not any(secret in text for secret in (SECRET, "1994", "王小明", "李小红", "138001", "139001"))


async def test_the_question_is_queued_for_delivery_with_the_introduction(database: Database, queue: DbosQueue) -> None:
    await save(database, "m1", man())
    await save(database, "m2", woman())

    await hold_round(database, queue, WEDNESDAY)

    assert len(await notices(database)) == 2


async def test_contact_data_goes_out_only_when_both_agree(database: Database) -> None:
    await a_pair(database)

    assert await reply(database, "m1", "愿意") == texts.AGREED_FIRST
    assert "139001" not in str(await told(database, "m1"))

    assert await reply(database, "m2", "愿意") == texts.AGREED_BOTH
    assert "13900139001" in (await told(database, "m1"))[-1][1]
    assert "13800138001" in (await told(database, "m2"))[-1][1]
    assert (await introduction(database)).state == "exchanged"


async def test_both_rest_after_an_exchange_until_they_say_otherwise(database: Database) -> None:
    await a_pair(database)
    await reply(database, "m1", "愿意")
    await reply(database, "m2", "愿意")

    assert (await hold_round(database, NoQueue(), WEDNESDAY)).waiting == 0
    await database.transact(lambda s: resume(s, "m1", WEDNESDAY))
    assert (await hold_round(database, NoQueue(), WEDNESDAY)).waiting == 1


@pytest.mark.parametrize("agreed_first", [True, False])
async def test_a_no_ends_it_quietly_and_for_both(database: Database, agreed_first: bool) -> None:
    await a_pair(database)
    if agreed_first:
        await reply(database, "m1", "愿意")

    assert await reply(database, "m2", "不合适") == texts.DECLINED
    if not agreed_first:
        assert await reply(database, "m1", "愿意") == texts.OVER

    assert (await introduction(database)).state == "declined"
    for member_id in ("m1", "m2"):
        assert [text for _, text in await told(database, member_id)] == [texts.REMOVED]
        found = await profile(database, member_id)
        assert found is not None and found.introduction_id is None


async def test_nobody_is_introduced_to_the_same_person_twice(database: Database) -> None:
    await a_pair(database)
    await reply(database, "m1", "不合适")

    assert await round_now(database) == ()

    await save(database, "m3", woman())
    assert len(await round_now(database)) == 1


async def test_not_even_after_leaving_and_coming_back(database: Database) -> None:
    await a_pair(database)
    await left(database)
    await save(database, "m1", man(), key="again")

    assert await round_now(database) == ()


async def test_nobody_is_in_two_open_introductions(database: Database) -> None:
    await a_pair(database)
    await save(database, "m3", woman())

    assert await round_now(database) == ()


async def test_an_introduction_expires_and_who_had_agreed_hears_it(database: Database) -> None:
    await a_pair(database)
    await reply(database, "m1", "愿意")

    assert await swept(database, -1) == 0
    assert await swept(database) == 1
    assert await swept(database) == 0

    assert (await told(database, "m1"))[-1] == ("matchmaking.ended", texts.NO_ANSWER)
    assert [text for _, text in await told(database, "m2")] == [texts.REMOVED]
    assert "过期" in await reply(database, "m2", "愿意", LATER)


async def test_a_late_yes_before_the_sweep_is_none(database: Database) -> None:
    await a_pair(database)
    await reply(database, "m1", "愿意")

    assert "过期" in await reply(database, "m2", "愿意", LATER)
    assert (await introduction(database)).state == "open"


async def test_old_introductions_are_forgotten(database: Database) -> None:
    await a_pair(database)
    await swept(database)

    await swept(database, KEPT.days + 1)

    assert await rows(database, Introduction) == []


async def test_leaving_deletes_every_row_and_the_other_hears_only_that_somebody_left(database: Database) -> None:
    await a_pair(database)
    await left(database)

    assert await profile(database, "m1") is None
    assert await rows(database, Introduction) == []
    assert [row.member_id for row in await rows(database, ReplyCode)] == ["m2"]
    assert [text for _, text in await told(database, "m2")] == [texts.REMOVED, texts.OTHER_LEFT]
    assert "对方已退出" in texts.OTHER_LEFT
    assert await reply(database, "m2", "愿意") == texts.OVER
    other = await profile(database, "m2")
    assert other is not None and other.introduction_id is None


async def test_leaving_after_an_exchange_takes_the_contact_data_out_of_the_notices(database: Database) -> None:
    await a_pair(database)
    await reply(database, "m1", "愿意")
    await reply(database, "m2", "愿意")
    await left(database)

    everything = str([notice.text for notice in await notices(database)])
    assert not any(secret in everything for secret in ("王小明", "13800138001", SECRET))
    assert "对方已退出" not in everything


async def test_leaving_twice_is_told_so(database: Database) -> None:
    await a_pair(database)
    await left(database)

    assert getattr(await left(database), "reason", None) == "unknown"


async def test_what_outlives_a_profile_names_nobody(database: Database) -> None:
    await a_pair(database)
    await left(database)

    (met,) = await rows(database, Met)
    assert len(met.pair) == 64 and "m1" not in met.pair


async def test_staff_see_eligibility_and_scores_only(database: Database) -> None:
    await a_pair(database)
    await save(database, "m3", man(want_age="20-21"))
    async with database.read() as session:
        assert await eligibility(session) == {"m1": "asked", "m2": "asked", "m3": "eligible"}
        (line,) = await introductions(session)
        assert (await standing(session, "m1")).state == "active"

    assert line.score == sum(int(text.rpartition("+")[2]) for text in line.lines)
    assert not any(secret in str(line) for secret in (SECRET, "王小明", "上城", "1994", "本科"))


async def test_nothing_of_a_profile_stands_readable_in_the_database_or_the_logs(
    database: Database, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, logger="union")
    await a_pair(database)
    await reply(database, "m1", "愿意")
    await reply(database, "m2", "愿意")

    async with database.engine.connect() as connection:
        stored = []
        for table in ("matchmaking_profiles", "introductions", "matchmaking_met", "reply_codes", "notices"):
            result = await connection.exec_driver_sql(f"SELECT * FROM {table}")
            stored += [str(bytes(v) if isinstance(v, memoryview) else v) for row in result.all() for v in row]
    written = capsys.readouterr()
    everything = "\n".join([*stored, caplog.text, written.out, written.err])
    for secret in (SECRET, "王小明", "13800138001", "上城", "本科", "1994"):
        assert secret not in everything
        assert secret.encode().hex() not in everything


async def test_two_who_agree_at_the_same_moment_are_one_exchange(database: Database) -> None:
    for number in range(3):  # three pairs: the moment is short
        first, second = f"r{number}a", f"r{number}b"
        await add_rows(database, *[_named(name) for name in (first, second)])
        await save(database, first, man(want_place="同区", place=f"杭州市/{number}区"), key=first)
        await save(database, second, woman(want_place="同区", place=f"杭州市/{number}区"), key=second)
        assert len(await round_now(database)) == 1
        codes = {name: await code_of(database, name) for name in (first, second)}
        jobs = [replying(name, f"愿意 {code}", f"{name}:{n}") for n in range(3) for name, code in codes.items()]

        replies = await asyncio.to_thread(in_threads, database.url, jobs)

        heard = [said.text for said in replies if said and said.taken]
        assert sorted(heard) == sorted([texts.AGREED_FIRST, texts.AGREED_BOTH])
        for name in (first, second):
            assert [kind for kind, _ in await told(database, name)] == ["matchmaking.asked", "matchmaking.exchanged"]


async def test_control_looking_before_writing_loses_the_exchange(database: Database) -> None:
    """Each side reads, then writes its own answer: neither sees the other agree, and nobody is told."""
    introduction_id = await a_pair(database)
    both_have_read = asyncio.Barrier(2)

    async def agree(mine: str, other: str) -> bool:
        async with database.read() as session:
            found = await session.get_one(Introduction, introduction_id)
            other_said = getattr(found, other)
        await both_have_read.wait()
        statement = update(Introduction).where(Introduction.id == introduction_id).values({mine: "yes"})
        await database.transact(lambda s: s.execute(statement))
        return bool(other_said == "yes")

    saw = await asyncio.gather(agree("first_answer", "second_answer"), agree("second_answer", "first_answer"))

    assert not any(saw)
    assert (await introduction(database)).state == "open"


async def test_leaving_against_agreeing_ends_in_one_of_the_two(database: Database) -> None:
    await a_pair(database)
    await reply(database, "m1", "愿意")
    code = await code_of(database, "m2")
    leave: Job[object] = lambda db: db.transact(lambda s: withdraw(s, NoQueue(), "m1", WEDNESDAY))  # noqa: E731
    agree: Job[object] = replying("m2", f"愿意 {code}", "k")

    await asyncio.to_thread(in_threads, database.url, [leave, agree])

    assert await rows(database, Introduction) == []
    assert not any("13800138001" in notice.text for notice in await notices(database))
    (remaining,) = await rows(database, Profile)
    assert remaining.member_id == "m2" and remaining.introduction_id is None


async def test_two_rounds_at_once_ask_nobody_twice(database: Database) -> None:
    men, women = [f"x{n}" for n in range(4)], [f"y{n}" for n in range(4)]
    await add_rows(database, *[_named(name) for name in (*men, *women)])
    for name in men:
        await save(database, name, man())
    for name in women:
        await save(database, name, woman())
    jobs: list[Job[object]] = [lambda db: hold_round(db, NoQueue(), WEDNESDAY)] * 3

    await asyncio.to_thread(in_threads, database.url, jobs)

    asked = [row.member_id for row in await rows(database, ReplyCode)]
    assert len(asked) == len(set(asked)) == 2 * len(await rows(database, Introduction))
    assert all(row.introduction_id for row in await rows(database, Profile) if row.member_id in asked)


async def test_a_profile_changed_after_the_weighing_is_passed_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(database, "m1", man())
    await save(database, "m2", woman())

    def weigh_and_change(people: list[Person], met_before: MetBefore) -> list[Suggestion]:
        found = suggestions(people, met_before)
        asyncio.run(_change(database.url))
        return found

    monkeypatch.setattr("union.matchmaking.rounds.suggestions", weigh_and_change)

    assert await round_now(database) == ()
    assert await rows(database, Met) == []
    assert await rows(database, Introduction) == []
    assert await notices(database) == []


async def _change(url: str) -> None:
    own = Database(url, Keyring(["test-secret"]))

    async def work(session: AsyncSession) -> None:
        found = (await session.scalars(select(Profile).where(Profile.member_id == "m2"))).one()
        found.version += 1

    await own.transact(work)
    await own.close()


def _named(name: str) -> object:
    row = member(1)
    row.id = row.openid = row.openid_index = name
    return row
