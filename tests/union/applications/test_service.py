"""Applications from the first look to the last step, and every no on the way."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import HARDSHIP, PHONE, QUEUE, SKILLS, hand_in, opened, told, verb
from tests.union.conftest import notices
from union.applications import service
from union.applications.models import Application, ApplicationRound
from union.applications.service import Decided, Refused, Submitted, Withdrawn

LATER = WEDNESDAY + timedelta(days=40)

pytestmark = pytest.mark.usefixtures("members")


async def refused(database: Database, **changed: object) -> str:
    """The reason why a hardship application with these changes is not taken."""
    answers = {name: value for name, value in {**HARDSHIP, **changed}.items() if value is not None}
    outcome = await hand_in(database, answers=answers, key="another message")
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def the_round(database: Database, round_id: str = "hardship") -> ApplicationRound:
    async with database.read() as session:
        found = await service.get_round(session, round_id)
    assert found is not None
    return found


async def test_from_submission_to_payment(database: Database) -> None:
    await opened(database, budget_yuan=1000)
    handed_in = await hand_in(database)
    assert isinstance(handed_in, Submitted)
    assert handed_in.application.status == "submitted"
    assert handed_in.missing == ()
    one = handed_in.application.id

    granted = await verb(database, service.approve, one, staff="李", amount_yuan=600, key="a")
    assert isinstance(granted, Decided)
    assert (await the_round(database)).spent_yuan == 600
    paid = await verb(database, service.fulfil, one, staff="王", key="f")

    assert paid.application.status == "fulfilled"
    [decided] = await notices(database, "benefits.decided")
    assert "600元" in decided.text
    assert len(await notices(database, "benefits.fulfilled")) == 1
    async with database.read() as session:
        [mine] = await service.my_applications(session, "m1")
        assert (mine.done, mine.missing) == (4, ())
        steps = [(status, staff) for _, status, staff in await service.timeline(session, one)]
    assert steps == [("submitted", ""), ("approved", "李"), ("fulfilled", "王")]


async def test_the_same_message_twice_is_one_application(database: Database) -> None:
    await opened(database)
    first, second = await hand_in(database), await hand_in(database)
    assert first.application.id == second.application.id


async def test_one_application_in_a_period_also_of_another_round(database: Database) -> None:
    await opened(database)
    await opened(database, id="second")
    assert isinstance(await hand_in(database), Submitted)
    again = await hand_in(database, round_id="second", papers={"proof": ["p"]}, key="again")
    assert again.reason == "already"


async def test_another_period_is_another_application(database: Database) -> None:
    await opened(database)
    await opened(database, id="next", period="2027")
    assert isinstance(await hand_in(database), Submitted)
    assert isinstance(await hand_in(database, round_id="next", papers={"proof": ["p"]}, key="next"), Submitted)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"works_here": False}, "fact"),
        ({"reason": None}, "needs_answer"),
        ({"reason": "没钱"}, "needs_answer"),
        ({"income": -5}, "needs_answer"),
        ({"income": 10**10}, "needs_answer"),
        ({"happened": "长" * 501}, "needs_answer"),
    ],
)
async def test_what_is_told_is_checked(database: Database, changed: dict[str, object], reason: str) -> None:
    await opened(database)
    assert await refused(database, **changed) == reason


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"opens_at": WEDNESDAY + timedelta(hours=1)}, "not_open"),
        ({"closes_at": WEDNESDAY}, "over"),
        ({"quota": 0}, "quota_used"),
        ({"budget_yuan": 0}, "budget_used"),
        ({"open_to_unbound": False}, "needs_binding"),
    ],
)
async def test_a_round_that_takes_nothing_says_why(database: Database, values: dict[str, Any], reason: str) -> None:
    await opened(database, **values)
    assert await refused(database) == reason
    async with database.read() as session:
        assert await service.fitting(session, "m1", WEDNESDAY) == []


async def test_name_and_phone_must_be_some(database: Database) -> None:
    await opened(database)
    for name, phone, reason in (("", PHONE, "bad_name"), ("王芳", "123", "bad_phone")):
        given = service.Told(dict(HARDSHIP), {"proof": ["p"]}, name, phone)
        outcome = await verb(database, service.submit, "m1", "hardship", given, key="k")
        assert outcome == Refused(reason)


async def test_papers_may_follow_until_the_deadline(database: Database) -> None:
    await opened(database)
    handed_in = await hand_in(database, papers={})
    one = handed_in.application
    assert (one.status, handed_in.missing) == ("incomplete", ("困难情况证明",))
    assert (await verb(database, service.approve, one.id, staff="李", amount_yuan=1, key="a")).reason == "status"

    complete = await verb(database, service.add_papers, "m1", one.id, {"proof": ["p1", "p2"]}, key="p")

    assert (complete.application.status, complete.missing) == ("submitted", ())
    assert await notices(database, "benefits.papers") == []
    assert isinstance(await verb(database, service.add_papers, "m1", one.id, {"proof": ["p1"]}, key="p"), Submitted)


async def test_papers_that_never_come_end_it(database: Database) -> None:
    await opened(database)
    one = (await hand_in(database, papers={})).application
    late = WEDNESDAY + timedelta(days=46)
    assert (await verb(database, service.add_papers, "m1", one.id, {"proof": ["p"]}, key="p", now=late)).reason == (
        "papers_over"
    )
    assert await database.transact(lambda session: service.sweep(session, QUEUE, late)) == 1
    assert await database.transact(lambda session: service.sweep(session, QUEUE, late)) == 0

    async with database.read() as session:
        assert (await session.get_one(Application, one.id)).status == "lapsed"
    assert len(await notices(database, "benefits.lapsed")) == 1


async def test_sent_back_for_more_and_answered(database: Database) -> None:
    await opened(database)
    one = (await hand_in(database)).application
    back = await verb(database, service.send_back, one.id, staff="李", what="请补诊断书", key="b")
    assert back.application.status == "returned"
    [asked] = await notices(database, "benefits.returned")
    assert "请补诊断书" in asked.text

    again = await verb(database, service.add_papers, "m1", one.id, {"more": ["p9"]}, key="m", words="诊断书在这里")

    assert again.application.status == "submitted"
    async with database.read() as session:
        found = await session.get_one(Application, one.id)
        assert ("补充说明", "诊断书在这里") in service.told_lines(found)


async def test_money_needs_an_amount_and_nothing_else_has_one(database: Database) -> None:
    await opened(database)
    await opened(database, "skills")
    money, place = (await hand_in(database)).application, (await hand_in(database, "m1", "skills", SKILLS)).application
    assert (await verb(database, service.approve, money.id, staff="李", key="1")).reason == "no_amount"
    assert (await verb(database, service.approve, place.id, staff="李", amount_yuan=5, key="2")).reason == "no_amount"
    assert isinstance(await verb(database, service.approve, place.id, staff="李", key="3"), Decided)


async def test_budget_and_quota_are_kept(database: Database) -> None:
    await opened(database, budget_yuan=1000, quota=2)
    ids = [(await hand_in(database, member)).application.id for member in ("m1", "m2", "m3")]
    await verb(database, service.approve, ids[0], staff="李", amount_yuan=900, key="1")
    too_much = await verb(database, service.approve, ids[1], staff="李", amount_yuan=200, key="2")
    assert too_much == Refused("budget_used", "100")
    async with database.read() as session:
        assert (await session.get_one(Application, ids[1])).status == "submitted"  # nothing half done
    await verb(database, service.approve, ids[1], staff="李", amount_yuan=50, key="3")
    full = await verb(database, service.approve, ids[2], staff="李", amount_yuan=10, key="4")
    assert full == Refused("quota_used", "2")
    one = await the_round(database)
    assert (one.granted, one.spent_yuan) == (2, 950)


async def test_withdrawing_gives_back_and_lets_one_apply_again(database: Database) -> None:
    await opened(database, budget_yuan=1000)
    one = (await hand_in(database)).application
    await verb(database, service.approve, one.id, staff="李", amount_yuan=900, key="1")

    for _ in range(2):
        gone = await database.transact(lambda s: service.withdraw(s, "m1", one.id, key="w", now=WEDNESDAY))
        assert isinstance(gone, Withdrawn)
    assert (await the_round(database)).spent_yuan == 0
    assert isinstance(await hand_in(database, key="again"), Submitted)
    other = await database.transact(lambda s: service.withdraw(s, "m2", one.id, key="x", now=WEDNESDAY))
    assert other == Refused("unknown")


async def test_an_appeal_is_decided_by_somebody_else_and_once(database: Database) -> None:
    await opened(database)
    one = (await hand_in(database)).application
    assert (await verb(database, service.refuse, one.id, staff="李", reason=" ", key="0")).reason == "no_reason"
    await verb(database, service.refuse, one.id, staff="李", reason="收入超过标准", key="1")
    [told_so] = await notices(database, "benefits.decided")
    assert "申诉" in told_so.text
    async with database.read() as session:
        found = await session.get_one(Application, one.id)
        assert str(await service.appeal_code(session, found, WEDNESDAY)) in told_so.text
    assert await refused(database) == "already"  # the way is the appeal

    outcome = await database.transact(lambda s: service.appeal(s, "m1", one.id, "算错了", key="ap", now=WEDNESDAY))
    assert isinstance(outcome, service.Appealed)
    same = await verb(database, service.approve, one.id, staff="李", amount_yuan=100, key="2")
    assert same.reason == "same_decider"
    assert isinstance(await verb(database, service.refuse, one.id, staff="王", reason="复核一致", key="3"), Decided)
    again = await database.transact(lambda s: service.appeal(s, "m1", one.id, "还是不对", key="ap2", now=WEDNESDAY))
    assert again == Refused("no_appeal", one.number)


async def test_no_appeal_after_thirty_days(database: Database) -> None:
    await opened(database)
    one = (await hand_in(database)).application
    await verb(database, service.refuse, one.id, staff="李", reason="不符合", key="1")
    outcome = await database.transact(lambda s: service.appeal(s, "m1", one.id, "不服", key="2", now=LATER))
    assert outcome == Refused("no_appeal", one.number)


async def test_what_was_granted_in_error_can_be_taken_back(database: Database) -> None:
    await opened(database, budget_yuan=500)
    one = (await hand_in(database)).application
    await verb(database, service.approve, one.id, staff="李", amount_yuan=500, key="1")
    await verb(database, service.revoke, one.id, staff="王", reason="重复享受", key="2")
    assert (await the_round(database)).spent_yuan == 0


async def test_drafts_are_kept_offered_and_forgotten(database: Database) -> None:
    one = await opened(database)
    half = told({"reason": "其他"})
    saving = lambda s: service.save_draft(s, "m1", "hardship", one.id, half, WEDNESDAY)  # noqa: E731
    ids = [await database.transact(saving) for _ in range(2)]
    assert ids[0] == ids[1]
    async with database.read() as session:
        [draft] = await service.drafts(session, "m1", WEDNESDAY)
        assert service.told_in(draft) == half
        assert await service.drafts(session, "m1", LATER) == []
    handed_in = await hand_in(database)
    assert handed_in.application.id == ids[0]  # so that its pictures stay
    async with database.read() as session:
        assert await service.find_draft(session, "m1", "hardship") is None
    await database.transact(lambda s: service.save_draft(s, "m2", "hardship", one.id, half, WEDNESDAY))
    assert await database.transact(lambda s: service.sweep(s, QUEUE, LATER)) == 1


async def test_staff_see_what_waits_oldest_first_by_union(database: Database) -> None:
    await opened(database, union_id="qiantang")
    await opened(database, "skills", union_id="wuyi")
    await hand_in(database, "m2", "skills", SKILLS, now=WEDNESDAY + timedelta(hours=1))
    await hand_in(database, "m1")
    async with database.read() as session:
        waiting = await service.open_applications(session)
        assert [one.round_id for one in waiting] == ["hardship", "skills"]
        assert [one.round_id for one in await service.open_applications(session, ["wuyi"])] == ["skills"]
        assert await service.to_pay(session) == []


async def test_a_round_must_make_sense(database: Database) -> None:
    base = {"title": "t", "union_name": "u", "city": "c", "opens_at": WEDNESDAY, "closes_at": LATER}
    for wrong, reason in (
        ({"kind": "nothing"}, "unknown"),
        ({"kind": "hardship", "closes_at": WEDNESDAY}, "bad_dates"),
        ({"kind": "hardship", "quota": -1}, "bad_number"),
        ({"kind": "checkup", "budget_yuan": 5}, "bad_number"),
    ):
        new = service.NewRound(**{**base, **wrong})  # type: ignore[arg-type]
        outcome = await database.transact(lambda session, new=new: service.open_round(session, new))  # type: ignore[misc]
        assert isinstance(outcome, Refused)
        assert outcome.reason == reason


async def test_a_round_can_be_closed_early(database: Database) -> None:
    await opened(database)
    assert await database.transact(lambda s: service.close_round(s, "hardship", WEDNESDAY))
    assert not await database.transact(lambda s: service.close_round(s, "hardship", WEDNESDAY))
    assert await refused(database) == "over"


async def test_what_is_told_is_encrypted(database: Database) -> None:
    await opened(database)
    await hand_in(database)
    async with database.engine.connect() as connection:
        row = (await connection.exec_driver_sql("SELECT answers, name, phone FROM applications")).one()
    assert not any(word.encode() in bytes(value) for value in row for word in ("父亲", "王小明", PHONE))
    async with database.read() as session:
        assert (await session.scalars(select(Application))).one().name == "王小明"
