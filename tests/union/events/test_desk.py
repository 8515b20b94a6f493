"""What staff do: write, open, change and call off events, the door, the numbers, the spreadsheet."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from base.database import Database
from base.errors import UserError
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, meeting, member, notices
from tests.union.events.helpers import book, check_numbers, counts, quotas, status, until_nothing_is_due
from union.events import service as events
from union.events.models import Event
from union.events.service import Booked, CalledOff, CheckedIn, NoShows, QuotaSet, Refused, Written
from union.events.terms import EventPolicy, EventQuestion
from union.notices.service import NoQueue

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO = NoQueue()
STARTS = WEDNESDAY + 7 * DAY
FILE = """
events:
  - id: tea
    title: 品茶会
    kind: 茶会
    city: 杭州市
    place: 职工之家
    sign_up_opens: 2026-11-17 09:00:00
    sign_up_closes: 2026-11-24 09:00:00
    rules: {members_only: true}
    sessions:
      - {id: tea-1, starts_at: 2026-11-25 14:00:00, ends_at: 2026-11-25 16:00:00, quotas: {total: 12, "union:甲": 4}}
"""


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(1, 7)])


async def booked(database: Database, member_id: str = "m1", **more: Any) -> Booked:
    result = await book(database, member_id, **more)
    assert isinstance(result, Booked)
    return result


async def let_in(database: Database, code: str, now: datetime = STARTS, key: str = "scan", at: str = "party") -> Any:
    return await database.transact(lambda s: events.check_in(s, code, at, by="小李", key=key, now=now))


async def test_a_code_lets_in_once(database: Database) -> None:
    await add_rows(database, event())
    mine = await booked(database)
    code = mine.booking.code

    first = await let_in(database, f" {code.lower()} ")

    assert isinstance(first, CheckedIn)
    assert isinstance(await let_in(database, code), CheckedIn)  # the same scan
    assert await let_in(database, code, key="again", now=STARTS + HOUR) == Refused("already_in", "10:00")
    assert await counts(database) == (1, 1)


async def test_the_door_says_why_not(database: Database) -> None:
    await add_rows(database, event(capacity=1), event("other"), event("off"))
    mine = await booked(database)
    waiting = await book(database, "m2", wait=True)
    elsewhere = await booked(database, "m3", event_id="other")
    gone = await booked(database, "m4", event_id="other")
    off = await booked(database, "m5", event_id="off")
    await database.transact(lambda s: events.cancel(s, NO, "m4", gone.booking.id, key="c", now=WEDNESDAY))
    await database.transact(lambda s: events.call_off_session(s, "off", "", key="k", by="", now=WEDNESDAY))

    assert await let_in(database, "NOTHING2") == Refused("unknown_code")
    wrong = await let_in(database, elsewhere.booking.code)
    assert wrong == Refused("wrong_session", "相亲会，11月25日（周三）10:00—13:00")
    assert await let_in(database, gone.booking.code, at="other") == Refused("cancelled")
    assert await let_in(database, off.booking.code, at="off") == Refused("called_off")
    assert await let_in(database, waiting.booking.code) == Refused("not_booked", "候补中")  # type: ignore[union-attr]
    early, late = STARTS - 3 * HOUR, STARTS + 4 * HOUR
    assert await let_in(database, mine.booking.code, early) == Refused("too_early", "11月25日（周三）08:00")
    assert await let_in(database, mine.booking.code, late) == Refused("too_late_in", "11月25日（周三）13:00")


async def test_who_did_not_come_is_marked_and_by_policy_barred_and_may_appeal(database: Database) -> None:
    policy = EventPolicy(no_shows=2, no_show_days=120, bar_days=90)
    first, second = event("one", policy=policy), event("two", policy=policy, starts=STARTS + DAY)
    await add_rows(database, first, second, event("later", starts=STARTS + 30 * DAY))
    one = await booked(database, event_id="one")
    await booked(database, event_id="two")
    there = await booked(database, "m2", event_id="one")
    await let_in(database, there.booking.code, at="one")

    def mark(which: str, now: datetime) -> Any:
        return database.transact(lambda s: events.mark_no_shows(s, NO, which, by="小李", now=now))

    assert await mark("one", STARTS) == Refused("not_over", "11月25日（周三）13:00")
    assert await mark("one", STARTS + DAY) == NoShows(1, False)
    assert await mark("one", STARTS + DAY) == NoShows(0, False)
    assert await status(database, one.booking.id) == "no_show"
    assert isinstance(await book(database, "m1", event_id="later", now=STARTS + DAY, key="a"), Booked)
    await mark("two", STARTS + 2 * DAY)
    await add_rows(database, event("last", starts=STARTS + 40 * DAY))
    now = STARTS + 3 * DAY
    barred = await book(database, "m1", event_id="last", now=now)
    assert isinstance(barred, Refused)
    assert (barred.reason, "2次报名后未到场" in barred.detail) == ("barred", True)

    asked = await database.transact(lambda s: events.appeal(s, "m1", "那天住院了", now=now))
    assert isinstance(asked, events.Appealed)
    assert await database.transact(lambda s: events.appeal(s, "m2", "我也", now=now)) == Refused("no_bar")
    async with database.read() as session:
        [waiting] = await events.appeals(session)
    assert waiting.appeal_text == "那天住院了"
    for _ in range(2):
        decided = await database.transact(lambda s: events.decide(s, NO, waiting.id, lift=True, by="小李", now=now))
        assert isinstance(decided, events.Decided)
    assert len(await notices(database, "events.appeal")) == 1
    assert isinstance(await book(database, "m1", event_id="last", now=now), Booked)


async def test_a_draft_is_written_and_opened(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "tea.yml"
    path.write_text(FILE, encoding="utf-8")

    [written] = await database.transact(lambda s: events.load_file(s, path))  # type: ignore[misc]
    again = await database.transact(lambda s: events.load_file(s, path))

    assert isinstance(written, Written)
    assert again == Refused("bad_terms", "tea: is there already")
    assert await book(database, "m1", event_id="tea-1") == Refused("unknown")
    await database.transact(lambda s: events.open_event(s, "tea"))
    assert await book(database, "m1", event_id="tea-1") == Refused("members_only")
    member_of = events.Person(member=True, union="甲")
    assert isinstance(await book(database, "m1", event_id="tea-1", person=member_of), Booked)
    assert await quotas(database) == {"total": (1, 12), "union:甲": (1, 4)}


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [
        ("kind: 茶会", "", "tea.yml: tea: kind: Field required"),
        ("members_only", "member_only", "tea.yml: tea: rules.member_only: Extra inputs are not permitted"),
        ("total: 12", "total: -1", "tea.yml: tea: sessions.0.quotas: Value error, total: fewer than no places"),
        ("union:甲", "阿猫", "tea.yml: tea: sessions.0.quotas: Value error, 阿猫: not one of"),
        ("25 16:00", "25 13:00", "tea.yml: tea: sessions.0: Value error, it ends before it starts"),
        ("24 09:00", "16 09:00", "tea.yml: tea: Value error, sign-up closes before it opens"),
        ("events:", "event:", "tea.yml: there is no list `events`"),
        ("sessions:", "sessions: [", "tea.yml: while parsing a flow"),
    ],
)
async def test_a_wrong_file_says_where_and_changes_nothing(
    database: Database, tmp_path: Path, wrong: str, right: str, line: str
) -> None:
    path = tmp_path / "tea.yml"
    good = FILE.replace("tea", "good").removeprefix("\nevents:\n")
    path.write_text(
        FILE.replace(wrong, right)
        if "events" in wrong or "[" in right
        else "events:\n" + good + FILE.replace(wrong, right).removeprefix("\nevents:\n"),
        encoding="utf-8",
    )

    with pytest.raises(UserError) as refused:
        await database.transact(lambda s: events.load_file(s, path))

    assert str(refused.value).startswith(line)
    async with database.read() as session:
        assert await session.get(Event, "good") is None


async def test_a_quota_is_never_lowered_below_what_is_taken(database: Database) -> None:
    await add_rows(database, event(capacity=3))
    for number in (1, 2, 3):
        await booked(database, f"m{number}")
    waiting = await book(database, "m4", wait=True)

    def size(capacity: int) -> Any:
        return database.transact(lambda s: events.set_quota(s, NO, "party", "total", capacity, now=WEDNESDAY))

    assert await size(2) == Refused("below_taken", "3")
    assert await quotas(database) == {"total": (3, 3)}
    assert await size(4) == QuotaSet(4, 1)
    assert await status(database, waiting.booking.id) == "offered"  # type: ignore[union-attr]
    assert await database.transact(lambda s: events.set_quota(s, NO, "nothing", "total", 4, now=WEDNESDAY)) == Refused(
        "unknown"
    )
    await check_numbers(database)


async def test_a_changed_time_is_told_once_and_moves_the_reminders(database: Database) -> None:
    await add_rows(database, event())
    await booked(database)
    changes = {"starts_at": STARTS + DAY, "ends_at": STARTS + DAY + HOUR}

    for _ in range(2):
        changed = await database.transact(
            lambda s: events.change_session(s, "party", changes, key="k", by="小李", now=WEDNESDAY)
        )
        assert isinstance(changed, Written)
    await until_nothing_is_due(database, WEDNESDAY)

    [told] = await notices(database, "events.changed")
    assert "时间有变（原为11月25日（周三）10:00—13:00）" in told.text
    assert "11月26日（周四）10:00—11:00" in told.text
    reminders = await notices(database, "events.reminder")
    assert len(reminders) == 2
    assert all("11月26日" in reminder.text for reminder in reminders)


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"kind": "演出"}, "kind: cannot be changed"),
        ({"colour": "red"}, "colour: cannot be changed"),
        ({"title": ""}, "title: String should have at least 1 character"),
        ({"rules": {"min_age": 40, "max_age": 20}}, "rules: Value error, min_age is above max_age"),
    ],
)
async def test_a_wrong_change_is_refused_whole(database: Database, changes: dict[str, Any], detail: str) -> None:
    await add_rows(database, event())

    refused = await database.transact(
        lambda s: events.change_event(s, "party", {"place": "别处", **changes}, key="k", by="", now=WEDNESDAY)
    )

    assert refused == Refused("bad_terms", detail)
    async with database.read() as session:
        assert (await session.get_one(Event, "party")).place == "职工之家"


async def test_how_often_one_may_is_fixed_once_somebody_signed_up(database: Database) -> None:
    await add_rows(database, event())
    await booked(database)
    rules = {"once_per": "session"}

    refused = await database.transact(
        lambda s: events.change_event(s, "party", {"rules": rules}, key="k", by="", now=WEDNESDAY)
    )

    assert refused == Refused("has_bookings")


async def test_a_new_place_is_told_to_everybody(database: Database) -> None:
    await add_rows(database, event())
    for number in (1, 2):
        await booked(database, f"m{number}")

    await database.transact(
        lambda s: events.change_event(s, "party", {"place": "文化宫"}, key="k", by="", now=WEDNESDAY)
    )
    await until_nothing_is_due(database, WEDNESDAY)

    told = await notices(database, "events.changed")
    assert {notice.member_id for notice in told} == {"m1", "m2"}
    assert all("地点有变" in notice.text and "文化宫" in notice.text for notice in told)


async def test_a_called_off_event_tells_everybody_and_names_others(database: Database) -> None:
    await add_rows(database, event(capacity=2), event("instead", title="另一场", starts=STARTS + DAY))
    for number in (1, 2):
        await booked(database, f"m{number}")
    await book(database, "m3", wait=True)

    off = await database.transact(
        lambda s: events.call_off_event(s, "party", "台风", key="k", by="小李", now=WEDNESDAY)
    )
    again = await database.transact(
        lambda s: events.call_off_event(s, "party", "台风", key="k", by="小李", now=WEDNESDAY)
    )
    await until_nothing_is_due(database, WEDNESDAY)

    assert (off, again) == (CalledOff(3), CalledOff(0))
    told = await notices(database, "events.called_off")
    assert {notice.member_id for notice in told} == {"m1", "m2", "m3"}
    assert all("台风" in notice.text and "另一场" in notice.text for notice in told)
    assert await notices(database, "events.reminder") == []
    assert await counts(database) == (0, 0)
    assert await book(database, "m4") == Refused("called_off")
    await check_numbers(database)


async def test_a_group_that_does_not_come_together_is_called_off(database: Database) -> None:
    deadline = WEDNESDAY + 3 * DAY
    small = event("small", min_group=3, group_deadline=deadline)
    enough = event("enough", min_group=2, group_deadline=deadline)
    await add_rows(database, small, enough)
    lonely = await booked(database, "m1", event_id="small")
    await booked(database, "m2", event_id="enough", places=2)

    await until_nothing_is_due(database, deadline - HOUR)
    assert await status(database, lonely.booking.id) == "booked"
    await until_nothing_is_due(database, deadline)

    assert await status(database, lonely.booking.id) == "cancelled"
    [told] = await notices(database, "events.group")
    assert told.member_id == "m1"
    async with database.read() as session:
        assert [one.id for one in await events.list_events(session, WEDNESDAY)] == ["enough"]
    await check_numbers(database)


async def test_those_who_were_there_are_asked_once_how_it_was(database: Database) -> None:
    await add_rows(database, event())
    there, away = await booked(database), await booked(database, "m2")
    await let_in(database, there.booking.code)
    for _ in range(2):
        await until_nothing_is_due(database, STARTS + DAY)

    def rate(member_id: str, booking_id: str, stars: int = 5) -> Any:
        return database.transact(lambda s: events.rate(s, member_id, booking_id, stars, " 很好 ", now=STARTS + DAY))

    [asked] = await notices(database, "events.rate")
    assert asked.member_id == "m1"
    assert await rate("m1", there.booking.id, 6) == Refused("bad_stars")
    assert await rate("m2", away.booking.id) == Refused("not_asked")
    assert await rate("m2", there.booking.id) == Refused("not_asked")
    rated = await rate("m1", there.booking.id)
    assert (rated.rating.stars, rated.rating.words) == (5, "很好")
    async with database.read() as session:
        assert await events.verdict(session, "party") == events.Verdict(1, 1, 5.0)


async def test_the_rows_of_the_spreadsheet_hold_no_formula(database: Database) -> None:
    questions = (
        EventQuestion(id="words", label="留言", who_sees="all"),
        EventQuestion(id="health", label="健康状况", who_sees="agent"),
    )
    await add_rows(database, event(questions=questions, companions=True))
    answers = {"words": "=HYPERLINK(1)", "health": "好"}
    mine = await booked(database, places=2, answers=answers, companions=["李四"])

    async with database.read() as session:
        header, row = await events.export_rows(session, "party")
        numbers = await events.attendance(session, "party")
    assert header[-2:] == ["同行人", "留言"]
    assert row[:5] == [mine.booking.code, "王芳", "13800138000", "2", "已报名"]
    assert row[-2:] == ["李四", "'=HYPERLINK(1)"]
    assert numbers == events.Attendance({"booked": 2}, 2, 10)


async def test_a_broadcast_reaches_everybody_once(database: Database) -> None:
    sessions = [meeting("s1", STARTS, quotas={"total": 1}), meeting("s2", STARTS, quotas={"total": 5})]
    await add_rows(database, event(sessions=sessions))
    await booked(database, event_id="s1")
    await book(database, "m2", event_id="s1", wait=True)
    await booked(database, "m3", event_id="s2")

    def say() -> Any:
        return database.transact(lambda s: events.broadcast(s, "s1", "请带伞", by="小李", now=WEDNESDAY, key="k"))

    assert (await say(), await say()) == (2, 0)
    await until_nothing_is_due(database, WEDNESDAY)
    told = await notices(database, "events.say")
    assert {notice.member_id for notice in told} == {"m1", "m2"}
    assert all("请带伞" in notice.text for notice in told)
