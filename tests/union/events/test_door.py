"""The door as staff keep it: who is expected, what a code came to, mistakes taken back; on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member, notices
from tests.union.events.helpers import book, counts, status
from tests.union.races import in_threads
from union.events import door, door_desk
from union.events import service as events
from union.events.afterwards import came_after_all
from union.events.appealing import history
from union.events.models import Booking
from union.events.records import Bar
from union.events.service import Booked, CheckedIn, Refused
from union.events.terms import EventPolicy
from union.notices.service import NoQueue
from union.staff.scope import Scope

STARTS = WEDNESDAY + timedelta(days=7)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO = NoQueue()
HERE = Scope("city/here/", city="杭州市", district="上城区")
ELSEWHERE = Scope("city/there/", city="杭州市", district="滨江区")


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(1, 4)])


async def booked(database: Database, member_id: str = "m1", **more: Any) -> Booking:
    result = await book(database, member_id, **more)
    assert isinstance(result, Booked), result
    return result.booking


async def shown(
    database: Database, code: str, key: str = "scan", now: datetime = STARTS, **more: Any
) -> door_desk.Seen:
    return await database.transact(lambda s: door_desk.show_code(s, code, "party", by="小李", key=key, now=now, **more))


async def undo(database: Database, booking: Booking, key: str = "undo", **more: Any) -> Any:
    return await database.transact(
        lambda s: door.undo_check_in(s, booking.id, "party", by="小李", key=key, now=STARTS, **more)
    )


async def came(database: Database, booking: Booking, at: str, now: datetime, **more: Any) -> Any:
    return await database.transact(
        lambda s: came_after_all(s, NO, booking.id, at, by="小李", key=f"came:{at}", now=now, **more)
    )


async def test_a_code_shows_whose_it_is_masked_and_how_many_come(database: Database) -> None:
    await add_rows(database, event())
    booking = await booked(database, places=2)

    seen = await shown(database, booking.code)
    again = await shown(database, booking.code, key="again", now=STARTS + HOUR)

    assert isinstance(seen.outcome, CheckedIn)
    assert seen.guest is not None
    assert (seen.guest.name, seen.guest.people) == ("王*", 2)
    assert again.outcome == Refused("already_in", "10:00")
    assert again.guest is not None
    assert again.guest.name == "王*"
    assert (await shown(database, "NOTHING2")).guest is None


async def test_a_mistaken_check_in_is_taken_back_once(database: Database) -> None:
    await add_rows(database, event())
    booking = await booked(database)
    await shown(database, booking.code)

    assert isinstance(await undo(database, booking), door.Undone)
    assert await status(database, booking.id) == "booked"
    assert await undo(database, booking, key="more") == Refused("not_booked", "已报名")
    assert isinstance((await shown(database, booking.code, key="second")).outcome, CheckedIn)
    assert await counts(database) == (1, 1)


async def test_the_numbers_count_people_and_a_session_goes_on_for_days(database: Database) -> None:
    await add_rows(database, event(ends_at=STARTS + 3 * DAY), event("later", starts=STARTS + 9 * DAY))
    one = await booked(database, places=2)
    await booked(database, "m2")
    await shown(database, one.code)

    async with database.read() as session:
        found = await door_desk.doors_between(session, STARTS + DAY, STARTS + 2 * DAY)
        listed = await door_desk.guests(session, "party")

    assert [(one.meeting.id, one.expected, one.inside) for one in found] == [("party", 3, 2)]
    assert sorted((guest.people, guest.status) for guest in listed) == [(1, "booked"), (2, "checked_in")]


async def test_fewer_may_come_than_have_a_place(database: Database) -> None:
    await add_rows(database, event())
    booking = await booked(database, places=2)

    async def count(people: int, **more: Any) -> Any:
        how: dict[str, Any] = {"by": "小李", "key": f"people:{people}", "now": STARTS} | more
        return await database.transact(lambda s: door.set_people(s, booking.id, "party", people, **how))

    assert await count(1) == Refused("not_booked", "已报名")
    await shown(database, booking.code)
    assert await count(3) == Refused("too_many", "2")
    assert await count(1, scope=ELSEWHERE) == Refused("unknown")
    assert isinstance(await count(1), CheckedIn)

    async with database.read() as session:
        found = await door_desk.door_of(session, "party")
        [guest] = await door_desk.guests(session, "party")
        rows = await events.export_rows(session, "party")
    assert found is not None
    assert (found.expected, found.inside, found.missing) == (2, 1, 1)
    assert (guest.people, guest.came) == (2, 1)
    assert dict(zip(*rows, strict=True))["实到人数"] == "1"
    assert await counts(database) == (2, 2)
    await undo(database, booking)
    assert (await shown(database, booking.code, key="second")).guest == replace(guest, came=2)


async def test_of_two_who_take_a_check_in_back_one_does(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await add_rows(database, event())
    booking = await booked(database)
    jobs = [lambda d, key=key: undo(d, booking, key=key) for key in ("a", "b", "c")]

    await shown(database, booking.code)
    done = in_threads(database.url, jobs)
    assert sum(isinstance(one, door.Undone) for one in done) == 1

    async def unguarded(session: AsyncSession, booking: Booking, expected: Any, **values: Any) -> bool:
        await session.execute(update(Booking).where(Booking.id == booking.id).values(**values))
        return True

    monkeypatch.setattr(door, "move", unguarded)
    await shown(database, booking.code, key="second")
    jobs = [lambda d, key=key: undo(d, booking, key=key) for key in ("d", "e", "f")]
    assert sum(isinstance(one, door.Undone) for one in in_threads(database.url, jobs)) > 1


async def test_who_came_after_all_has_missed_nothing_and_is_barred_no_more(database: Database) -> None:
    policy = EventPolicy(no_shows=2, no_show_days=120, bar_days=90)
    await add_rows(database, event("one", policy=policy), event("two", policy=policy, starts=STARTS + DAY))
    first = await booked(database, event_id="one")
    await booked(database, event_id="two")
    for which in ("one", "two"):
        await database.transact(
            partial(events.mark_no_shows, queue=NO, session_id=which, by="小李", now=STARTS + 2 * DAY)
        )

    assert await came(database, first, "one", STARTS) == Refused("not_over", "11月25日（周三）13:00")
    done = await came(database, first, "one", STARTS + 3 * DAY)

    assert isinstance(done, CheckedIn)
    assert await came(database, first, "one", STARTS + 3 * DAY) == Refused("not_booked", "已签到")
    async with database.read() as session:
        assert await events.bars_of(session, "m1", STARTS + 3 * DAY) == []
        past = await history(session, "m1")
    assert [(one.status, one.missed) for one in past] == [("no_show", True), ("checked_in", False)]
    assert len(await notices(database, "events.appeal")) == 1


async def test_a_decision_is_told_with_its_reason_and_kept(database: Database) -> None:
    await database.transact(
        lambda s: events.bar(s, NO, "m1", "", STARTS, "120天内有2次报名后未到场", key="bar:x", now=WEDNESDAY)
    )
    await database.transact(lambda s: events.appeal(s, "m1", "那天住院了", now=WEDNESDAY))
    async with database.read() as session:
        [asked] = await events.appeals(session)

    await database.transact(
        lambda s: events.decide(s, NO, asked.id, lift=False, by="小李", now=WEDNESDAY, why="没有病历")
    )

    [notice] = await notices(database, "events.appeal")
    assert notice.text == "【申诉结果】经核实，限制维持不变。\n说明：没有病历"
    async with database.read() as session:
        assert await session.scalar(select(Bar.decision)) == "没有病历"


async def test_staff_of_another_district_see_and_do_nothing(database: Database) -> None:
    await add_rows(database, event())
    booking = await booked(database)
    await shown(database, booking.code)
    await database.transact(lambda s: events.bar(s, NO, "m1", "", STARTS, "未到场", key="bar:y", now=WEDNESDAY))
    await database.transact(lambda s: events.appeal(s, "m1", "住院", now=WEDNESDAY))
    day = (STARTS - HOUR, STARTS + DAY)

    async with database.read() as session:
        assert [one.meeting.id for one in await door_desk.doors_between(session, *day, HERE)] == ["party"]
        assert await door_desk.doors_between(session, *day, ELSEWHERE) == []
        assert await door_desk.door_of(session, "party", ELSEWHERE) is None
        assert await door_desk.guests(session, "party", ELSEWHERE) == []
        assert await door_desk.contact(session, booking.id, HERE) == ("王芳", "13800138000")
        assert await door_desk.contact(session, booking.id, ELSEWHERE) == ("", "")
        assert await events.appeals(session, ELSEWHERE) == []
        assert await history(session, "m1", ELSEWHERE) == []
        [asked] = await events.appeals(session)
    assert (await shown(database, booking.code, scope=ELSEWHERE)) == door_desk.Seen(Refused("unknown"), None)
    assert await undo(database, booking, scope=ELSEWHERE) == Refused("unknown")
    assert await came(database, booking, "party", STARTS + DAY, scope=ELSEWHERE) == Refused("unknown")
    refused = await database.transact(
        lambda s: events.decide(s, NO, asked.id, lift=True, by="x", now=WEDNESDAY, scope=ELSEWHERE)
    )
    assert refused == Refused("no_bar")
    assert await status(database, booking.id) == "checked_in"
