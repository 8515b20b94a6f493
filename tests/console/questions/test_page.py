"""Questions the bot could not answer, in real Chromium: made into answers, put aside, and out of others' sight."""

import pytest
from playwright.async_api import BrowserContext, expect
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.learning.service import keep_question, mark_answered, question_groups
from knowledge.store import load_current
from tests.console.conftest import Stage
from tests.console.knowledge.test_page import of_zhoushan, ready
from tests.console.pressing import press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

LIST = "/console/questions"


async def asked(stage: Stage, *texts: str) -> None:
    """Members asked, and the bot did not know."""

    async def work(session: AsyncSession) -> None:
        for text in texts:
            await keep_question(session, text, "not_found", stage.clock.now())
            await session.flush()

    await stage.deps.database.transact(work)
    await stage.bus.publish("conversations", member="")


async def test_a_group_becomes_an_answer_and_is_no_longer_waiting(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("问答员", "editor")
    page = await sign_in(context, name, LIST)
    await expect(page.get_by_text("现在没有待答的问题")).to_be_visible()
    await look_at(page, "questions-empty")
    await asked(stage, "工会会费怎么交", "工会会费怎么交，13800001234", "<b>电影票</b>团购在哪买", "工会会费怎么交的")
    row = page.locator(".row-line", has_text="会费")
    await expect(row).to_contain_text("问过 3 次")
    await expect(page.get_by_role("link", name="待答问题 4")).to_be_visible()
    assert "13800001234" not in await page.content()
    await look_at(page, "questions")
    await row.get_by_role("link").click()
    await page.wait_for_url(f"**{LIST}/*")
    await ready(page)
    await expect(page.get_by_text("工会会费怎么交，（号码）")).to_be_visible()
    await look_at(page, "question")

    await page.get_by_role("button", name="写成新问答").click()
    await page.wait_for_url("**/new/guide?question=*")
    await ready(page)
    await expect(page.get_by_label("会员会怎么问")).to_have_value(
        "工会会费怎么交的\n工会会费怎么交，（号码）\n工会会费怎么交"
    )
    await page.get_by_label("会员会怎么问").fill("工会会费怎么交\n会费怎么交")
    await page.get_by_label("答复").fill("由单位代扣。")
    await page.get_by_label("来源").fill("财务部")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存，几秒后机器人就会照新的内容回答")).to_be_visible()
    async with stage.deps.database.read() as session:
        assert [group.example for group in await question_groups(session)] == ["<b>电影票</b>团购在哪买"]

    await page.goto(LIST)
    await ready(page)
    await page.get_by_role("button", name="已有答复").click()
    await page.get_by_role("link", name="看答复").click()
    await expect(page.get_by_role("heading", name="工会会费怎么交的")).to_be_visible()


async def test_ways_of_asking_are_added_to_an_entry_that_is_there(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("补充员", "editor")
    await asked(stage, "那个卡片没了咋整")
    page = await sign_in(context, name, LIST)
    await page.locator(".row-line").get_by_role("link").click()
    await page.wait_for_url(f"**{LIST}/*")
    await ready(page)
    await page.get_by_label("找别的条目").fill("工会卡")
    await page.locator(".rows .row-work", has_text="工会卡丢了").get_by_role("button", name="补充到这条").click()
    await page.wait_for_url("**/edit?question=*")
    await ready(page)
    await expect(page.get_by_label("会员会怎么问")).to_have_value("会员卡掉了去哪补\n那个卡片没了咋整")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存，几秒后机器人就会照新的内容回答")).to_be_visible()
    async with stage.deps.database.read() as session:
        assert (await load_current(session))[1].guides[0].questions[-1] == "那个卡片没了咋整"
        assert await question_groups(session) == []


async def test_what_is_not_for_a_union_is_put_aside_and_back_by_who_may_not_write(
    stage: Stage, context: BrowserContext
) -> None:
    name = await stage.staff("接待问答", "agent")
    await asked(stage, "彩票中了怎么领")
    page = await sign_in(context, name, LIST)
    await page.locator(".row-line").get_by_role("link").click()
    await page.wait_for_url(f"**{LIST}/*")
    await ready(page)
    await expect(page.get_by_text("答复由负责知识库的同事来写")).to_be_visible()
    await expect(page.get_by_role("button", name="写成新问答")).to_be_hidden()
    await press(page, "不归我们")
    await yes(page, "移过去")
    await page.wait_for_url(f"**{LIST}")
    await ready(page)
    await expect(page.get_by_text("现在没有待答的问题")).to_be_visible()
    await page.get_by_role("button", name="不归我们").click()
    await page.get_by_role("button", name="放回待答").click()
    await page.get_by_role("button", name="待答", exact=True).click()
    await expect(page.locator(".row-line", has_text="彩票")).to_be_visible()
    async with stage.deps.database.read() as session:
        [group] = await question_groups(session)
    await page.locator(".row-line").get_by_role("link").click()
    await page.wait_for_url(f"**{LIST}/*")
    await ready(page)
    await stage.deps.database.transact(lambda s: mark_answered(s, group.ids, "by-a-colleague"))
    await press(page, "不归我们")
    await yes(page, "移过去")
    await expect(page.get_by_text("这些问题刚才已有同事处理了")).to_be_visible()


async def test_staff_of_another_union_see_only_questions_that_name_their_place(
    stage: Stage, context: BrowserContext
) -> None:
    name = await of_zhoushan(stage, "舟山问答")
    await asked(stage, "杭州的电影票团购在哪买")
    async with stage.deps.database.read() as session:
        [group] = await question_groups(session)
    page = await sign_in(context, name, LIST)
    await expect(page.get_by_text("现在没有待答的问题")).to_be_visible()
    for path in (f"{LIST}/{group.number}", f"/console/knowledge/new/guide?question={group.number}"):
        await page.goto(path)
        await expect(page.get_by_text("没有等答复的问题")).to_be_visible()
    await asked(stage, "舟山的驿站有充电的吗")
    await page.goto(LIST)
    await expect(page.locator(".row-line")).to_have_count(1)
    await expect(page.locator(".row-line")).to_contain_text("舟山")
