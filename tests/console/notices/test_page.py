"""The page of notices in real Chromium: what staff see, filter and stop."""

from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.console.conftest import Stage
from tests.console.test_browser import sign_in
from union.handoff.service import leave_handoff
from union.notices.broadcasts import queue_broadcast
from union.notices.sender import Outcome
from union.notices.service import NoQueue, queue_notice

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def notify(stage: Stage, member: str, kind: str, key: str, text: str = "内容") -> None:
    now = stage.clock.now()
    due = now + timedelta(days=1) if kind == "events.reminder" else None
    await stage.deps.database.transact(lambda s: queue_notice(s, NoQueue(), member, kind, text, now, key, due=due))


async def leave(stage: Stage, member: str) -> None:
    """Nobody waits any more: the other tests of this console begin with an empty inbox."""
    await stage.deps.database.transact(lambda s: leave_handoff(s, member, stage.clock.now()))


async def choose(page: Page, field: str, option: str) -> None:
    await page.get_by_label(field).click()
    await page.get_by_role("option", name=option).click()


async def test_staff_see_how_notices_stand_as_it_changes_and_filter_them(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("通知员")
    member = await stage.member("欧阳小芳")
    await stage.says(member, "在吗")
    case = await stage.asks_for_staff(member)
    page = await sign_in(context, name)
    await page.get_by_role("link", name="通知").click()

    await notify(stage, member, "events.booked", "page-1", "秘密的内容")
    await notify(stage, member, "events.reminder", "page-2")
    await stage.bus.publish("conversations", member=member)
    rows = page.locator(".row-notice", has=page.locator(f'a[href$="/conversation/{case}"]'))
    await expect(rows).to_have_count(2)
    await expect(rows.nth(0)).to_contain_text("活动提醒")
    await expect(rows.nth(0)).to_contain_text("11月19日 星期四 10:00 发送")
    await expect(rows.nth(1)).to_contain_text("排队中")

    stage.sender.outcome = Outcome("failed", "用户未关注")
    await stage.work_off()
    stage.sender.outcome = Outcome("sent")
    await stage.bus.publish("conversations", member=member)
    await expect(rows.nth(1)).to_contain_text("未送达")
    await expect(rows.nth(1)).to_contain_text("用户未关注")
    assert "小芳" not in await page.content()
    assert "秘密" not in await page.content()

    await choose(page, "状态", "等待发送")
    await expect(rows).to_have_count(1)

    await rows.get_by_role("link").click()
    await expect(page.locator(".event", has_text="通知未送达（报名成功）：用户未关注")).to_be_visible()
    await leave(stage, member)


async def test_a_sent_notice_is_a_card_in_the_transcript(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("看卡片的")
    member = await stage.member()
    await stage.says(member, "在吗")
    case = await stage.asks_for_staff(member)
    page = await sign_in(context, name, f"/console/conversation/{case}")

    await notify(stage, member, "events.booked", "card", "报名成功：相亲会")
    await stage.work_off()
    await stage.bus.publish("conversations", member=member)

    await expect(page.locator(".line.notice .bubble")).to_have_text("报名成功：相亲会")
    await expect(page.locator(".line.notice .meta").first).to_contain_text("通知")
    await expect(page.locator(".head .state")).to_contain_text("等待接待")
    await leave(stage, member)


async def test_a_broadcast_shows_its_progress_and_can_be_stopped(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("群发员")
    members = [await stage.member() for _ in range(3)]
    now = stage.clock.now()
    await stage.deps.database.transact(
        lambda s: queue_broadcast(s, NoQueue(), members, "broadcast", "放假通知", now, "page-broadcast")
    )
    page = await sign_in(context, name, "/console/notices")

    await choose(page, "群发", "群发通知 今天 10:00（3 人）")
    await expect(page.get_by_text("共 3 条：排队中 3")).to_be_visible()
    await page.get_by_role("button", name="停止群发").click()
    await page.get_by_role("button", name="停止", exact=True).click()

    await expect(page.get_by_text("共 3 条：已取消 3，已停止")).to_be_visible()
    await expect(page.get_by_role("button", name="停止群发")).to_be_hidden()
    await expect(page.locator(".row-notice")).to_have_count(3)
