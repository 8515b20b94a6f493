"""Known strings are fed through everything; after the erasure nothing of them is left in any table of the database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import sync_url
from app.timers import run_due, timers
from base.clock import FixedClock
from base.encryption import UndecryptableError
from tests.conftest import WEDNESDAY, ready_database
from tests.house import House, open_house
from tests.scenario_setting import prepare
from union.coded.models import ReplyCode
from union.events.models import Booking, Quota
from union.excursions.accounts import open_account, spend, terms_of, write
from union.excursions.models import Entitlement
from union.excursions.terms import Amount
from union.handoff.service import request_handoff
from union.matchmaking.models import Met
from union.matchmaking.rounds import hold_round
from union.members.models import Member
from union.notices.delivery import deliver
from union.notices.grants import record_opt_in
from union.notices.models import Notice
from union.notices.queue import DbosQueue
from union.notices.sender import Outcome, Outgoing
from union.notices.sweep import sweep
from union.privacy.models import KeptRecord
from webhook.holding import ALL_HOLDINGS
from webhook.models import Claim

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPENID, OTHER = "o-erased-member", "o-who-stays"
NAME, PHONE = "欧阳青禾", "13912345678"
STORY = "锅炉房欠了我三个月工钱"
COMPANION = "司徒白露"
WORDS = "喜欢在湖边拉二胡"
IDEA = "城站的驿站饮水机坏了半个月"
GRIEF = "孩子中考以后一直不肯说话"
TEXTS = (OPENID, NAME, PHONE, STORY, COMPANION, WORDS, "二胡", IDEA, GRIEF)


class Sends:
    """Everything arrives."""

    async def send(self, outgoing: Outgoing) -> Outcome:
        return Outcome("sent", message_id="1")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from ready_database(request, tmp_path_factory.mktemp("erasure"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(house_url: str) -> AsyncIterator[House]:
    async with open_house(house_url, FixedClock(WEDNESDAY), Path("var")) as house:
        yield house


async def say(house: House, *texts: str, openid: str = OPENID) -> str:
    for text in texts:
        heard = await house.say(openid, text)
    return heard


@asynccontextmanager
async def queue_of(house: House) -> AsyncIterator[DbosQueue]:
    queue = DbosQueue(sync_url(house.parts.database.url))
    yield queue
    queue.close()


async def deliver_all(house: House) -> None:
    """What waits is queued and sent: transcripts get their lines, DBOS its rows."""
    async with queue_of(house) as queue:
        await sweep(house.parts.database, queue, house.clock.now())
    async with house.parts.database.read() as session:
        ids = list(await session.scalars(sa.select(Notice.id).where(Notice.state == "queued").order_by(Notice.id)))
    for notice_id in ids:
        await deliver(house.parts.database, Sends(), notice_id, house.clock)


async def has_a_life(house: House) -> str:
    """All of what can be told and kept; returns the member's id."""
    database, now = house.parts.database, house.clock.now()
    await say(house, "我要报名11月25日的相亲", f"{NAME} {PHONE}", "确认")
    companions = {
        "id": "lake-walk",
        "title": "湖边健步走",
        "kind": "健步走",
        "rules": {"places_per_member": 2, "companions": True},
        "sessions": [{"id": "lake-walk-1", "in_hours": 72, "quotas": {"total": 2}}],
    }
    await prepare(house, OTHER, {"events": [companions]})
    heard = await say(house, "我要报名湖边健步走", "2个", COMPANION, "确认")
    assert "报名成功" in heard
    await say(house, "我要报名湖边健步走，1个", "候补", "柳如松 13800138000", "1个", "确认", openid=OTHER)
    await say(house, "我想预约律师", "欠薪", STORY, "第1个", "确认")
    await what_else_is_offered(house)
    await matchmaking(house)
    member = (await house.member(OPENID)).id
    await database.transact(lambda s: request_handoff(s, member, "欠薪", now))
    await say(house, f"我叫{NAME}，请快一点", "退出人工")
    await database.transact(lambda s: record_opt_in(s, member, "tmpl", True, now))
    await deliver_all(house)
    await say(house, "导出我的数据", f"我要报名抢演出票，{PHONE}")  # a form that is not finished
    return member


async def what_else_is_offered(house: House) -> None:
    """Binding, an application, a suggestion, a subscription, a place, a picture, a talk with a counsellor."""
    person = {"name": NAME, "phone": PHONE, "card": "GONE1007", "id_last4": "1007"}
    await prepare(house, OPENID, {"roster": [{"union": "hubin-riders", "person": person}]})
    heard = await say(house, "我要绑定会员", f"{NAME} {PHONE} 后四位 1007")
    assert "绑定成功" in heard, heard
    heard = await say(house, "我要申请技能培训", "是", "电焊工，周末", "确认")
    assert "已提交" in heard, heard
    heard = await say(house, "我要提建议", "驿站设施", IDEA, "留姓名和手机号", "确认")
    assert "已提交" in heard, heard
    assert "已订阅" in await say(house, "有新的演出告诉我")
    await house.send_location(OPENID, [30.2455, 120.182], "城站")
    await house.send_picture(OPENID)
    heard = await say(house, "我想预约心理咨询", GRIEF, "同意", "第1个", "确认")
    assert "预约成功" in heard, heard


async def matchmaking(house: House) -> None:
    """Two who agree: each is told name and phone of the other."""
    mine = ("女，1995年，上城区，本科，护士，未婚", WORDS, "25到40岁，同市，本科以上，婚史不限", "跳过")
    await say(house, "我想登记相亲资料", "同意", *mine)
    assert "已提交" in await say(house, "确认")
    other = ("男，1993年，上城区，本科，教师，未婚", "喜欢骑车", "25到40岁，同市，本科以上，婚史不限", "跳过")
    await say(house, "我想登记相亲资料", "同意", *other, "柳如松 13800138000", "确认", openid=OTHER)
    async with queue_of(house) as queue:
        result = await hold_round(house.parts.database, queue, house.clock.now())
    assert len(result.introductions) == 1
    for openid in (OPENID, OTHER):
        [code] = [row.code for row in await house.rows(ReplyCode, openid) if row.kind == "matchmaking.introduction"]
        await say(house, f"愿意 {code}", openid=openid)
    assert [PHONE in notice.text for notice in await house.rows(Notice, OTHER)].count(True) == 1


def found_in(house: House, needles: tuple[str, ...]) -> list[str]:
    """Where in the database one of them stands, raw or decrypted; in DBOS's tables too."""
    engine = sa.create_engine(sync_url(house.parts.database.url))
    found: list[str] = []
    with engine.connect() as connection:
        names: list[tuple[str | None, str]] = [(None, name) for name in sa.inspect(engine).get_table_names()]
        if engine.dialect.name == "postgresql":
            names += [("dbos", name) for name in sa.inspect(engine).get_table_names(schema="dbos")]
        for schema, name in names:
            table = sa.Table(name, sa.MetaData(), schema=schema, autoload_with=engine)
            for row in connection.execute(sa.select(table)):
                for column, value in row._mapping.items():
                    text = as_text(house, value)
                    found += [f"{name}.{column}: {needle}" for needle in needles if needle in text]
    engine.dispose()
    return found


def as_text(house: House, value: Any) -> str:
    if not isinstance(value, bytes | memoryview):
        return str(value)
    try:
        return house.parts.database.keyring.decrypt(bytes(value)).decode("utf-8", "replace")
    except UndecryptableError:
        return bytes(value).decode("utf-8", "replace")


async def count(house: House, table: type[Any]) -> int:
    async with house.parts.database.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def test_nothing_is_left_of_a_member_who_had_a_life(house: House) -> None:
    member = await has_a_life(house)
    before = {place.partition(".")[0] for place in found_in(house, (*TEXTS, member))}
    expected = {"members", "messages", "trackers", "bookings", "appointments", "matchmaking_profiles", "introductions"}
    expected |= {"notices", "notice_grants", "handoff_cases", "inbound_claims", "consents", "export_links"}
    assert before >= expected | {"workflow_status"}  # or the search proves nothing
    async with house.parts.database.read() as session:
        kept = {holding.name: await holding.records(session, member) for holding in ALL_HOLDINGS}
    assert [name for name, records in kept.items() if not records] == ["疗休养额度", "工作人员操作记录", "来访统计"]

    heard = await say(house, "算了", "删除我的信息")
    for line in ("湖边健步走", "律师咨询", "心理咨询", "技能培训", "周三相亲", "一并取消", "名册"):
        assert line in heard
    heard = await say(house, "确认删除")
    assert "已全部删除" in heard

    # The union's own record of its members, as was said; nothing leads from it to who wrote here.
    assert {place.partition(":")[0] for place in found_in(house, (*TEXTS, member))} <= {"roster_entries.person"}
    assert found_in(house, (OPENID, member)) == []
    [mine] = [row for row in await house.rows(Booking, OTHER) if row.event_id == "lake-walk"]
    assert mine.status == "offered"  # the places went to who waited
    assert await count(house, Met) == 0
    async with house.parts.database.read() as session:
        for quota in await session.scalars(sa.select(Quota).where(Quota.session_id == "lake-walk-1")):
            assert quota.taken == mine.places
        [claim] = await session.scalars(sa.select(Claim).where(Claim.member_id.is_(None)))
    assert "已全部删除" in (claim.answer or "") and claim.request is None


async def test_a_repeat_of_the_last_message_gets_its_answer_and_makes_nobody_anew(house: House) -> None:
    openid = "o-repeated"
    await say(house, "你好", "注销账号", openid=openid)
    message = house.platform.text(openid, "确认删除")
    first = house.platform.read(await house.platform.post(house.client, message))
    members = await count(house, Member)
    again = house.platform.read(await house.platform.post(house.client, message))
    assert "已全部删除" in str(first) and str(again) == str(first)
    assert await count(house, Member) == members


async def test_who_leaves_is_erased_by_the_worker_and_who_is_back_at_once_is_not(house: House) -> None:
    gone, back = "o-gone", "o-back"
    for openid in (gone, back):
        await say(house, "我要报名11月25日的相亲", f"{NAME} {PHONE}", "确认", openid=openid)
        await house.platform.post(house.client, house.platform.event(openid, "unsubscribe"))
    kept = (await house.member(back)).id
    await house.platform.post(house.client, house.platform.event(back, "subscribe"))
    async with queue_of(house) as queue:
        [timer] = [one for one in timers(queue) if one.name == "erasures"]
        await run_due(house.parts, timer)
    assert found_in(house, (gone,)) == []
    assert (await house.member(back)).id == kept
    assert [booking.status for booking in await house.rows(Booking, back)] == ["booked"]


async def test_what_was_spent_is_kept_without_whom_it_was_spent_on(house: House) -> None:
    openid = "o-traveller"
    await say(house, "你好", openid=openid)
    member, now = (await house.member(openid)).id, house.clock.now()

    async def went(session: AsyncSession) -> None:
        terms = await terms_of(session, "疗休养")
        assert terms is not None
        account = await open_account(session, member, "疗休养", 2026, terms, now)
        took = Amount(3, 1800, 1)
        assert await spend(session, account.id, took)
        await write(session, account.id, "reserved", -took, key="test:reserved", now=now, booking_id="b")
        line = await session.scalar(sa.text("SELECT id FROM entitlement_entries WHERE key = 'test:reserved'"))
        await write(session, account.id, "used", Amount(), key="test:used", now=now, booking_id="b", closes=line)

    await house.parts.database.transact(went)
    heard = await say(house, "删除我的信息", openid=openid)
    assert "依法必须留存" in heard and "疗休养经费" in heard
    await say(house, "确认删除", openid=openid)
    async with house.parts.database.read() as session:
        [kept] = await session.scalars(sa.select(KeptRecord))
        mine = sa.select(Entitlement).where(Entitlement.member_id == member)
        assert (await session.scalars(mine)).all() == []
    assert kept.record == "疗休养 2026 年度：3 天，1800 元"
    assert found_in(house, (member,)) == []
