"""Events in real Chromium: entered, published, signed up for, changed, told about, called off, drawn, imported."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.spreadsheet import as_xlsx
from tests.conftest import WEDNESDAY
from tests.console.conftest import Stage
from tests.console.pressing import choose, press, told, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.conftest import add_rows, event
from tests.union.events.helpers import book, until_nothing_is_due
from union.audit.models import AuditEntry
from union.events.desk import create, open_event
from union.events.fair_draw import seed_hash
from union.events.models import Booking, Event, EventSession, Quota
from union.events.records import Rating
from union.events.service import Booked, Entered, Waitlisted, Written, list_events
from union.events.table_columns import TEMPLATE
from union.roster.models import Union
from union.staff.models import Staff

pytestmark = pytest.mark.asyncio(loop_scope="session")
DAY = timedelta(days=1)


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_other_events(stage: Stage) -> AsyncIterator[None]:
    """Every test begins without events: one console serves them all."""
    yield

    async def work(session: AsyncSession) -> None:
        await session.execute(delete(Booking))
        await session.execute(delete(Event))
        await session.execute(update(Staff).values(union_id=None))
        await session.execute(delete(Union))

    await stage.deps.database.transact(work)


async def organiser(stage: Stage, context: BrowserContext, name: str, path: str, union: str | None = None) -> Page:
    await stage.staff(name, "organiser")
    if union:
        await stage.deps.database.transact(
            lambda s: s.execute(update(Staff).where(Staff.name == name).values(union_id=union))
        )
    return await sign_in(context, name, path)


async def fill(page: Page, **values: str) -> None:
    """Fields by label."""
    for label, value in values.items():
        await page.get_by_label(label).first.fill(value)


async def enter(page: Page, title: str = "周末读书会") -> None:
    """The form, with what every event needs."""
    await fill(page, 活动名称=title)
    await choose(page, "类型", "读书会")
    await choose(page, "城市", "杭州市")
    await choose(page, "区县（空着表示全市）", "上城区")
    await page.get_by_label("地点", exact=True).fill("上城区职工之家三楼")
    await page.get_by_label("开始", exact=True).fill("2026-11-28T14:00")
    await page.get_by_label("结束", exact=True).fill("2026-11-28T16:00")
    await fill(page, 一共有多少名额="20", 报名截止="2026-11-27T18:00")


async def test_a_clerk_enters_an_event_publishes_it_and_members_sign_up_at_once(
    stage: Stage, context: BrowserContext
) -> None:
    page = await organiser(stage, context, "活动员", "/console/events")
    await expect(page.get_by_text("这里还没有活动")).to_be_visible()
    await look_at(page, "events-empty")
    await page.get_by_role("button", name="新建活动").click()
    await expect(page.get_by_role("heading", name="新建活动")).to_be_visible()
    await look_at(page, "event-new")

    await enter(page)
    await page.get_by_label("结束", exact=True).fill("2026-11-28T13:00")
    await fill(page, 报名截止="2026-11-29T18:00")
    await page.get_by_label("其中：男", exact=True).fill("30")
    await page.get_by_role("button", name="存成草稿").click()
    await expect(page.get_by_text("结束要晚于开始。")).to_be_visible()
    await expect(page.get_by_text("报名要在活动开始前截止。")).to_be_visible()
    await expect(page.get_by_text("不能多于总名额。")).to_be_visible()
    await look_at(page, "event-new-wrong")

    await page.get_by_label("结束", exact=True).fill("2026-11-28T16:00")
    await fill(page, 报名截止="2026-11-27T18:00")
    await page.get_by_label("其中：男", exact=True).fill("")
    await page.get_by_role("button", name="存成草稿").click()
    await expect(page.locator(".chip", has_text="草稿").first).to_be_visible()
    await press(page, "加一个问题")
    await page.get_by_label("问什么").fill("您最近读的书？")
    await yes(page, "保存")
    await expect(page.get_by_text("您最近读的书？")).to_be_visible()
    preview = page.locator(".words", has_text="面向：职工均可")
    await expect(preview).to_contain_text("名额：余 20 名（先到先得）")
    await look_at(page, "event-draft")
    async with stage.deps.database.read() as session:
        assert await list_events(session, stage.clock.now()) == []

    await press(page, "发布")
    await yes(page, "发布")
    await expect(page.locator(".chip", has_text="报名中").first).to_be_visible()
    async with stage.deps.database.read() as session:
        [found] = await list_events(session, stage.clock.now(), kind="读书会", city="杭州市", district="上城区")
    assert found.title == "周末读书会" and [one.label for one in found.questions] == ["您最近读的书？"]
    member = await stage.member()
    booked = await book(stage.deps.database, member, event_id=found.id, now=stage.clock.now(), answers={"q1": "红楼梦"})
    assert isinstance(booked, Booked), booked

    await page.goto("/console/events")
    row = page.locator(".row-line", has_text="周末读书会")
    await expect(row).to_contain_text("已报 1/20")
    await look_at(page, "events")
    await page.get_by_label("名称", exact=True).fill("没有这个")
    await expect(page.get_by_text("没有符合条件的活动")).to_be_visible()
    await page.get_by_label("名称", exact=True).fill("读书")
    await expect(row).to_be_visible()
    await page.get_by_role("button", name="月历").click()
    await expect(page.locator(".calendar-event", has_text="周末读书会")).to_be_visible()
    await look_at(page, "events-calendar")


async def test_who_is_signed_up_stands_masked_until_asked_for_and_places_grow_for_who_waits(
    stage: Stage, context: BrowserContext
) -> None:
    database, now = stage.deps.database, stage.clock.now()
    await add_rows(database, event(capacity=1, title="小相亲会", once_per="event"))
    first, second = await stage.member(), await stage.member()
    assert isinstance(await book(database, first, now=now, name="王小芳"), Booked)
    assert isinstance(await book(database, second, now=now, name="李四", wait=True), Waitlisted)
    page = await organiser(stage, context, "名单员", "/console/events/party/party")
    row = page.locator(".row-work", has_text="签到码")
    await expect(row).to_contain_text("王**")
    assert "小芳" not in await page.content()
    await look_at(page, "event-session")
    await row.get_by_role("button", name="查看报名人").click()
    await expect(row).to_contain_text("王小芳　13800138000")
    async with database.read() as session:
        log = select(AuditEntry).where(AuditEntry.staff == "名单员", AuditEntry.task == "events")
        [seen] = await session.scalars(log)
    assert (seen.what, seen.member_id) == ("查看报名人", first)

    await press(page, "改名额")
    await page.get_by_label("名额", exact=True).fill("0")
    await yes(page, "保存")
    await expect(page.get_by_text("已经报了 1 个，名额不能比这个少。")).to_be_visible()
    await page.get_by_label("名额", exact=True).fill("2")
    await yes(page, "保存")
    await expect(page.get_by_text("共 2 个，已报 2 个")).to_be_visible()
    assert len(await told(stage, second, "events.offer")) == 1

    async with page.expect_download() as taken:
        await page.get_by_role("button", name="导出名单").click()
    assert (await taken.value).suggested_filename == "报名名单-小相亲会.xlsx"

    await press(page, "发通知")
    await page.get_by_label("写什么").fill("请带身份证")
    await yes(page, "看发给多少人")
    await expect(page.get_by_text("会发给 2 人")).to_be_visible()
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.get_by_text("会员会陆续收到")).to_be_visible()
    await until_nothing_is_due(database, now)
    assert "请带身份证" in (await told(stage, first, "events.say"))[0]

    await press(page, "取消这一场")
    await page.get_by_label("原因（会员会看到）").fill("停电")
    await yes(page, "看影响")
    await expect(page.get_by_text("2 个报名会取消")).to_be_visible()
    async with database.read() as session:
        assert (await session.get_one(EventSession, "party")).status == "open"
    await page.get_by_role("dialog").last.get_by_role("button", name="取消这一场", exact=True).click()
    await expect(page.locator(".chip", has_text="已取消").first).to_be_visible()
    await until_nothing_is_due(database, now)
    assert "停电" in (await told(stage, first, "events.called_off"))[0]


async def test_an_event_is_changed_done_again_and_a_draft_thrown_away(stage: Stage, context: BrowserContext) -> None:
    database = stage.deps.database
    await add_rows(database, event(title="茶话会", kind="茶会", members_only=True))
    page = await organiser(stage, context, "改动员", "/console/events/party")
    await page.get_by_role("button", name="修改", exact=True).click()
    await expect(page.get_by_label("活动名称")).to_have_value("茶话会")
    await expect(page.get_by_label("区县（空着表示全市）")).to_have_value("上城区")
    await fill(page, 最小年龄="40", 最大年龄="30")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("最大年龄不能小于最小年龄。")).to_be_visible()
    await fill(page, 最大年龄="60")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator("dd", has_text="仅限会员，40—60岁")).to_be_visible()

    await page.get_by_role("button", name="加一场").click()
    await page.get_by_label("开始", exact=True).fill("2026-12-05T14:00")
    await page.get_by_label("结束", exact=True).fill("2026-12-05T16:00")
    await fill(page, 一共有多少名额="8")
    await page.get_by_role("button", name="加上这一场").click()
    await expect(page.locator(".row-line")).to_have_count(2)
    await look_at(page, "event")

    await press(page, "照样再办一次")
    await page.get_by_label("第一场改到哪天").fill("2027-01-06")
    await yes(page, "建草稿")
    await expect(page.locator(".row-line", has_text="1月16日（周六）14:00—16:00")).to_be_visible()
    await expect(page.locator(".chip", has_text="草稿").first).to_be_visible()
    await press(page, "删除草稿")
    await page.get_by_role("dialog").get_by_role("button", name="删除草稿", exact=True).click()
    await expect(page.get_by_role("button", name="新建活动")).to_be_visible()
    async with database.read() as session:
        assert (await session.scalars(select(Event.id))).all() == ["party"]

    await page.locator(".row-line", has_text="茶话会").get_by_role("link").click()
    await press(page, "取消活动")
    await yes(page, "看影响")
    await expect(page.get_by_text("请写明原因，会员会看到。")).to_be_visible()
    await page.get_by_label("原因（会员会看到）").fill("场地检修")
    await yes(page, "看影响")
    await expect(page.get_by_text("0 个报名会取消")).to_be_visible()
    await page.get_by_role("dialog").last.get_by_role("button", name="取消活动", exact=True).click()
    await expect(page.locator(".chip", has_text="已取消").first).to_be_visible()
    await expect(page.get_by_role("button", name="修改", exact=True)).to_be_hidden()


async def test_a_draw_can_be_checked_and_ratings_carry_no_names(stage: Stage, context: BrowserContext) -> None:
    database, now = stage.deps.database, WEDNESDAY
    content = {
        "id": "lot",
        "title": "演出票",
        "kind": "演出",
        "city": "杭州市",
        "place": "大剧院",
        "way": "lottery",
        "sign_up_opens": now - DAY,
        "sign_up_closes": now + DAY,
        "policy": {"draw_minutes": 0},
        "sessions": [
            {"id": "lot-1", "starts_at": now + 7 * DAY, "ends_at": now + 8 * DAY, "quotas": {"total": 1}},
        ],
    }
    assert isinstance(await database.transact(lambda s: create(s, content)), Written)
    await database.transact(lambda s: open_event(s, "lot"))
    entered = [
        await book(database, await stage.member(), event_id="lot-1", now=now, name=name) for name in ("赵一", "钱二")
    ]
    assert all(isinstance(one, Entered) for one in entered)
    page = await organiser(stage, context, "抽签员", "/console/events/lot/lot-1")
    await expect(page.get_by_text("种子的指纹")).to_be_visible()
    await expect(page.get_by_role("button", name="核对", exact=True)).to_be_hidden()
    await until_nothing_is_due(database, now + 2 * DAY)
    await stage.bus.publish("conversations", member="")
    await page.get_by_role("button", name="核对", exact=True).click()
    await expect(page.get_by_text("核对无误")).to_be_visible()
    await expect(page.locator("dd", has_text="1 个报名")).to_be_visible()
    seed = await page.locator("dt:has-text('种子') + dd").last.inner_text()
    assert seed_hash(seed) in await page.content()
    await look_at(page, "event-draw")

    async def rated(session: AsyncSession) -> None:
        booking = await session.scalar(select(Booking).where(Booking.session_id == "lot-1"))
        assert booking is not None
        words = {"stars": 4, "words": "灯光很好", "asked_at": now, "rated_at": now}
        session.add(Rating(booking_id=booking.id, session_id="lot-1", **words))

    await database.transact(rated)
    await page.reload()
    await expect(page.get_by_text("灯光很好")).to_be_visible()
    await expect(page.get_by_text("4.0 分（满分 5 分）")).to_be_visible()


async def test_events_come_from_a_spreadsheet_all_or_none(
    stage: Stage, context: BrowserContext, tmp_path: Path
) -> None:
    header, (_, *rest) = TEMPLATE
    example = ["周末读书会", *rest]
    wrong = list(example)
    wrong[list(header).index("结束*")] = "2026-12-12 13:00"
    page = await organiser(stage, context, "导入员", "/console/events/import")
    (tmp_path / "no.xlsx").write_bytes(b"<html>")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="选择填好的表格").click()
    await (await chooser.value).set_files(tmp_path / "no.xlsx")
    await expect(page.get_by_text("这个文件打不开")).to_be_visible()
    (tmp_path / "bad.xlsx").write_bytes(as_xlsx([header, example, wrong]))
    await page.locator("input[type=file]").set_input_files(tmp_path / "bad.xlsx")
    await expect(page.get_by_text("第 3 行")).to_be_visible()
    await expect(page.get_by_text("结束：结束要晚于开始。")).to_be_visible()
    await look_at(page, "events-import")
    (tmp_path / "good.xlsx").write_bytes(as_xlsx([*TEMPLATE, example]))
    await page.locator("input[type=file]").set_input_files(tmp_path / "good.xlsx")
    await expect(page.get_by_text("共 1 个活动、1 场，都没有问题。")).to_be_visible()
    await yes(page, "导入成草稿")
    await expect(page.locator(".row-line", has_text="周末读书会")).to_contain_text("草稿")
    async with stage.deps.database.read() as session:
        assert await session.scalar(select(Quota.capacity)) == 30


async def test_a_clerk_of_another_district_sees_nothing_of_it(stage: Stage, context: BrowserContext) -> None:
    database = stage.deps.database
    unions = [
        Union(id="hz", name="杭州市总工会", level="city", path="hz/", city="杭州市"),
        Union(id="sc", name="上城区总工会", level="district", parent_id="hz", path="hz/sc/", district="上城区"),
        Union(id="xh", name="西湖区总工会", level="district", parent_id="hz", path="hz/xh/", district="西湖区"),
    ]
    await add_rows(database, *unions, event(title="上城相亲会"))
    page = await organiser(stage, context, "西湖员", "/console/events", "xh")
    await expect(page.get_by_text("这里还没有活动")).to_be_visible()
    for path in ("party", "party/party", "party/change", "party/add", "party/party/change"):
        await page.goto(f"/console/events/{path}")
        await expect(page.get_by_text("没有找到这")).to_be_visible()
    await page.goto("/console/events/calendar?month=2026-11")
    await expect(page.get_by_text("这个月没有活动。")).to_be_visible()
