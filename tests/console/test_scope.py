"""A clerk of another union sees nothing of a member and can do nothing: in lists, by an address, in the numbers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.parts.papers import may_see
from console.waiting import waiting
from tests.console.conftest import Stage
from tests.console.requests import clerk, get, signed_in
from tests.console.test_pictures import photo
from tests.union.applications.helpers import hand_in, opened
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import booked
from tests.union.staff.helpers import unions
from union.applications.models import Application, ApplicationRound
from union.attachments.service import attach
from union.handoff.desk import desk_case, desk_cases
from union.ids import new_id
from union.legal_aid import desk
from union.legal_aid.examples import drafts, example_within
from union.legal_aid.models import Appointment, LegalWindow
from union.legal_aid.privacy import Reader
from union.legal_aid.records import CaseExample
from union.legal_aid.sitting import closures, districts, seats
from union.legal_aid.telling import subject
from union.members.models import Member
from union.notices.service import NoQueue, queue_notice
from union.roster.models import PhoneChange, RosterBinding, RosterEntry, Union
from union.roster.phones import change_phone
from union.roster.record import Record, indexes
from union.staff.models import Staff
from union.staff.scope import Scope, scope_of
from union.voices.service import Draft, Submitted, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")
CARD = "33019999"


@dataclass
class Matters:
    """What one member of 湖滨 (below 上城) has on the desk."""

    member: str
    case: int
    application: str
    appointment: str
    voice: str
    pictures: tuple[str, str, str]


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def matters(stage: Stage) -> AsyncIterator[Matters]:
    await unions(stage.deps.database)
    found = await _matters(stage)
    for role in ("agent", "editor", "admin"):
        for union_id in ("shangcheng", "xihu"):
            await clerk(stage, f"{role}-{union_id}", role, union_id)
    yield found

    async def clean(session: AsyncSession) -> None:
        for table in (CaseExample, Appointment, Application, ApplicationRound, PhoneChange):
            await session.execute(delete(table))
        await session.execute(delete(Member).where(Member.id == found.member))
        await session.execute(delete(RosterEntry))
        await session.execute(delete(Staff).where(Staff.union_id.is_not(None)))
        for one in await session.scalars(select(Union).order_by(Union.path.desc())):
            await session.delete(one)
            await session.flush()

    await stage.deps.database.transact(clean)


async def _matters(stage: Stage) -> Matters:
    database, now = stage.deps.database, stage.clock.now()
    member = await stage.member("范围会员")
    await _on_the_roster(stage, member)
    await stage.says(member, "范围里的一句话")
    case = await stage.asks_for_staff(member, "范围事项")
    loose = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    await opened(database)
    handed = await hand_in(database, member, now=now, key="scope")
    paper = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    await database.transact(lambda s: attach(s, member, [paper], f"application:{handed.application.id}"))
    async with database.read() as session:
        is_there = await session.get(LegalWindow, "window") is not None
    if not is_there:
        await add_rows(database, *legal_window())
    talk = await booked(database, member, now=now, district="上城区", town="湖滨街道")
    shown = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    await database.transact(lambda s: attach(s, member, [shown], subject(talk.id)))
    voice = await database.transact(lambda s: submit(s, member, Draft("其他", "范围里的建议"), key="scope-v", now=now))
    assert isinstance(voice, Submitted)
    await database.transact(lambda s: change_phone(s, member, "13900009999", key="scope-p", now=now))
    await database.transact(lambda s: queue_notice(s, NoQueue(), member, "events.booked", "通知", now, "scope-n"))
    example = CaseExample(id=new_id(), appointment_id=talk.id, service="legal", topic="欠薪", text="范围里的案例")
    example.drafted_by, example.drafted_at = "王律师", now
    await add_rows(database, example)
    return Matters(member, case, handed.application.number, talk.code, voice.suggestion.number, (loose, paper, shown))


async def _on_the_roster(stage: Stage, member: str) -> None:
    database, now = stage.deps.database, stage.clock.now()
    record = Record("范围会员", CARD, "13800009999", id_last4="1234")
    entry = RosterEntry(id=new_id(), union_id="hubin", person=record.as_json(), updated_at=now)
    for column, value in indexes(record, "hubin", database.keyring).items():
        setattr(entry, column, value)
    binding = RosterBinding(entry_id=entry.id, member_id=member, account="wx1", way="facts", key="scope", bound_at=now)
    await add_rows(database, entry, binding)


async def scope(stage: Stage, union_id: str | None) -> Scope:
    async with stage.deps.database.read() as session:
        return await scope_of(session, union_id, [])


PAGES = {  # path -> role, and what stands there of the member
    "/": ("agent", "范***"),
    "/applications": ("agent", "{application}"),
    "/voices": ("agent", "{voice}"),
    "/notices": ("agent", "范***"),
    "/examples": ("editor", "范围里的案例"),
    "/conversation/{case}": ("agent", "范围里的一句话"),
    "/applications/{application}": ("agent", "父亲住院"),
    "/appointments/{appointment}": ("agent", "三个月没发工资"),
    "/voices/{voice}": ("agent", "范围里的建议"),
}


@pytest.mark.parametrize("path", list(PAGES))
async def test_a_page_shows_the_own_union_alone(stage: Stage, matters: Matters, path: str) -> None:
    role, shown = PAGES[path]
    where, words = path.format(**vars(matters)), shown.format(**vars(matters))
    seen = {}
    for union_id in ("shangcheng", "xihu"):
        answer = await get(stage, await signed_in(stage, f"{role}-{union_id}"), where)
        assert answer.status_code == 200
        seen[union_id] = words in answer.text
        if union_id == "xihu" and "{" in path:
            assert "没有找到" in answer.text or "找不到" in answer.text, "it is not said that it is forbidden"
    assert seen == {"shangcheng": True, "xihu": False}


async def test_the_numbers_in_the_navigation_are_the_own_unions(stage: Stage, matters: Matters) -> None:
    async with stage.deps.database.read() as session:
        own = await waiting(session, await scope(stage, "shangcheng"))
        other = await waiting(session, await scope(stage, "xihu"))
    expected = {"/": 1, "/applications": 1, "/voices": 1, "/members": 1, "/examples": 1}
    assert {path: own[path] for path in expected} == expected
    assert {path: other[path] for path in expected} == dict.fromkeys(expected, 0)


async def test_pictures_are_seen_with_what_they_belong_to(stage: Stage, matters: Matters) -> None:
    async with stage.deps.database.read() as session:
        for union_id, expected in (("shangcheng", True), ("xihu", False)):
            staff = (await session.scalars(select(Staff).where(Staff.name == f"agent-{union_id}"))).one()
            within = await scope(stage, union_id)
            assert [await may_see(session, staff, one, scope=within) for one in matters.pictures] == [expected] * 3
    cookie = await signed_in(stage, "agent-xihu")
    assert (await get(stage, cookie, f"/pictures/{matters.pictures[0]}")).status_code == 404


async def test_appointments_are_seen_by_the_members_union_and_by_that_of_the_window(
    stage: Stage, matters: Matters
) -> None:
    reader = Reader("x", "agent")
    async with stage.deps.database.read() as session:
        window = await session.get_one(LegalWindow, "window")
        there = Scope("huzhou/", (), window.city, window.district)
        for within, expected in ((await scope(stage, "shangcheng"), 1), (there, 1), (await scope(stage, "xihu"), 0)):
            found = await desk.by_town(
                session, reader, "上城区", stage.clock.now(), stage.clock.now().replace(year=2027), within
            )
            assert len(found) == expected
            assert (await desk.of_code(session, reader, matters.appointment, within) is not None) is bool(expected)
            assert len(await drafts(session, within)) == expected
        assert "上城区" not in await districts(session, await scope(stage, "xihu"))
        assert [seat.window_id for seat in await seats(session, there)] and not await seats(
            session, await scope(stage, "xihu")
        )
        assert await closures(session, stage.clock.now(), there) == []
        [example] = await drafts(session)
        assert not await example_within(session, example.id, await scope(stage, "xihu"))


async def test_a_case_is_not_found_from_elsewhere(stage: Stage, matters: Matters) -> None:
    async with stage.deps.database.read() as session:
        for union_id, expected in (("shangcheng", True), ("hubin", True), ("xihu", False), ("gone", False)):
            within = await scope(stage, union_id)
            assert (await desk_case(session, matters.case, scope=within) is not None) is expected
            assert (matters.case in [one.id for one in await desk_cases(session, scope=within)]) is expected
