"""The knowledge base in real Chromium: looked after, tried, written, and changed by two at once."""

from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.editing.service import By, Saved, save_entry
from knowledge.guides import Guide
from knowledge.store import load_current
from tests.console.conftest import PASSWORD, Stage
from tests.console.pressing import choose, press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.knowledge.entries import guide
from union.audit.models import AuditEntry
from union.roster.models import Union
from union.staff.models import Staff

pytestmark = pytest.mark.asyncio(loop_scope="session")

LIST = "/console/knowledge"


async def ready(page: Page) -> None:
    """What is typed before the page is connected may be lost: faster than any person."""
    await page.wait_for_function("window.did_handshake")


async def of_zhoushan(stage: Stage, name: str) -> str:
    """An editor of another union than the entries'."""
    await stage.staff(name, "editor")

    async def work(session: AsyncSession) -> None:
        if await session.get(Union, "zs") is None:
            session.add(Union(id="zs", name="舟山市总工会", level="city", path="zs/", city="舟山市", district=""))
            await session.flush()
        await session.execute(update(Staff).where(Staff.name == name).values(union_id="zs"))

    await stage.deps.database.transact(work)
    return name


async def editor(stage: Stage, context: BrowserContext, name: str, path: str = LIST) -> Page:
    await stage.staff(name, "editor")
    page = await sign_in(context, name, path)
    await ready(page)
    return page


async def saved_guides(stage: Stage) -> list[Guide]:
    async with stage.deps.database.read() as session:
        return list((await load_current(session))[1].guides)


async def test_what_is_overdue_stands_first_is_filtered_and_marked_as_looked_at(
    stage: Stage, context: BrowserContext
) -> None:
    page = await editor(stage, context, "核对员")
    rows = page.locator(".row-line")
    await expect(rows).to_have_count(5)
    await expect(rows.first).to_contain_text("西湖健身房")
    await expect(rows.first).to_contain_text("该核对了")
    await expect(rows.nth(1)).to_contain_text("快到核对时间")
    await look_at(page, "knowledge")
    await choose(page, "哪一类", "问答")
    await expect(rows).to_have_count(1)
    await choose(page, "哪一类", "全部")
    await page.get_by_label("找什么").fill("没有这个词")
    await expect(page.get_by_text("没有符合的条目")).to_be_visible()
    await page.get_by_label("找什么").fill("健身")
    await rows.first.get_by_role("link").click()

    await expect(page.get_by_text("西湖健身房\n给职工看书的地方。")).to_be_visible()
    await look_at(page, "knowledge-entry")
    await press(page, "核对无误")
    await yes(page, "核对无误")
    await expect(page.get_by_text("已记下核对")).to_be_visible()
    await expect(page.locator(".past", has_text="核对员")).to_contain_text("2026-11")
    async with stage.deps.database.read() as session:
        noted = await session.scalars(
            select(AuditEntry.what).where(AuditEntry.staff == "核对员", AuditEntry.task == "knowledge")
        )
        assert list(noted) == ["核对知识条目：西湖健身房"]


async def test_an_answer_is_written_with_what_is_wrong_said_at_the_field_and_tried(
    stage: Stage, context: BrowserContext
) -> None:
    page = await editor(stage, context, "撰稿员")
    await page.get_by_role("button", name="写新问答").click()
    await page.wait_for_url("**/new/guide")
    await ready(page)
    await page.get_by_label("问题").fill("会费怎么交")
    await page.get_by_label("会员会怎么问").fill("会费交多少\n工会会费怎么收")
    await page.get_by_label("核对月份").fill("2027-01")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("请填写。")).to_have_count(2)  # answer, source
    await page.get_by_label("答复").fill("按工资的千分之五，由单位代扣。<b>不用</b>自己去交。")
    await page.get_by_label("来源").fill("市总工会财务部")
    await page.get_by_role("button", name="先看看回复").click()
    await expect(page.get_by_text("这个月还没到。")).to_be_visible()
    await page.get_by_label("核对月份").fill("2026-11")
    await page.get_by_role("button", name="先看看回复").click()
    await expect(page.get_by_text("（来源：市总工会财务部，核对于 2026-11）")).to_be_visible()
    await look_at(page, "knowledge-new")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("几秒后机器人就会照新的内容回答")).to_be_visible()
    await expect(page.get_by_text("<b>不用</b>自己去交").first).to_be_visible()
    assert "会费怎么交" in [one.title for one in await saved_guides(stage)]

    await page.goto(f"{LIST}/try")
    await ready(page)
    await page.get_by_label("会员的问题").fill("工会会费怎么收")
    await page.keyboard.press("Enter")
    await expect(page.locator(".chip", has_text="直接答复")).to_be_visible()
    await expect(page.locator(".ranked").first).to_contain_text("和写好的问法一样")
    await look_at(page, "knowledge-try")


async def test_the_second_of_two_editors_is_told_what_changed_and_keeps_their_text(
    stage: Stage, context: BrowserContext
) -> None:
    page = await editor(stage, context, "后改的", f"{LIST}/guide/lost-card/edit")
    await page.get_by_label("答复").fill("我写的新答复。")

    async def colleague(session: AsyncSession) -> None:
        theirs = Guide.model_validate(guide(answer="同事改的。", contact="0571-12351"))
        by = By("先改的", "changed", stage.clock.now())
        assert isinstance(await save_entry(session, "guide", theirs, base=1, by=by), Saved)

    await stage.deps.database.transact(colleague)
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("先改的改了这些")).to_be_visible()
    await expect(page.locator(".theirs")).to_contain_text("0571-12351")
    await expect(page.get_by_label("答复")).to_have_value("我写的新答复。")
    await look_at(page, "knowledge-conflict")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".past")).to_have_count(3)
    [saved] = await saved_guides(stage)
    assert (saved.answer, saved.contact) == ("我写的新答复。", "0571-12351")

    await press(page, "停用")
    await yes(page, "停用")
    await expect(page.get_by_text("机器人现在不用这一条")).to_be_visible()
    assert await saved_guides(stage) == []
    await page.locator(".past", has_text="先改的").get_by_role("button", name="恢复成这一版").click()
    await yes(page, "恢复")
    await expect(page.get_by_text("机器人现在不用这一条")).to_be_hidden()
    assert [one.answer for one in await saved_guides(stage)] == ["同事改的。"]
    await look_at(page, "knowledge-history")


async def test_what_was_typed_when_the_session_ended_is_there_after_the_log_in(
    stage: Stage, context: BrowserContext
) -> None:
    page = await editor(stage, context, "过期员", f"{LIST}/guide/lost-card/edit")
    await page.get_by_label("答复").fill("过期前写的。")
    stage.clock.move(timedelta(hours=8))
    await page.get_by_role("button", name="保存").click()
    await page.get_by_label("账号").fill("过期员")
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_text("已找回您登录过期前写的内容")).to_be_visible()
    await expect(page.get_by_label("答复")).to_have_value("过期前写的。")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存，几秒后机器人就会照新的内容回答")).to_be_visible()
    assert [one.answer for one in await saved_guides(stage)] == ["过期前写的。"]
    stage.clock.move(-timedelta(hours=8))


async def test_an_editor_of_another_union_sees_nothing_and_changes_nothing(
    stage: Stage, context: BrowserContext
) -> None:
    name = await of_zhoushan(stage, "舟山编辑")
    page = await sign_in(context, name, LIST)
    await expect(page.get_by_text("这里没有您地区的条目")).to_be_visible()
    for path in ("program/west-gym", "right/moon-break", "guide/lost-card", "guide/lost-card/edit", "hotline/union"):
        await page.goto(f"{LIST}/{path}")
        await expect(page.get_by_text("没有找到这一条")).to_be_visible()
    await page.goto(f"{LIST}/new/guide")
    await ready(page)
    await expect(page.get_by_label("城市")).to_have_value("舟山市")
    await page.get_by_label("问题").fill("外地的答复")
    await page.get_by_label("会员会怎么问").fill("外地怎么办")
    await page.get_by_label("答复").fill("在别处。")
    await page.get_by_label("来源").fill("我")
    await choose(page, "城市", "杭州市")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("这一条不在您负责的地区。")).to_be_visible()
    assert len(await saved_guides(stage)) == 1
