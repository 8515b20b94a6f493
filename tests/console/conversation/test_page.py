"""The conversation in real Chromium: the card, notes, labels, quoting, pictures, handing on, colleagues at the side."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.knowledge import KNOWLEDGE, import_folder
from tests.console.conftest import Stage
from tests.console.pressing import yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.pictures import picture
from union.audit.models import AuditEntry
from union.handoff.desk import desk_case
from union.handoff.models import HandoffCase
from union.handoff.presence import seen
from union.handoff.service import take
from union.notices.models import Notice

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nobody_waits(stage: Stage) -> AsyncIterator[None]:
    async def work(session: AsyncSession) -> None:
        await session.execute(delete(HandoffCase))

    yield
    await stage.deps.database.transact(work)


async def taken(stage: Stage, name: str, member: str) -> int:
    case = await stage.asks_for_staff(member)
    await stage.deps.database.transact(lambda s: take(s, case, name, stage.clock.now()))
    return case


async def more(page: Page, what: str) -> None:
    await page.get_by_role("button", name="更多").click()
    await page.get_by_role("menuitem", name=what).or_(page.locator(".q-menu .q-item", has_text=what)).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_the_card_masks_who_it_is_and_keeps_notes_and_labels(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("资料员")
    member = await stage.member("欧阳娜娜")
    await stage.says(member, "老板不给加班费")
    case = await taken(stage, name, member)
    page = await sign_in(context, name, f"/console/conversation/{case}")
    card = page.locator(".member-card")
    await expect(card).to_contain_text("138****0000")
    assert "阳娜娜" not in await page.content() and "13800000000" not in await page.content()

    await card.get_by_label("查看手机号").click()
    await expect(card).to_contain_text("13800000000")
    await card.get_by_label("写一条备注").fill("已电话核实 <b>工资条</b>")
    await card.get_by_role("button", name="记下").click()
    await expect(card.locator(".note")).to_contain_text("已电话核实 <b>工资条</b>")
    await card.get_by_label("标签").click()
    await page.get_by_role("option", name="待跟进").click()
    await page.keyboard.press("Escape")
    await page.reload()
    await expect(card.locator(".q-chip", has_text="待跟进")).to_be_visible()
    await look_at(page, "conversation")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("button", name="会员资料").click()
    await expect(card.locator(".note")).to_be_visible()
    await page.get_by_role("button", name="回到对话").click()
    await expect(card).to_be_hidden()
    async with stage.deps.database.read() as session:
        said = (await session.scalars(select(AuditEntry.what).where(AuditEntry.member_id == member))).all()
    assert {"查看手机号", "记内部备注", "改对话标签"} <= set(said)


async def test_a_canned_reply_is_filled_in_and_a_fact_is_inserted(stage: Stage, context: BrowserContext) -> None:
    await import_folder(stage.deps, KNOWLEDGE)  # type: ignore[arg-type]  # all that it takes of them
    name = await stage.staff("引用员")
    member = await stage.member()
    case = await taken(stage, name, member)
    page = await sign_in(context, name, f"/console/conversation/{case}")
    box = page.get_by_label("回复内容")
    await page.get_by_role("button", name="知识库").click()
    await page.get_by_label("会员问的是什么").fill("吴兴的工会律师什么时候在")
    first = page.locator(".quotes .row-work").first
    await expect(first).to_contain_text("截至")
    await look_at(page, "conversation-quote")
    await first.get_by_role("button").click()
    await expect(box).to_have_value(re.compile("吴兴.*截至", re.S))
    await page.get_by_role("button", name="发送").click()
    await expect(page.locator(".line.staff .bubble")).to_contain_text("截至")


async def test_pictures_are_sent_and_what_is_none_is_refused(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("发图员")
    member = await stage.member()
    await stage.says(member, "请发一下表格")
    case = await taken(stage, name, member)
    page = await sign_in(context, name, f"/console/conversation/{case}")
    file = page.locator(".unseen input[type=file]")
    await expect(page.get_by_role("button", name="图片")).to_be_visible()
    await file.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>"})
    await expect(page.get_by_text("这个文件不是图片，没有发送")).to_be_visible()
    await file.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(300, 200)})
    image = page.get_by_alt_text("工作人员发的图片")
    await expect(image).to_be_visible()
    assert await image.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 300
    async with stage.deps.database.read() as session:
        kinds = (await session.scalars(select(Notice.kind).where(Notice.member_id == member))).all()
    assert "handoff.picture" in kinds


async def test_a_case_is_handed_on_with_a_note_put_back_and_ended_with_a_reason(
    stage: Stage, context: BrowserContext
) -> None:
    name, other = await stage.staff("转出员"), await stage.staff("接手员")
    database = stage.deps.database
    await database.transact(lambda s: seen(s, other, stage.clock.now()))
    member = await stage.member("钱多多")
    await stage.says(member, "要问律师")
    case = await taken(stage, name, member)
    page = await sign_in(context, name, f"/console/conversation/{case}")

    await more(page, "转接")
    await yes(page, "转接")
    await expect(page.get_by_text("请选择转给谁。")).to_be_visible()
    await page.get_by_role("dialog").get_by_label("转给谁").click()
    await page.get_by_role("option", name=f"{other}（在岗").click()
    await page.get_by_label("交接留言").fill("材料已收齐")
    await look_at(page, "conversation-transfer")
    await yes(page, "转接")
    await expect(page.get_by_text(f"{other}正在接待，您可以查看，不能回复。")).to_be_visible()

    second = await context.browser.new_context(base_url=stage.url, locale="zh-CN")  # type: ignore[union-attr]
    theirs = await sign_in(second, other, f"/console/conversation/{case}")
    await expect(theirs.locator(".member-card")).to_contain_text("材料已收齐")
    await more(theirs, "放回队列")
    await yes(theirs, "放回队列")
    await expect(theirs.get_by_text("机器人已停止回答")).to_be_visible()
    await more(theirs, "分配给同事")
    await theirs.get_by_role("dialog").get_by_label("分配给谁").click()
    await theirs.get_by_role("option", name=f"{name}（在岗").click()
    await yes(theirs, "分配")
    await expect(page.get_by_label("回复内容")).to_be_visible()
    await theirs.get_by_role("button", name="结束对话").click()
    await theirs.get_by_role("dialog").get_by_label("结果").click()
    await theirs.get_by_role("option", name="误转").click()
    await yes(theirs, "结束对话")
    await expect(theirs.locator(".head .state")).to_contain_text("误转")
    await second.close()
    async with database.read() as session:
        ended = await desk_case(session, case)
    assert ended is not None and (ended.ended_why, ended.ended_by) == ("mistaken", other)


async def test_colleagues_are_seen_to_look_and_type_and_the_second_answer_keeps_its_text(
    stage: Stage, context: BrowserContext
) -> None:
    name, other = await stage.staff("先答员"), await stage.staff("后答员")
    member = await stage.member()
    case = await taken(stage, name, member)
    page = await sign_in(context, name, f"/console/conversation/{case}")
    await page.get_by_label("回复内容").fill("我正要说")
    await expect(page.locator(".beside")).to_be_hidden()

    second = await context.browser.new_context(base_url=stage.url, locale="zh-CN")  # type: ignore[union-attr]
    theirs = await sign_in(second, other, f"/console/conversation/{case}")
    await expect(page.locator(".beside")).to_have_text(f"{other}也在看")
    await page.get_by_label("回复内容").press_sequentially("的话")
    await expect(theirs.locator(".beside")).to_have_text(f"{name}正在输入…")
    # The other takes it over by a transfer in this very moment.
    await stage.deps.database.transact(lambda s: seen(s, other, stage.clock.now()))
    await more(theirs, "转接")
    await theirs.get_by_role("dialog").get_by_label("转给谁").click()
    await expect(theirs.get_by_role("option", name=other)).to_be_visible()
    await theirs.get_by_role("option", name=other).click()
    await yes(theirs, "转接")
    await expect(theirs.get_by_label("回复内容")).to_be_visible()
    await expect(page.get_by_text("未发出的内容：我正要说的话")).to_be_visible()
    await second.close()
    await expect(page.locator(".beside")).to_be_hidden()


async def test_a_text_beyond_what_one_message_holds_is_not_cut(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("长文员")
    case = await taken(stage, name, await stage.member())
    page = await sign_in(context, name, f"/console/conversation/{case}")
    await page.get_by_label("回复内容").fill("您好")
    await page.evaluate("() => answerBox.insert('长'.repeat(700))")
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_text("请分成几条发送")).to_be_visible()
    await expect(page.get_by_label("回复内容")).to_have_value("您好\n" + "长" * 700)
    await expect(page.locator(".line.staff")).to_have_count(0)
