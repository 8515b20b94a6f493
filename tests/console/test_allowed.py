"""Every page and every step refuses who may not: all pages, all roles, all tasks."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from console.known import Known
from console.layout.frame import NAVIGATION
from console.parts.doing import ENDED, GONE, Doing
from console.parts.opening import NOT_YOURS
from console.session import Visit
from tests.console.conftest import Stage
from tests.console.requests import clerk, get, signed_in
from union.audit.models import AuditEntry
from union.staff import sessions
from union.staff.models import ROLES, Staff
from union.staff.rules import _MAY, Task, may
from union.staff.scope import EVERYTHING

pytestmark = pytest.mark.asyncio(loop_scope="session")
TASKS: dict[str, Task] = {path: task for pages in NAVIGATION.values() for _, path, task in pages}
TASKS |= {
    "/me": "own_account",
    # pages that stand in no navigation, with a number that nobody has
    "/conversation/999999": "talks",
    "/applications/ZZZZ9999": "applications",
    "/appointments/ZZZZ9999": "appointments",
    "/appointments/plan": "plan",
    "/voices/JY-20200101-0001": "voices",
}


@pytest.mark.parametrize("role", ROLES)
async def test_a_page_is_for_the_roles_that_may(stage: Stage, role: str) -> None:
    cookie, opened = await signed_in(stage, await clerk(stage, f"查门{role}", role)), 0
    for path, task in TASKS.items():
        answer = await get(stage, cookie, path)
        if "没有这个页面" in answer.text:  # it is in the navigation before its page is built
            continue
        is_open = answer.status_code == 200 and NOT_YOURS not in answer.text
        assert is_open is may(role, task), f"{role} {path} {answer.status_code}"
        opened += 1
    assert opened > 12


async def test_without_a_session_there_is_the_log_in_alone(stage: Stage) -> None:
    for cookie in ({}, {"unionbot_console": "eyJpZCI6ICJ4In0=.made.up"}):
        for path in TASKS:
            answer = await get(stage, cookie, path)
            assert "没有这个页面" in answer.text or "/login" in answer.headers["location"], path


async def test_an_ended_session_is_none(stage: Stage) -> None:
    name = await clerk(stage, "退出的")
    cookie = await signed_in(stage, name)
    assert (await get(stage, cookie, "/me")).status_code == 200

    async def work(session: AsyncSession) -> None:
        staff_id = (await session.scalars(select(Staff.id).where(Staff.name == name))).one()
        await sessions.end_all(session, staff_id, stage.clock.now(), "log_out")

    await stage.deps.database.transact(work)
    assert (await get(stage, cookie, "/me")).status_code == 303


async def visit(stage: Stage, name: str) -> Visit:
    """An open page of this account."""
    now = stage.clock.now()

    async def work(session: AsyncSession) -> tuple[Staff, str]:
        staff = (await session.scalars(select(Staff).where(Staff.name == name))).one()
        return staff, await sessions.begin(session, staff.id, now)

    staff, token = await stage.deps.database.transact(work)
    return Visit(staff, EVERYTHING, Known(sessions.session_id(token), now, now), stage.deps, "/test")


async def never(session: AsyncSession) -> bool:
    raise AssertionError("the step was run")


async def nothing(session: AsyncSession) -> str:
    return ""


def why(said: object) -> str:
    return str(said)


@pytest.mark.parametrize("task", list(_MAY))
async def test_a_step_is_refused_when_the_role_was_taken_away_while_the_page_was_open(stage: Stage, task: Task) -> None:
    here = await visit(stage, await clerk(stage, "降职的", "admin"))
    do = Doing(stage.deps, here, task)
    assert await do(nothing, why, what="做得到") == ""
    lesser = next((role for role in ROLES if not may(role, task)), "nothing")
    await change(stage, "降职的", role=lesser)
    try:
        assert await do(never, why, what="做不到") == NOT_YOURS
    finally:
        await change(stage, "降职的", role="admin")


async def test_a_step_is_refused_when_the_account_was_closed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr("console.session.ui.navigate.to", sent.append)
    here = await visit(stage, await clerk(stage, "停用的", "admin"))
    await change(stage, "停用的", disabled_at=stage.clock.now())
    assert await Doing(stage.deps, here, "talks")(never, why, what="做不到") == ENDED
    assert sent == ["/login?back=%2Ftest"]


async def test_a_step_on_what_is_out_of_sight_is_refused_and_not_noted(stage: Stage) -> None:
    async def sees(session: AsyncSession) -> bool:
        return False

    here = await visit(stage, await clerk(stage, "看不到的"))
    assert await Doing(stage.deps, here, "voices", sees)(never, why, what="看不到的步骤") == GONE
    async with stage.deps.database.read() as session:
        assert await session.scalar(select(AuditEntry.id).where(AuditEntry.what == "看不到的步骤")) is None


async def test_a_step_is_noted_with_who_what_and_where_and_a_refused_one_is_not(stage: Stage) -> None:
    async def refuses(session: AsyncSession) -> str:
        return "不行"

    here = await visit(stage, await clerk(stage, "记账的"))
    do = Doing(stage.deps, here, "voices")
    assert await do(refuses, why, what="没做成的一步") == "不行"
    assert await do(nothing, why, what="做成的一步", member_id="m7") == ""
    async with stage.deps.database.read() as session:
        [entry] = await session.scalars(select(AuditEntry).where(AuditEntry.staff == "记账的"))
    assert (entry.task, entry.what, entry.path, entry.member_id) == ("voices", "做成的一步", "/test", "m7")


async def change(stage: Stage, name: str, **values: object) -> None:
    await stage.deps.database.transact(lambda s: s.execute(update(Staff).where(Staff.name == name).values(**values)))
