"""The door in real Chromium: a ticket before the camera, a code that is typed, no network, and who did not come."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from sqlalchemy import select

from tests.browser_support import CHROMIUM, FLAGS
from tests.conftest import WEDNESDAY
from tests.console.conftest import Stage
from tests.console.door.helpers import HOUR, camera_film, clear, clerk_elsewhere, ready, signed_up, tonight
from tests.console.pressing import press, told, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.events.helpers import status
from union.audit.models import AuditEntry
from union.events import service as events
from union.events.models import Booking

pytestmark = pytest.mark.asyncio(loop_scope="session")
PHONE = {"width": 390, "height": 844}


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def a_quiet_evening(stage: Stage) -> AsyncIterator[None]:
    stage.clock.move(WEDNESDAY - stage.clock.now())
    yield
    stage.clock.move(WEDNESDAY - stage.clock.now())
    await clear(stage)


async def typed(page: Page, code: str) -> None:
    await page.get_by_label("签到码").fill(code)
    await page.keyboard.press("Enter")


async def test_a_code_is_typed_and_a_mistake_taken_back(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("门口员")
    page = await sign_in(context, name, "/console/door")
    await expect(page.get_by_text("今天没有活动")).to_be_visible()
    await look_at(page, "door-empty")
    await tonight(stage)
    await tonight(stage, "other", title="另一场")
    booking, elsewhere = await signed_up(stage, places=2), await signed_up(stage, "李四", "other")
    await page.reload()
    row = page.locator(".row-line", has_text="联谊晚会")
    await expect(row).to_contain_text("已到 0 / 2 人")
    await look_at(page, "door-sessions")
    await row.get_by_role("link").click()
    await expect(page.get_by_text("还没有人签到。")).to_be_visible()
    await expect(page.get_by_text("已到 0 人，还有 2 人没到")).to_be_visible()
    await ready(page)

    said = page.locator(".door-result")
    await typed(page, booking.code.lower())
    await expect(said).to_have_text("已签到王** · 2 人（含同行 1 人）")
    await expect(said).to_have_attribute("data-look", "green")
    await expect(page.get_by_text("已到 2 人", exact=True)).to_be_visible()
    await look_at(page, "door-checked-in")
    await typed(page, booking.code)
    await expect(said).to_contain_text("早已签到")
    await expect(said).to_contain_text("10:00 签到的")
    await expect(said).to_have_attribute("data-look", "amber")
    await typed(page, elsewhere.code)
    await expect(said).to_contain_text("不是这一场")
    await expect(said).to_contain_text("另一场")
    await look_at(page, "door-wrong-session")
    await typed(page, "<b>NO</b>")
    await expect(said).to_contain_text("没有这个码")
    assert await page.locator(".door-result b").count() == 0
    assert "小明" not in await page.content()

    await press(page, "改人数")
    await page.get_by_label("实到人数").fill("3")
    await yes(page, "保存")
    await expect(page.get_by_text("请写 1 到 2 之间的人数。")).to_be_visible()
    await page.get_by_label("实到人数").fill("1")
    await yes(page, "保存")
    await expect(page.get_by_text("已签到 10:00，实到 1 人")).to_be_visible()
    await expect(page.get_by_text("已到 1 人，1 人没有到场")).to_be_visible()

    await press(page, "撤销")
    await yes(page, "撤销")
    await expect(page.get_by_text("还没有人签到。")).to_be_visible()
    assert await status(stage.deps.database, booking.id) == "booked"
    await typed(page, booking.code)
    await expect(said).to_contain_text("已签到")
    await expect(page.get_by_text("已到 2 人", exact=True)).to_be_visible()


async def test_the_camera_reads_a_ticket(stage: Stage, tmp_path: Path) -> None:
    name = await stage.staff("扫码员")
    await tonight(stage)
    booking = await signed_up(stage)
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    film = f"--use-file-for-fake-video-capture={camera_film(tmp_path, booking.code)}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera, film])
        context = await browser.new_context(base_url=stage.url, viewport=PHONE, permissions=["camera"])  # type: ignore[arg-type]
        page = await sign_in(context, name, "/console/door/party")
        await page.get_by_role("button", name="开始扫码").click()
        await expect(page.locator(".door-result")).to_contain_text("已签到王** · 1 人")
        await expect(page.get_by_text("已到 1 人", exact=True)).to_be_visible()
        await look_at(page, "door-scanning")
        await page.get_by_role("button", name="停止扫码").click()
        await expect(page.locator("video")).to_be_hidden()
        await browser.close()
    assert await status(stage.deps.database, booking.id) == "checked_in"


async def test_a_code_without_network_is_kept_and_sent_again(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("断网员")
    await tonight(stage)
    one, two = await signed_up(stage), await signed_up(stage, "李四")
    page = await sign_in(context, name, "/console/door/party")
    await expect(page.get_by_text("还没有人签到。")).to_be_visible()

    await context.set_offline(True)
    await typed(page, one.code)
    await expect(page.locator(".door-result")).to_contain_text("没有连上，已记下")
    await typed(page, "NOTHING2")
    await expect(page.locator(".door-kept .kept")).to_have_count(2)
    await look_at(page, "door-offline")
    assert await status(stage.deps.database, one.id) == "booked"
    await context.set_offline(False)
    await page.reload()

    await expect(page.locator(".door-kept .kept")).to_have_count(1)
    await expect(page.locator(".door-kept")).to_contain_text("没有签到：没有这个码")
    assert await status(stage.deps.database, one.id) == "checked_in"
    await page.get_by_role("button", name="知道了").click()
    await expect(page.locator(".door-kept .kept")).to_have_count(0)
    await page.context.clear_cookies()
    await typed(page, two.code)
    await expect(page.locator(".door-result")).to_contain_text("登录已过期")
    assert await status(stage.deps.database, two.id) == "booked"
    await expect(page.locator(".door-kept .kept")).to_have_count(1)


async def test_the_list_shows_names_when_asked_and_marks_who_did_not_come(
    stage: Stage, context: BrowserContext
) -> None:
    name = await stage.staff("名单员")
    await tonight(stage)
    await signed_up(stage)
    two = await signed_up(stage, "李四")
    page = await sign_in(context, name, "/console/door/party/list")
    await ready(page)
    row = page.locator(".row-work", has_text="王**")
    assert "王小明" not in await page.content()
    await row.get_by_role("button", name="查看报名人的姓名和手机").click()
    await expect(row).to_contain_text("王小明　13800138000")
    await row.get_by_role("button", name="签到", exact=True).click()
    await expect(row).to_contain_text("已签到 10:00")
    await expect(page.get_by_role("button", name="标记没有到场的人")).to_be_hidden()
    async with page.expect_download() as file:
        await page.get_by_role("button", name="导出名单").click()
    assert (await file.value).suggested_filename == "签到名单-party.xlsx"
    await look_at(page, "door-list")

    stage.clock.move(6 * HOUR)  # the session of staff has ended by then, too
    page = await sign_in(context, name, "/console/door/party/list")
    await ready(page)
    await press(page, "标记没有到场的人")
    await expect(page.get_by_role("dialog")).to_contain_text("共 1 个报名")
    await yes(page, "标记")
    other = page.locator(".row-work", has_text="李*")
    await expect(other).to_contain_text("没有到场")
    assert await status(stage.deps.database, two.id) == "no_show"
    await other.get_by_role("button", name="来过").click()
    await expect(other).to_contain_text("已签到")
    assert await status(stage.deps.database, two.id) == "checked_in"

    async with stage.deps.database.read() as session:
        log = select(AuditEntry.what).where(AuditEntry.staff == name, AuditEntry.task == "door").order_by(AuditEntry.id)
        steps = list(await session.scalars(log))
    assert steps == ["查看报名人的姓名和手机", "按名单签到", "导出签到名单", "标记没有到场", "补记到场"]


async def test_an_appeal_is_read_with_what_was_missed_and_decided(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("申诉员")
    await tonight(stage)
    database, queue = stage.deps.database, stage.deps.queue
    booking = await signed_up(stage, "王小明")
    now = WEDNESDAY + 6 * HOUR
    stage.clock.move(6 * HOUR)
    await database.transact(lambda s: events.mark_no_shows(s, queue, "party", by="小李", now=now))
    await database.transact(
        lambda s: events.bar(
            s, queue, booking.member_id, "相亲", now + 90 * HOUR, "120天内有2次报名后未到场", key="bar:1", now=now
        )
    )
    await database.transact(lambda s: events.appeal(s, booking.member_id, "<i>那天</i>我在医院", now=now))

    page = await sign_in(context, name, "/console/door")
    await expect(page.get_by_role("link", name="签到 1", exact=True)).to_be_visible()
    await page.get_by_role("link", name="报名限制的申诉（1）").click()
    card = page.locator(".paper")
    await expect(card).to_be_visible()
    await ready(page)
    await expect(card).to_contain_text("<i>那天</i>我在医院")
    await expect(card).to_contain_text("联谊晚会　没有到场")
    assert "王小明" not in await page.content()
    await look_at(page, "door-appeals")
    await press(page, "维持限制")
    await yes(page, "维持限制")
    await expect(page.get_by_text("请写明理由，会员会看到。")).to_be_visible()
    await page.get_by_role("button", name="先不了").last.click()
    await page.get_by_role("button", name="解除限制").first.click()
    await page.get_by_label("说明（可不填，会员会看到）").fill("已看过病历")
    await yes(page, "解除限制")
    await expect(page.get_by_text("没有等处理的申诉")).to_be_visible()
    assert "说明：已看过病历" in (await told(stage, booking.member_id, "events.appeal"))[-1]


async def test_a_clerk_of_another_district_sees_nothing_and_can_do_nothing(
    stage: Stage, context: BrowserContext
) -> None:
    name = await clerk_elsewhere(stage, "外区员")
    await tonight(stage)
    booking: Booking = await signed_up(stage)
    page = await sign_in(context, name, "/console/door")
    await expect(page.get_by_text("今天没有活动")).to_be_visible()
    for path in ("/console/door/party", "/console/door/party/list"):
        await page.goto(path)
        await expect(page.get_by_text("没有找到这一场")).to_be_visible()
    key = "0" * 32
    answer = await context.request.post("/console/door/party/check", data={"code": booking.code, "key": key})
    assert (await answer.json())["word"] == "没有这一场"
    assert await status(stage.deps.database, booking.id) == "booked"
