"""Windows, lawyers and the rota, as staff set them up: what is wrong is said at the field, who is affected is told."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import (
    FRIDAY_NINE,
    HALF,
    NO,
    THURSDAY_NINE,
    again,
    book,
    booked,
    free,
    offers,
    other_windows,
    starts,
    texts_of,
)
from tests.union.races import in_threads
from union.entered import Wrong
from union.legal_aid import service, setting, shifts, week, window_desk
from union.legal_aid.models import LegalWindow
from union.legal_aid.outcomes import Displaced
from union.legal_aid.refusal import Refused
from union.legal_aid.setting import WindowChanged
from union.legal_aid.shift_rules import NewShift, check_shift, clash
from union.legal_aid.window_rules import WindowForm
from union.staff.scope import Scope

THURSDAY = THURSDAY_NINE.date()
NINE = (time(9), time(11, 30))
ELSEWHERE = Scope(path="zhenhai/", city="宁波市", district="镇海区")
WUXING = Scope(path="wuxing/", city="湖州市", district="吴兴区")
FORM = WindowForm("法律援助窗口", "湖州市", "一楼")


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    await add_rows(database, *legal_window(), *other_windows())


async def put(database: Database, new: NewShift, lawyer_id: str = "wang", **more: Any) -> Any:
    return await database.transact(lambda s: shifts.put_shift(s, NO, lawyer_id, new, now=WEDNESDAY, **more))


async def shift_ids(database: Database, window_id: str = "window") -> dict[str, int]:
    async with database.read() as session:
        shown = await window_desk.window_shown(session, window_id, WEDNESDAY)
    assert shown is not None
    return {f"{one.lawyer_id} {one.shift.starts:%H}": one.id for one in shown.shifts}


@pytest.mark.parametrize(
    ("new", "field", "reason"),
    [
        (NewShift(*NINE), "weekday", "no_day"),
        (NewShift(*NINE, weekday=3, day=THURSDAY), "day", "weekly_or_once"),
        (NewShift(*NINE, weekday=3, nth=6), "nth", "no_day"),
        (NewShift(*NINE, day=THURSDAY - timedelta(days=3)), "day", "past"),
        (NewShift(*NINE, day=date(2036, 1, 1)), "day", "too_far"),
        (NewShift(time(9), time(9), weekday=3), "ends", "not_after"),
        (NewShift(time(9), time(9, 20), weekday=3), "ends", "too_short"),
    ],
)
def test_an_impossible_entry_is_said_at_its_field(new: NewShift, field: str, reason: str) -> None:
    wrong = check_shift(new, 30, WEDNESDAY.date())
    assert wrong is not None
    assert (wrong.field, wrong.reason) == (field, reason)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ({"weekday": 3}, {"weekday": 3}, True),
        ({"weekday": 3}, {"weekday": 4}, False),
        ({"weekday": 3}, {"weekday": 3, "nth": 2}, True),
        ({"weekday": 3, "nth": 1}, {"weekday": 3, "nth": 2}, False),
        ({"weekday": 3, "nth": -1}, {"weekday": 3, "nth": 4}, True),
        ({"weekday": 3, "nth": -1}, {"weekday": 3, "nth": 3}, False),
        ({"weekday": 3}, {"day": THURSDAY}, True),
        ({"weekday": 4}, {"day": THURSDAY}, False),
        ({"weekday": 3, "nth": 3}, {"day": THURSDAY}, True),
        ({"weekday": 3, "nth": -1}, {"day": THURSDAY}, False),
        ({"day": THURSDAY}, {"day": THURSDAY}, True),
        ({"weekday": 3}, {"day": date(2027, 1, 1)}, False),
    ],
)
def test_two_entries_clash_when_they_fall_on_one_day(one: Any, other: Any, both: bool) -> None:
    assert clash(NewShift(*NINE, **one), NewShift(*NINE, **other)) is both
    assert clash(NewShift(*NINE, **other), NewShift(*NINE, **one)) is both
    assert not clash(NewShift(time(12), time(13), **one), NewShift(*NINE, **other))


async def test_an_entry_is_added_changed_and_taken_off(database: Database) -> None:
    assert await put(database, NewShift(*NINE, weekday=3)) == Wrong("starts", "overlap", "王律师")
    assert await put(database, NewShift(time(14), time(15), weekday=3)) == Displaced(0, 0)
    found = await free(database, days=2, lawyer_id="wang")
    assert starts(found)[-2:] == ["11-19 14:00 wang", "11-19 14:30 wang"]

    mine = await booked(database, "m1", lawyer_id="wang")
    first = (await shift_ids(database))["wang 09"]
    moved = await put(database, NewShift(time(10), time(11, 30), weekday=3), shift_id=first)
    assert moved == Displaced(0, 1)
    assert (await again(database, mine)).status == "displaced"
    assert [one[0] for one in await offers(database)] == ["m1"]
    gone = await database.transact(lambda s: shifts.drop_shift(s, NO, first, now=WEDNESDAY))
    assert gone == Displaced(0, 0)
    assert await database.transact(lambda s: shifts.drop_shift(s, NO, first, now=WEDNESDAY)) == Refused("unknown")


async def test_two_clerks_cannot_plan_one_person_twice(database: Database) -> None:
    new = NewShift(time(14), time(15), weekday=0)

    async def job(own: Database) -> Any:
        return await own.transact(lambda s: shifts.put_shift(s, NO, "wang", new, now=WEDNESDAY))

    done = in_threads(database.url, [job] * 4)
    assert sum(isinstance(one, Displaced) for one in done) == 1
    assert sum(isinstance(one, Wrong) for one in done) == 3


async def test_a_window_is_set_up_and_its_talks_follow_it_to_another_place(database: Database) -> None:
    form = WindowForm("新窗口", "湖州市", "二楼", "吴兴区", areas=("织里镇",))
    made = await database.transact(lambda s: setting.create_window(s, form, key="new"))
    assert isinstance(made, LegalWindow)
    same = await database.transact(lambda s: setting.create_window(s, form, key="new"))
    assert getattr(same, "id", "") == "new"
    wrong = await database.transact(
        lambda s: setting.create_window(s, WindowForm("x", "湖州市", "x", slot_minutes=1), key="x")
    )
    assert wrong == Wrong("slot_minutes", "number", "5 到 240")

    await booked(database, "m1", lawyer_id="wang")
    changed = WindowForm("法律援助窗口", "湖州市", "新大楼三楼")
    done = await database.transact(lambda s: setting.change_window(s, NO, "window", changed, now=WEDNESDAY))
    assert done == WindowChanged(Displaced(0, 0), 1)
    [told] = await texts_of(database, "legal.changed")
    assert "新大楼三楼" in told
    again_ = await database.transact(lambda s: setting.change_window(s, NO, "window", changed, now=WEDNESDAY))
    assert again_ == WindowChanged(Displaced(0, 0), 0)


async def test_who_would_have_called_is_asked_when_the_telephone_is_given_up(database: Database) -> None:
    about = {"topic": "心理咨询", "service": "counselling", "window_id": "heart"}
    mine = await booked(database, "m1", FRIDAY_NINE, way="telephone", **about)
    came = await booked(database, "m2", FRIDAY_NINE + HALF, way="window", **about)
    form = WindowForm("心灵驿站", "湖州市", "三楼", "吴兴区", "counselling", phone="0572-00000000", ways="window")
    done = await database.transact(lambda s: setting.change_window(s, NO, "heart", form, now=WEDNESDAY))
    assert done == WindowChanged(Displaced(0, 1), 0)
    assert (await again(database, mine)).status == "displaced"
    assert (await again(database, came)).status == "booked"


async def test_who_retires_sits_for_nobody_and_their_talks_find_another(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    done = await database.transact(lambda s: setting.retire_lawyer(s, NO, "wang", now=WEDNESDAY))
    assert done == Displaced(0, 1)
    assert (await again(database, mine)).status == "displaced"
    assert {slot.lawyer_id for slot in await free(database)} == {"li"}
    again_ = await database.transact(lambda s: setting.retire_lawyer(s, NO, "wang", now=WEDNESDAY))
    assert again_ == Refused("already_there")
    assert await put(database, NewShift(time(14), time(15), weekday=1)) == Refused("no_such_lawyer")
    assert await database.transact(lambda s: setting.bring_back(s, "wang"))
    assert await put(database, NewShift(time(14), time(15), weekday=1)) == Displaced(0, 0)


async def test_people_are_added_and_renamed(database: Database) -> None:
    for _ in range(2):
        await database.transact(lambda s: setting.put_lawyer(s, "window", " 周律师 ", "某某所", key="zhou"))
    renamed = await database.transact(
        lambda s: setting.put_lawyer(s, "window", "周大律师", "", key="other", lawyer_id="zhou")
    )
    assert getattr(renamed, "id", "") == "zhou"
    async with database.read() as session:
        shown = await window_desk.window_shown(session, "window", WEDNESDAY)
    assert shown is not None
    assert sorted(one.name for one in shown.lawyers) == ["周大律师", "李律师", "王律师"]
    nameless = await database.transact(lambda s: setting.put_lawyer(s, "window", " ", "", key="z"))
    assert nameless == Wrong("name", "empty")


async def test_the_week_says_what_each_slot_is(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await database.transact(
        lambda s: service.set_leave(
            s, NO, "li", THURSDAY_NINE, THURSDAY_NINE + HALF, staff="小李", key="l", now=WEDNESDAY
        )
    )
    friday_ = FRIDAY_NINE.date()
    await database.transact(
        lambda s: service.close_window(s, NO, "window", friday_, "搬家", staff="小李", now=WEDNESDAY)
    )
    async with database.read() as session:
        found = await week.days_of(session, "window", WEDNESDAY.date(), now=WEDNESDAY, days=3)
    assert found is not None
    wednesday, thursday, friday = found
    assert wednesday.cells == ()
    assert [(one.lawyer_id, one.state, one.who, one.code) for one in thursday.cells[:2]] == [
        ("li", "leave", "", ""),
        ("wang", "booked", "王*", mine.code),
    ]
    assert {one.state for one in thursday.cells[2:]} == {"free"}
    assert {one.state for one in friday.cells} == {"closed"}
    assert friday.closed == "搬家"


async def test_staff_of_another_place_see_and_change_nothing(database: Database) -> None:
    first = (await shift_ids(database))["wang 09"]
    async with database.read() as session:
        assert await window_desk.windows(session, WEDNESDAY, scope=ELSEWHERE) == []
        assert await window_desk.window_shown(session, "window", WEDNESDAY, scope=ELSEWHERE) is None
        assert await week.days_of(session, "window", THURSDAY, now=WEDNESDAY, scope=ELSEWHERE) is None
        own = await window_desk.windows(session, WEDNESDAY, scope=WUXING)
        assert {one.id for one in own} == {"heart", "peace-company", "peace-town", "peace-district"}
    new = NewShift(time(14), time(15), weekday=0)
    refused = [
        await put(database, new, scope=ELSEWHERE),
        await put(database, new, shift_id=first, scope=ELSEWHERE),
        await database.transact(lambda s: shifts.drop_shift(s, NO, first, now=WEDNESDAY, scope=ELSEWHERE)),
        await database.transact(lambda s: setting.change_window(s, NO, "window", FORM, now=WEDNESDAY, scope=ELSEWHERE)),
        await database.transact(lambda s: setting.retire_lawyer(s, NO, "wang", now=WEDNESDAY, scope=ELSEWHERE)),
        await database.transact(lambda s: setting.put_lawyer(s, "window", "x", "", key="x", scope=ELSEWHERE)),
    ]
    assert all(isinstance(one, Refused) for one in refused)
    assert not await database.transact(lambda s: setting.bring_back(s, "wang", scope=ELSEWHERE))
    made = await database.transact(lambda s: setting.create_window(s, FORM, key="y", scope=ELSEWHERE))
    assert made == Wrong("district", "not_yours", "宁波市镇海区")
    assert len(await free(database, days=2)) == 10
    assert isinstance(await book(database, "m1"), service.BookedSlot)


async def test_a_member_whose_talk_the_desk_cancels_is_told(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await database.transact(
        lambda s: service.cancel(s, "m1", mine.id, key="c", now=WEDNESDAY, queue=NO, staff="小李", reason="律师出庭")
    )
    [told] = await texts_of(database, "legal.cancelled")
    assert "律师出庭" in told
    assert "已由工作人员取消" in told
