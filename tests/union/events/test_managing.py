"""Events by form: entered once, changed by what was touched, done again, within what an account may see."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from base.clock import SHANGHAI
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, meeting, member
from tests.union.events.helpers import book, check_numbers, quotas
from tests.union.events.test_entering import AREAS, EVENT, SESSION
from union.events import copying, managing, people, session_desk
from union.events.desk import QuotaSet, Written
from union.events.entering.event_form import event_answers
from union.events.entering.reader import Wrong
from union.events.entering.session_form import session_answers
from union.events.models import Event, EventSession
from union.events.overview import Wanted, find_event, overview
from union.events.questions_desk import drop_question, put_question, question_up
from union.events.records import Announcement, Draw
from union.events.refusal import Refused
from union.events.service import Booked, Waitlisted, list_events
from union.events.table import Imported, Read, import_events, read_rows
from union.events.table_columns import TEMPLATE
from union.notices.service import NoQueue
from union.roster.models import Union
from union.staff.scope import EVERYTHING, Scope

DAY = timedelta(days=1)
NO = NoQueue()
CITY = Scope("hz/", (), "杭州市", "")
OWN = Scope("hz/sc/", (), "杭州市", "上城区")
OTHER = Scope("hz/xh/", (), "杭州市", "西湖区")


@pytest.fixture
async def unions(database: Database) -> None:
    await add_rows(
        database,
        Union(id="hz", name="杭州市总工会", level="city", path="hz/", city="杭州市"),
        Union(id="sc", name="上城区总工会", level="district", parent_id="hz", path="hz/sc/", district="上城区"),
        Union(id="xh", name="西湖区总工会", level="district", parent_id="hz", path="hz/xh/", district="西湖区"),
    )


async def enter(database: Database, scope: Scope = EVERYTHING, key: str = "k1", holder: str = "", **more: str) -> Any:
    answers = EVENT | SESSION | more
    return await database.transact(
        lambda s: managing.enter_event(s, scope, answers, AREAS, key=key, holder=holder, now=WEDNESDAY)
    )


async def test_the_same_form_sent_twice_enters_one_event_and_publishing_shows_it(database: Database) -> None:
    first, again = await enter(database), await enter(database)
    assert isinstance(first, Written) and isinstance(again, Written) and first.event.id == again.event.id
    async with database.read() as session:
        assert await list_events(session, WEDNESDAY) == []
    await database.transact(lambda s: managing.publish(s, EVERYTHING, first.event.id, now=WEDNESDAY))
    async with database.read() as session:
        [shown] = await list_events(session, WEDNESDAY)
    assert (shown.title, shown.left, shown.kind) == ("品茶会", 20, "茶会")
    await add_rows(database, member())
    assert isinstance(await book(database, "m1", event_id=shown.id), Booked)


async def test_what_is_too_late_to_sign_up_for_is_not_published(database: Database) -> None:
    written = await enter(database)
    later = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    refused = await database.transact(lambda s: managing.publish(s, EVERYTHING, written.event.id, now=later))
    assert isinstance(refused, Refused) and refused.reason == "closed"


async def test_two_clerks_change_different_things_of_one_event(database: Database) -> None:
    await add_rows(database, event(kind="茶会"))
    async with database.read() as session:
        there = await managing.event_of(session, EVERYTHING, "party")
        assert there is not None
        before = event_answers(there)

    async def change(key: str, **said: str) -> Any:
        return await database.transact(
            lambda s: managing.change_by_form(
                s, EVERYTHING, "party", before, before | said, AREAS, key=key, by="小李", now=WEDNESDAY
            )
        )

    assert isinstance(await change("a", place="新地方"), Written)
    assert isinstance(await change("b", min_age="22", places_per_member="1"), Written)
    refused = await change("c", sign_up_closes="2026-12-30T10:00")
    assert isinstance(refused, Wrong) and "sign_up_closes" in refused.fields
    async with database.read() as session:
        now_is = await session.get_one(Event, "party")
        told = (await session.scalars(select(Announcement.text))).all()
    assert (now_is.place, now_is.rules.min_age, now_is.rules.places_per_member) == ("新地方", 22, 1)
    assert told == ["地点有变"]


async def test_the_kind_and_the_way_change_only_in_a_draft(database: Database) -> None:
    written = await enter(database)
    before = event_answers(written.event)

    async def change(**said: str) -> Any:
        return await database.transact(
            lambda s: managing.change_by_form(
                s, EVERYTHING, written.event.id, before, before | said, AREAS, key="a", by="小李", now=WEDNESDAY
            )
        )

    assert isinstance(await change(way="lottery", kind="讲座"), Written)
    await database.transact(lambda s: managing.publish(s, EVERYTHING, written.event.id, now=WEDNESDAY))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Draw)) == 1
    assert await change(kind="体检", title="新名") == Wrong({"kind": "已经发布了，不能再改。"})


async def test_how_often_one_may_sign_up_is_fixed_once_somebody_has(database: Database) -> None:
    await add_rows(database, event(), member())
    assert isinstance(await book(database, "m1"), Booked)
    async with database.read() as session:
        before = event_answers(await session.get_one(Event, "party"))
    said = before | {"once_per": "session", "kind": "相亲"}
    outcome = await database.transact(
        lambda s: managing.change_by_form(s, EVERYTHING, "party", before, said, AREAS, key="a", by="", now=WEDNESDAY)
    )
    assert isinstance(outcome, Wrong) and list(outcome.fields) == ["once_per"]


async def test_an_event_is_done_again_with_all_of_it_on_other_days(database: Database) -> None:
    sessions = [
        meeting("one", WEDNESDAY + 7 * DAY, quotas={"total": 10, "men": 5, "women": 5}),
        meeting("two", WEDNESDAY + 9 * DAY, quotas={"total": 3, "allotted:甲": 2}),
    ]
    await add_rows(database, event(sessions=sessions, single_only=True), member())

    async def again(day: date, key: str = "k") -> Any:
        return await database.transact(
            lambda s: copying.copy_event(s, EVERYTHING, "party", day, key=key, now=WEDNESDAY)
        )

    assert isinstance(await again(date(2026, 11, 1)), Wrong)
    copied, twice = await again(date(2026, 12, 25)), await again(date(2026, 12, 25))
    assert copied.event.id == twice.event.id
    async with database.read() as session:
        made = await managing.event_of(session, EVERYTHING, copied.event.id)
        assert made is not None
        assert made.status == "draft" and made.rules.single_only
        assert [one.starts_at - WEDNESDAY for one in made.sessions] == [37 * DAY, 39 * DAY]
        assert made.sign_up_closes == WEDNESDAY + 36 * DAY
        assert {q.who: q.capacity for one in made.sessions[1:] for q in one.quotas} == {"total": 5}


async def test_only_a_draft_is_thrown_away(database: Database) -> None:
    written = await enter(database)
    await add_rows(database, event())
    throw = managing.throw_away
    assert isinstance(await database.transact(lambda s: throw(s, EVERYTHING, "party")), Refused)
    assert isinstance(await database.transact(lambda s: throw(s, EVERYTHING, written.event.id)), managing.Gone)
    async with database.read() as session:
        assert (await session.scalars(select(Event.id))).all() == ["party"]


async def test_sessions_come_move_and_go(database: Database) -> None:
    await add_rows(database, event(), member())
    assert isinstance(await book(database, "m1"), Booked)
    more = SESSION | {"starts_at": "2026-12-02T14:00", "ends_at": "2026-12-02T16:00"}

    async def add(event_id: str, key: str) -> Any:
        return await database.transact(
            lambda s: session_desk.enter_session(s, EVERYTHING, event_id, more, AREAS, key=key, now=WEDNESDAY)
        )

    for _ in range(2):
        assert isinstance(await add("party", "k"), Written)
    async with database.read() as session:
        ids = (await session.scalars(select(EventSession.id).order_by(EventSession.starts_at))).all()
        before = session_answers(await session.get_one(EventSession, "party"))
    assert len(ids) == 2
    said = before | {"starts_at": "2026-11-26T10:00", "ends_at": "2026-11-26T13:00"}
    moved = await database.transact(
        lambda s: session_desk.change_session_by_form(
            s, EVERYTHING, "party", before, said, AREAS, key="m", by="小李", now=WEDNESDAY
        )
    )
    assert isinstance(moved, Written)
    async with database.read() as session:
        [told] = await session.scalars(select(Announcement.text))
    assert told.startswith("时间有变")
    removed = await database.transact(lambda s: session_desk.remove_session(s, EVERYTHING, ids[1]))
    assert removed == Refused("has_bookings")  # members see it: it is called off

    draft = await enter(database)
    [only] = [one.id for one in draft.event.sessions]
    assert await database.transact(lambda s: session_desk.remove_session(s, EVERYTHING, only)) == Refused("too_few")
    await add(draft.event.id, "d")
    assert isinstance(
        await database.transact(lambda s: session_desk.remove_session(s, EVERYTHING, only)), managing.Gone
    )


async def test_places_grow_for_who_waits_and_never_shrink_below_who_is_in(database: Database) -> None:
    await add_rows(database, event(quotas={"total": 2, "men": 2}), *[member(n) for n in (1, 2, 3)])

    async def resize(who: str, capacity: int) -> Any:
        return await database.transact(
            lambda s: session_desk.resize(s, NO, EVERYTHING, "party", who, capacity, now=WEDNESDAY)
        )

    for number in (1, 2):
        assert isinstance(await book(database, f"m{number}", person=_man()), Booked)
    assert isinstance(await book(database, "m3", person=_man(), wait=True), Waitlisted)
    assert await resize("total", 1) == Wrong({"capacity": "每一类的名额都不能多于总名额（1）。"})
    assert await resize("men", 1) == Refused("below_taken", "2")
    assert await resize("total", 3) == QuotaSet(3, 0)
    assert await resize("men", 3) == QuotaSet(3, 1)
    assert await quotas(database) == {"total": (3, 3), "men": (3, 3)}
    await check_numbers(database)
    assert await resize("women", 1) == Refused("unknown")
    assert isinstance(await resize("total", 10**7), Wrong)


def _man() -> Any:
    from union.events.person import Person

    return Person(gender="male")


async def test_a_part_of_the_places_is_kept_in_a_draft_alone(database: Database) -> None:
    await add_rows(database, event())
    draft = await enter(database)
    [one] = [one.id for one in draft.event.sessions]

    async def keep(session_id: str, who: str, capacity: int) -> Any:
        return await database.transact(lambda s: session_desk.add_group(s, EVERYTHING, session_id, who, capacity))

    assert await keep("party", "women", 5) == Refused("has_bookings")
    assert await keep(one, "women", 5) == session_desk.Places("women", 5)
    assert isinstance(await keep(one, "women", 5), Wrong)
    assert isinstance(await keep(one, "district:", 5), Wrong)
    assert isinstance(await keep(one, "district:上城区", 50), Wrong)
    gone = await database.transact(lambda s: session_desk.remove_group(s, EVERYTHING, one, "women"))
    assert isinstance(gone, managing.Gone)
    assert isinstance(
        await database.transact(lambda s: session_desk.remove_group(s, EVERYTHING, one, "total")), Refused
    )


async def test_questions_are_put_moved_and_dropped(database: Database) -> None:
    await add_rows(database, event())

    async def put(question_id: str, label: str) -> Any:
        said = {"label": label, "kind": "text", "required": "1", "who_sees": "all"}
        return await database.transact(lambda s: put_question(s, EVERYTHING, "party", question_id, said, now=WEDNESDAY))

    async def labels() -> list[str]:
        async with database.read() as session:
            return [one.label for one in (await session.get_one(Event, "party")).questions]

    for label in ("尺码", "忌口"):
        assert isinstance(await put("", label), Written)
    await database.transact(lambda s: question_up(s, EVERYTHING, "party", "q2", now=WEDNESDAY))
    assert await labels() == ["忌口", "尺码"]
    await put("q1", "衣服尺码")
    await database.transact(lambda s: drop_question(s, EVERYTHING, "party", "q2", now=WEDNESDAY))
    assert await labels() == ["衣服尺码"]
    for number in range(9):
        await put("", f"问题{number}")
    assert isinstance(await put("", "太多了"), Wrong)


async def test_what_a_union_holds_is_its_own_and_the_rest_is_the_areas(database: Database, unions: None) -> None:
    held = await enter(database, OWN, holder="sc", city="湖州市", district="德清县")  # away from home
    assert isinstance(held, Written)
    await add_rows(database, event(title="西湖的", district="西湖区"), event("all", title="全市的", district=""))

    async def seen(scope: Scope) -> set[str]:
        async with database.read() as session:
            return {one.event.event_title for one in await overview(session, Wanted(), WEDNESDAY, scope=scope)}

    assert await seen(EVERYTHING) == await seen(CITY) == {"品茶会", "西湖的", "全市的"}
    assert await seen(OWN) == {"品茶会"}
    assert await seen(OTHER) == {"西湖的"}
    assert isinstance(await enter(database, OWN, key="x", holder="xh"), Wrong)
    assert isinstance(await enter(database, OWN, key="y", holder=""), Wrong)


async def test_nothing_of_another_district_can_be_seen_or_done(database: Database, unions: None) -> None:
    await add_rows(database, event(), member())
    booked = await book(database, "m1")
    assert isinstance(booked, Booked)
    draft = await enter(database, OWN, holder="sc")
    [one] = [one.id for one in draft.event.sessions]
    async with database.read() as session:
        before = session_answers(await session.get_one(EventSession, "party"))
        assert await find_event(session, "party", WEDNESDAY, scope=OTHER) is None
        assert await people.people(session, "party", "in", scope=OTHER) == []
        assert await people.to_be_told(session, "party", scope=OTHER) == 0
        assert await people.whole(session, booked.booking.id, scope=OTHER) == ""
        assert await people.whole(session, booked.booking.id, scope=OWN) == "王芳　13800138000"
    put = {"label": "问", "kind": "text"}
    verbs = [
        lambda s: managing.publish(s, OTHER, draft.event.id, now=WEDNESDAY),
        lambda s: managing.throw_away(s, OTHER, draft.event.id),
        lambda s: copying.copy_event(s, OTHER, "party", date(2027, 1, 1), key="c", now=WEDNESDAY),
        lambda s: managing.change_by_form(
            s, OTHER, "party", {}, {"title": "我的"}, AREAS, key="c", by="x", now=WEDNESDAY
        ),
        lambda s: session_desk.enter_session(s, OTHER, "party", SESSION, AREAS, key="c", now=WEDNESDAY),
        lambda s: session_desk.change_session_by_form(
            s, OTHER, "party", before, before, AREAS, key="c", by="x", now=WEDNESDAY
        ),
        lambda s: session_desk.remove_session(s, OTHER, one),
        lambda s: session_desk.resize(s, NO, OTHER, "party", "total", 30, now=WEDNESDAY),
        lambda s: session_desk.add_group(s, OTHER, one, "men", 3),
        lambda s: session_desk.remove_group(s, OTHER, one, "men"),
        lambda s: put_question(s, OTHER, "party", "", put, now=WEDNESDAY),
        lambda s: drop_question(s, OTHER, "party", "q1", now=WEDNESDAY),
    ]
    for verb in verbs:
        assert await database.transact(verb) == Refused("unknown")


async def test_a_name_that_no_union_has_is_said_at_its_field(database: Database, unions: None) -> None:
    assert await enter(database, unions="上城总工会") == Wrong({"unions": "名册里没有“上城总工会”，请写工会的全名。"})
    assert isinstance(await enter(database, by_union="上城区总工会 5"), Written)


async def test_stages_are_found_by_the_database_as_by_the_rule(database: Database) -> None:
    def one(event_id: str, **values: Any) -> Event:
        return event(event_id, title=event_id, **values)

    await add_rows(
        database,
        one("draft", status="draft"),
        one("soon", sign_up_opens=WEDNESDAY + DAY),
        one("open"),
        one("closed", sign_up_closes=WEDNESDAY - timedelta(hours=1)),
        one("running", starts=WEDNESDAY - timedelta(hours=1)),
        one("over", starts=WEDNESDAY - DAY),
        one("called_off", status="called_off"),
    )
    async with database.read() as session:
        for stage in ("draft", "soon", "open", "closed", "running", "over", "called_off"):
            found = await overview(session, Wanted(stage), WEDNESDAY)
            assert [(line.event.event_title, line.stage) for line in found] == [(stage, stage)]
        rest = await overview(session, Wanted(), WEDNESDAY)
        assert {line.event.event_title for line in rest} == {"draft", "soon", "open", "closed", "running"}
        november = Wanted(since=WEDNESDAY - 2 * DAY, until=WEDNESDAY)
        assert {line.event.event_title for line in await overview(session, november, WEDNESDAY)} == {"running", "over"}
        assert len(await overview(session, Wanted(kind="茶会"), WEDNESDAY)) == 0
        [named] = await overview(session, Wanted(title="pe"), WEDNESDAY)
        assert named.event.event_title == "open" and not await overview(session, Wanted(title="%"), WEDNESDAY)


def rows(*more: dict[str, str]) -> list[tuple[int, dict[str, str]]]:
    header, example = TEMPLATE
    plain = dict(zip(header, example, strict=True)) | {"活动名称*": "周末读书会"}
    return [(number, plain | one) for number, one in enumerate(more, 2)]


async def test_rows_of_one_title_are_sessions_of_one_event_and_come_in_once(database: Database) -> None:
    second = {"开始*": "2026-12-13 14:00", "结束*": "2026-12-13 16:00"}
    read = read_rows(rows({}, {"活动名称*": "另一个"}, second), AREAS, WEDNESDAY)
    assert isinstance(read, Read), read
    assert (len(read.events), read.sessions) == (2, 3)
    for _ in range(2):
        done = await database.transact(lambda s: import_events(s, EVERYTHING, read, key="k", holder=""))
        assert done == Imported(2)
    async with database.read() as session:
        found = await overview(session, Wanted("draft"), WEDNESDAY)
    assert sorted((one.event.event_title, len(one.sessions)) for one in found) == [("另一个", 1), ("周末读书会", 2)]
    assert isinstance(await database.transact(lambda s: import_events(s, OWN, read, key="z", holder="")), Wrong)


def test_every_bad_line_is_named() -> None:
    found = read_rows(
        rows({"名额*": "很多"}, {"开始*": "2026-12-01"}, {"活动名称*": "乙", "城市*": "", "抽签（是/否）": "也许"}),
        AREAS,
        WEDNESDAY,
    )
    assert isinstance(found, list)
    said = {(one.number, one.column) for one in found}
    assert said == {(2, "名额"), (3, "开始"), (4, "城市"), (4, "抽签")}
    assert isinstance(read_rows([], AREAS, WEDNESDAY), list)
    [nothing] = read_rows([(2, dict(zip(*TEMPLATE, strict=True)))], AREAS, WEDNESDAY)  # type: ignore[misc]
    assert "还没有活动" in nothing.words
