"""Suggestions in real Chromium: seen, forwarded, answered, and what the member gets to hear."""

import pytest
from playwright.async_api import BrowserContext, expect

from tests.console.conftest import Stage
from tests.console.pressing import ask_for, looked_up, press, told, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.console.test_pictures import photo
from union.voices import desk
from union.voices.models import Suggestion
from union.voices.service import Draft, Submitted, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def sent(stage: Stage, draft: Draft, key: str) -> Suggestion:
    member = await stage.member()
    if draft.pictures:
        picture = await stage.settles_picture(member, await stage.sends_picture(member), photo())
        draft = Draft(draft.topic, draft.text, draft.name, draft.phone, [picture])
    outcome = await stage.deps.database.transact(lambda s: submit(s, member, draft, key=key, now=stage.clock.now()))
    assert isinstance(outcome, Submitted), outcome
    await stage.bus.publish("conversations", member=member)
    return outcome.suggestion


async def test_a_suggestion_is_forwarded_and_answered(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("建议员")
    page = await sign_in(context, name, "/console/voices")
    await expect(page.get_by_text("现在没有等答复的建议")).to_be_visible()
    await look_at(page, "voices-empty")
    one = await sent(stage, Draft("驿站设施", "驿站的饮水机<b>坏了</b>两周", "王小明", "13812345678", ["a"]), "v1")
    await sent(stage, Draft("单位工会", "厂里的工会选举不公平"), "v2")

    row = page.locator(".row-line", has_text=one.number)
    await expect(row).to_contain_text("王**")
    await expect(page.locator(".row-line", has_text="单位工会")).to_contain_text("没有留名")
    assert "小明" not in await page.content()
    await look_at(page, "voices")
    await row.get_by_role("link").click()
    await expect(page.get_by_text("驿站的饮水机<b>坏了</b>两周")).to_be_visible()
    image = page.get_by_alt_text("会员发来的图片，第 1 张")
    assert await image.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 400
    await look_at(page, "voice")
    await ask_for(page, "姓名", "王小明")
    await ask_for(page, "手机号", "13812345678")
    await looked_up(stage, name, f"查看姓名（建议 {one.number}）", None)

    await press(page, "转交")
    await page.get_by_label("转给哪个部门").fill("保障部")
    await yes(page, "转交")
    await expect(page.get_by_text("已转交，未答复")).to_be_visible()
    assert await told(stage, one.member_id, "voices.") == []

    await press(page, "答复")
    await yes(page, "发送答复")
    await expect(page.get_by_text("请写点内容，会员会看到。")).to_be_visible()
    await page.get_by_label("答复（会员会看到）").fill("周五前换新的。")
    await yes(page, "发送答复")
    await expect(page.locator(".chip", has_text="已答复")).to_be_visible()
    await expect(page.get_by_role("button", name="答复", exact=True)).to_be_hidden()
    [text] = await told(stage, one.member_id, "voices.")
    assert one.number in text and "周五前换新的。" in text

    await page.get_by_role("link", name="‹ 建议").click()
    await expect(page.locator(".row-line")).to_have_count(1)
    await page.get_by_label("编号").fill(one.number)
    await expect(page.locator(".row-line", has_text="已答复")).to_be_visible()


async def test_what_a_colleague_closed_meanwhile_is_said(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("慢答员")
    one = await sent(stage, Draft("其他", "重复的一条"), "v3")
    page = await sign_in(context, name, f"/console/voices/{one.number}")
    await press(page, "办结")
    await page.get_by_label("说明（会员会看到）").fill("重复提交")
    await stage.deps.database.transact(
        lambda s: desk.close(s, stage.deps.queue, one.number, "同事先办结", staff="同事", now=stage.clock.now())
    )
    await yes(page, "办结")
    await expect(page.get_by_text("这条建议刚才已有同事处理了。")).to_be_visible()
    assert len(await told(stage, one.member_id, "voices.")) == 1

    await page.goto("/console/voices/JY-20200101-0001")
    await expect(page.get_by_text("没有找到这条建议")).to_be_visible()
