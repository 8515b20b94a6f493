"""After the talk: outcome, no-show, how it was, mediation that goes up, examples, and who may read what."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window, notices
from tests.union.legal_aid.helpers import (
    FRIDAY_NINE,
    HALF,
    NEXT_THURSDAY,
    NO,
    THURSDAY_NINE,
    again,
    booked,
    code_of,
    free,
    offers,
    other_windows,
    say,
    sweep,
    texts_of,
)
from union.legal_aid import desk, service
from union.legal_aid.examples import drafts
from union.legal_aid.holding import HOLDINGS
from union.legal_aid.models import Appointment, Lawyer
from union.legal_aid.records import AppointmentOutcome, AppointmentRating, CaseExample
from union.legal_aid.service import Intake, Reader, Recorded, Refused

LAWYERS = HOLDINGS[0]
OVER = THURSDAY_NINE + HALF
ADVICE = "带工资条和考勤记录去劳动监察投诉"
COUNSEL: dict[str, Any] = {"service": "counselling", "topic": "心理咨询", "description": "最近总是睡不着"}
PEACE: dict[str, Any] = {"service": "mediation", "level": "company", "topic": "调解", "window_id": "peace-company"}


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    rows = legal_window()
    for row in rows:
        if isinstance(row, Lawyer):
            row.staff = f"staff-{row.id}"
    await add_rows(database, *rows, *other_windows())


async def record(
    database: Database, mine: Appointment, staff: str = "staff-wang", outcome: str = "advised", **more: Any
) -> Any:
    words, now, key = more.pop("words", ADVICE), more.pop("now", OVER), more.pop("key", "o")
    return await database.transact(
        lambda s: service.record_outcome(s, NO, staff, mine.id, outcome, words, key=key, now=now, **more)
    )


async def missed(database: Database, mine: Appointment, staff: str = "staff-wang") -> Any:
    return await database.transact(lambda s: service.record_no_show(s, staff, mine.id, key="n", now=OVER))


async def rating(database: Database, mine: Appointment) -> AppointmentRating | None:
    async with database.read() as session:
        return await session.get(AppointmentRating, mine.id)


async def test_the_outcome_is_kept_encrypted_and_the_member_is_asked_once(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    assert isinstance(await record(database, mine, next_step="下周复核"), Recorded)
    assert isinstance(await record(database, mine, key="o2", words="改过的话"), Recorded)

    async with database.read() as session:
        outcome = await session.get_one(AppointmentOutcome, mine.id)
        stored = await session.scalar(text("SELECT words FROM appointment_outcomes"))
    assert (outcome.words, outcome.by) == ("改过的话", "staff-wang")
    assert "改过".encode() not in bytes(stored)
    assert (await again(database, mine)).status == "done"
    [asked] = await texts_of(database, "legal.rate")
    assert "评价" in asked
    assert "欠薪" not in asked


async def test_the_member_answers_by_code_with_words(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await record(database, mine)
    code = await code_of(database, "m1", "legal.rating")

    assert not (await say(database, "m1", f"评价 {code} 7", key="1")).taken
    assert not (await say(database, "m1", f"评价 {code} {'5' * 50}", key="2")).taken
    assert (await say(database, "m1", f"评价 {code} 5 律师很耐心", key="3")).taken

    kept = await rating(database, mine)
    assert kept is not None
    assert (kept.stars, kept.words) == (5, "律师很耐心")
    async with database.read() as session:
        assert await service.verdict(session, "wang") == service.Verdict(1, 1, 5.0)


async def test_who_did_not_come_is_not_asked(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    assert isinstance(await missed(database, mine), Recorded)
    await sweep(database, OVER + timedelta(days=2))

    assert (await again(database, mine)).status == "no_show"
    assert await rating(database, mine) is None


async def test_a_talk_of_which_nothing_was_written_down_is_asked_about_a_day_later(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    await sweep(database, OVER + timedelta(hours=23))
    assert await rating(database, mine) is None
    await sweep(database, OVER + timedelta(hours=24))
    await sweep(database, OVER + timedelta(hours=25))

    assert (await again(database, mine)).status == "over"
    assert len(await notices(database, "legal.rate")) == 1
    assert isinstance(await record(database, mine, now=OVER + timedelta(days=2)), Recorded)
    assert len(await notices(database, "legal.rate")) == 1


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"staff": "staff-li"}, "not_yours"),
        ({"staff": ""}, "not_yours"),
        ({"now": WEDNESDAY}, "not_over"),
        ({"outcome": "won"}, "bad_outcome"),
        ({"outcome": "refused"}, "bad_outcome"),
        ({"words": "  "}, "empty"),
    ],
)
async def test_what_cannot_be_recorded_is_not(database: Database, more: dict[str, Any], reason: str) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    assert await record(database, mine, **more) == Refused(reason)  # type: ignore[arg-type]

    assert (await again(database, mine)).status == "booked"
    assert await notices(database, "legal.rate") == []


async def test_a_cancelled_talk_has_no_outcome(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await database.transact(lambda s: service.cancel(s, "m1", mine.id, key="c", now=WEDNESDAY, queue=NO))

    assert await record(database, mine) == Refused("not_booked", detail="cancelled")
    assert await missed(database, mine) == Refused("not_booked", detail="cancelled")


async def test_mediation_that_fails_goes_up_to_the_town_with_its_intake(database: Database) -> None:
    intake = Intake(employer="某某公司", people=3)
    mine = await booked(database, "m1", **PEACE, district="吴兴区", town="织里镇", intake=intake)

    outcome = await record(database, mine, "s-company", "failed", words="谈不拢")

    assert isinstance(outcome, Recorded)
    assert outcome.offer is not None
    assert (outcome.offer.lawyer_id, outcome.offer.previous_id) == ("m-town", mine.id)
    assert "街道（镇）" in (await texts_of(database, "legal.offer"))[0]
    reply = await say(database, "m1", f"接受 {await code_of(database, 'm1')}", now=OVER)
    assert "预约成功" in reply.text
    async with database.read() as session:
        [next_one] = await service.my_appointments(session, "m1", OVER)
    assert (next_one.status, next_one.name, next_one.description) == ("booked", "王芳", mine.description)
    assert service.read_intake(next_one.intake).people == 3
    assert len(await texts_of(database, "legal.booked")) == 2


async def test_a_level_nobody_serves_is_passed_over_and_above_the_last_is_none(database: Database) -> None:
    mine = await booked(database, "m1", **PEACE, district="吴兴区", town="妙西镇")

    outcome = await record(database, mine, "s-company", "failed")
    await say(database, "m1", f"接受 {await code_of(database, 'm1')}", now=OVER)
    last = outcome.offer
    failed_again = await record(database, last, "s-district", "failed", now=last.ends_at, key="o2")

    assert last.lawyer_id == "m-district"
    assert failed_again.offer is None


async def test_the_other_side_may_refuse_before_it_begins(database: Database) -> None:
    mine = await booked(database, "m1", **PEACE, start=NEXT_THURSDAY)

    outcome = await record(database, mine, "s-company", "refused", words="公司不愿意", now=WEDNESDAY)

    assert outcome.offer is not None
    assert await offers(database) == [("m1", "m-district", FRIDAY_NINE)]
    assert await notices(database, "legal.reminder") == []
    assert await notices(database, "legal.rate") == []
    open_again = await free(database, service="mediation", level="company")
    assert NEXT_THURSDAY in {slot.starts_at for slot in open_again}


async def test_where_mediation_begins_depends_on_the_place(database: Database) -> None:
    async with database.read() as session:
        levels = [
            await service.lowest_level(session, district="吴兴区", serving=serving)
            for serving in (["某某公司"], ["织里镇"], ["别处"])
        ]
        elsewhere = await service.lowest_level(session, district="龙游县")
    assert levels == ["company", "town", "district"]
    assert elsewhere is None


async def test_an_example_comes_from_the_lawyers_words_and_needs_a_second_pair_of_eyes(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang", description="我叫王芳，老板不发工资")
    assert await draft(database, mine) == Refused("not_over")
    await record(database, mine, next_step="可以申请支付令")

    drafted = await draft(database, mine)

    assert isinstance(drafted, CaseExample)
    assert drafted.text == f"【欠薪】{ADVICE}\n下一步：可以申请支付令"
    assert await review(database, drafted.id, "staff-wang") == Refused("own_draft")
    async with database.read() as session:
        assert [one.id for one in await drafts(session)] == [drafted.id]
        assert await service.approved_examples(session) == []
    assert isinstance(await review(database, drafted.id, "小李"), CaseExample)
    assert await review(database, drafted.id, "小李") == Refused("decided")
    assert await draft(database, mine) == Refused("decided")
    async with database.read() as session:
        [example] = await service.approved_examples(session)
    assert (example.topic, example.service, example.text) == ("欠薪", "legal", drafted.text)


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("王芳可以去投诉", "王芳"),
        ("打13800138000联系", "13800138000"),
        ("打139 1234 5678", "手机号"),
        ("织里童装公司欠薪", "织里童装"),
        ("浙江某某织造有限公司欠薪", "公司名"),
        ("身份证33010619900101001X", "证件号"),
    ],
)
async def test_an_example_that_gives_somebody_away_is_refused(database: Database, words: str, detail: str) -> None:
    mine = await booked(database, "m1", lawyer_id="wang", intake=Intake(employer="织里童装"))
    await record(database, mine)

    assert await draft(database, mine, words) == Refused("not_anonymous", detail=detail)


async def test_counselling_never_becomes_an_example(database: Database) -> None:
    mine = await booked(database, "m1", FRIDAY_NINE, **COUNSEL)
    await record(database, mine, "赵", now=FRIDAY_NINE + HALF)

    assert await draft(database, mine, staff="赵") == Refused("private")


async def test_staff_see_what_they_may(database: Database) -> None:
    await booked(database, "m1", FRIDAY_NINE, **COUNSEL)
    await booked(database, "m2", FRIDAY_NINE, intake=Intake(people=3), district="吴兴区", town="织里镇")
    agent, own, admin = Reader("小李", "agent"), Reader("赵", "lawyer"), Reader("admin", "admin")

    async with database.read() as session:
        seen = {who.name: await desk.of_day(session, who, FRIDAY_NINE.date()) for who in (agent, own, admin)}
        mine = await desk.of_staff(session, own, WEDNESDAY)
        assert await desk.next_day(session, WEDNESDAY.date()) == FRIDAY_NINE
        assert await desk.next_day(session, WEDNESDAY.date(), lawyer_id="nobody") is None
        assert await desk.next_day(session, FRIDAY_NINE.date()) is None
        towns = await desk.by_town(session, agent, "吴兴区", WEDNESDAY, WEDNESDAY + timedelta(days=7))
        late = await desk.unrecorded(session, own, FRIDAY_NINE + HALF)
    stories = {
        name: {card.service: card.intake and card.intake.story for card in cards} for name, cards in seen.items()
    }
    assert stories["小李"] == {"legal": "三个月没发工资", "counselling": None}
    assert stories["admin"] == stories["小李"]
    assert stories["赵"] == {"legal": None, "counselling": "最近总是睡不着"}
    assert [card.service for card in mine] == ["counselling"]
    assert [card.service for card in late] == ["counselling"]
    assert {town: [card.intake and card.intake.people for card in cards] for town, cards in towns.items()} == {
        "织里镇": [3]
    }


async def draft(database: Database, mine: Appointment, words: str | None = None, staff: str = "staff-wang") -> Any:
    return await database.transact(lambda s: service.draft_example(s, staff, mine.id, now=OVER, text=words))


async def review(database: Database, example_id: str, staff: str) -> Any:
    return await database.transact(lambda s: service.review_example(s, staff, example_id, approve=True, now=OVER))


async def test_erasing_gives_slots_back_and_leaves_only_the_anonymous_example(database: Database) -> None:
    past = await booked(database, "m1", lawyer_id="wang", intake=Intake(since="8月", sum_yuan=20000))
    coming = await booked(database, "m1", NEXT_THURSDAY, lawyer_id="wang")
    await record(database, past)
    drafted = await draft(database, past)
    await review(database, drafted.id, "小李")
    async with database.read() as session:
        told = await LAWYERS.records(session, "m1")
    assert len(told) == 2
    assert {"情况": "三个月没发工资", "从什么时候开始": "8月", "状态": "已结束"}.items() <= told[-1].items() | told[
        0
    ].items()

    assert await database.transact(lambda s: LAWYERS.erase(s, NO, "m1", OVER)) == []

    assert ("wang", NEXT_THURSDAY) in {(slot.lawyer_id, slot.starts_at) for slot in await free(database)}
    async with database.read() as session:
        assert await LAWYERS.records(session, "m1") == []
        for table in ("appointments", "appointment_outcomes", "appointment_ratings", "appointment_steps"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        assert (await session.scalars(select(CaseExample.appointment_id))).all() == [None]
    assert [one.state for one in await notices(database, "legal.reminder")] == []
    assert coming.id
