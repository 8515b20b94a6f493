"""What staff see of applications, on both databases."""

from datetime import timedelta

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import SKILLS, hand_in, opened, verb
from union.applications import service
from union.applications.desk import applications, is_for_others, piles, sheet

pytestmark = pytest.mark.usefixtures("members")


async def test_piles_are_oldest_first_and_show_what_is_missing_and_left(database: Database) -> None:
    await opened(database, quota=5, budget_yuan=1000)
    await opened(database, "skills")
    late = await hand_in(database, "m1", now=WEDNESDAY + timedelta(hours=1))
    early = await hand_in(database, "m2")
    lacking = await hand_in(database, "m3", papers={"proof": []})
    skills = await hand_in(database, "m3", "skills", SKILLS)

    async with database.read() as session:
        decide = await applications(session, "decide")
        only = await applications(session, "decide", kind="skills")
        wait = await applications(session, "wait")
        counts = await piles(session)

    assert {one.number for one in decide[:2]} == {early.application.number, skills.application.number}
    assert decide[-1].number == late.application.number
    assert [one.number for one in only] == [skills.application.number]
    assert [(one.number, one.missing) for one in wait] == [(lacking.application.number, ("困难情况证明",))]
    assert (decide[-1].applicant, decide[-1].places, decide[-1].yuan) == ("王**", 5, 1000)
    assert (counts["decide"], counts["wait"], counts["give"]) == (3, 1, 0)


async def test_a_sheet_holds_all_of_one_and_says_who_must_not_decide_an_appeal(database: Database) -> None:
    await opened(database)
    handed = (await hand_in(database)).application
    await verb(database, service.refuse, handed.id, staff="李敏", reason="不符合", key="r")
    await database.transact(lambda s: service.appeal(s, "m1", handed.id, "再看看", key="a", now=WEDNESDAY))

    async with database.read() as session:
        shown = await sheet(session, handed.number)
        assert await sheet(session, "NOTHING") is None

    assert shown is not None
    assert (shown.name, shown.appeal, shown.only_others, shown.decides) == ("王小明", "再看看", "李敏", "agent")
    assert ("情况", "父亲住院") in shown.told
    proof = shown.papers[0]
    assert (proof.name, proof.required, proof.pictures) == ("困难情况证明", True, ())
    assert [status for _, status, _ in shown.steps] == ["submitted", "refused", "appealed"]
    assert is_for_others(shown, "李敏") and not is_for_others(shown, "王强")


async def test_after_a_decision_nobody_is_barred(database: Database) -> None:
    await opened(database)
    handed = (await hand_in(database)).application
    await verb(database, service.approve, handed.id, staff="李敏", amount_yuan=100, key="y")
    async with database.read() as session:
        shown = await sheet(session, handed.number)
        [give] = await applications(session, "give")
        found = await applications(session, "decide", number=handed.number)
    assert shown is not None and not is_for_others(shown, "李敏")
    assert give.number == handed.number == found[0].number
