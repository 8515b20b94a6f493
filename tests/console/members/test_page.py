"""Members in real Chromium: found, read on one page, helped with binding, erased; new phones settled."""

import pytest
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import select

from base.limits import Limits
from tests.console.conftest import Stage
from tests.console.members.people import bound, clerk_of, on_the_roster
from tests.console.pressing import downloaded, press, told, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.audit.models import AuditEntry
from union.privacy.consents import record_consent
from union.privacy.models import Erasure
from union.privacy.purposes import PURPOSES
from union.roster.service import Bound, PhoneTold, bind, change_phone, standing
from union.voices.service import Draft, Submitted, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = "手机号、会员卡号或编号"


async def search(page: Page, said: str, name: str = "") -> None:
    await page.get_by_label(SAID).fill(said)
    await page.get_by_label("姓名（可不填）").fill(name)
    await page.get_by_role("button", name="查找").click()


async def logged(stage: Stage, staff: str) -> list[str]:
    async with stage.deps.database.read() as session:
        query = select(AuditEntry.what).where(AuditEntry.staff == staff).order_by(AuditEntry.id)
        return list(await session.scalars(query))


async def test_a_new_phone_is_taken_over_into_the_roster(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("名册员")
    page = await sign_in(context, name, "/console/members")
    await expect(page.get_by_text("没有要核对的新手机号")).to_be_visible()
    await look_at(page, "members-empty")
    member = await bound(stage, "33010001", "13800000001")
    changed = await stage.deps.database.transact(
        lambda s: change_phone(s, member, "13900000002", key="p1", now=stage.clock.now())
    )
    assert isinstance(changed, PhoneTold)
    await stage.bus.publish("conversations", member=member)

    row = page.locator(".row-work", has_text="尾号 0001")
    await expect(row).to_contain_text("139****0002")
    await expect(row).to_contain_text("王**")
    await expect(row).to_contain_text("尾号 0001")
    assert "小明" not in await page.content() and "13900000002" not in await page.content()
    await look_at(page, "members")
    await row.get_by_role("button", name="查看新手机号").click()
    await expect(row).to_contain_text("13900000002")
    await press(page, "写进名册")
    await yes(page, "写进名册")
    await expect(page.get_by_text("没有要核对的新手机号")).to_be_visible()
    async with stage.deps.database.read() as session:
        found = await standing(session, member)
    assert found is not None and found.phone == "13900000002"
    assert "查看新手机号" in await logged(stage, name)


async def test_a_person_on_a_roster_is_found_and_given_a_code(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("绑定员")
    old = await bound(stage, "33010002", "13800000003", "李红")
    page = await sign_in(context, name, "/console/members")
    await search(page, "99999999")
    await expect(page.get_by_text("没有找到。请核对号码")).to_be_visible()
    await search(page, "13800000003", "赵四")
    await expect(page.get_by_text("没有找到。请核对号码")).to_be_visible()
    await search(page, "33010002", "李红")
    row = page.locator(".row-line", has_text="李*")
    await expect(row).to_contain_text("138****0003")
    await expect(row).to_contain_text("湖滨街道总工会")
    assert "李红" not in await page.locator(".rows").first.inner_text()
    await look_at(page, "members-found")
    await row.get_by_role("link").click()

    await expect(page.get_by_text("杭州市总工会 › 湖滨街道总工会", exact=True)).to_be_visible()
    await press(page, "解除这个绑定")
    await yes(page, "解除绑定")
    await expect(page.get_by_text("没有绑定名册。会员可以")).to_be_visible()
    await page.get_by_role("link", name="‹ 会员").click()
    await search(page, "33010002")
    await expect(page.locator(".row-line", has_text="在名册，还没绑定微信")).to_be_visible()
    await page.locator(".row-line").get_by_role("link").click()
    await press(page, "发绑定码")
    await yes(page, "发绑定码")
    await expect(page.locator(".code")).to_contain_text("-")
    printed = await page.locator(".code").inner_text()
    await look_at(page, "members-code")

    new, keyring = await stage.member(), stage.deps.database.keyring
    again = await stage.deps.database.transact(
        lambda s: bind(s, keyring, Limits(), new, printed.replace("-", ""), key="again", now=stage.clock.now())
    )
    assert isinstance(again, Bound)
    async with stage.deps.database.read() as session:
        assert await standing(session, old) is None
    assert (await logged(stage, name)).count("查找会员") == 4


async def test_a_members_page_shows_everything_masked_and_hands_out_a_copy(
    stage: Stage, context: BrowserContext
) -> None:
    name = await stage.staff("档案员")
    member = await bound(stage, "33010003", "13800000005", "孙尚香")
    now = stage.clock.now()
    named = Draft("驿站设施", "饮水机坏了", "孙尚香", "13800000005")
    nameless = Draft("单位工会", "不想让人知道是我")
    sent = await stage.deps.database.transact(lambda s: submit(s, member, named, key="d1", now=now))
    hidden = await stage.deps.database.transact(lambda s: submit(s, member, nameless, key="d2", now=now))
    assert isinstance(sent, Submitted) and isinstance(hidden, Submitted)
    await stage.deps.database.transact(lambda s: record_consent(s, member, PURPOSES["voices"], "continued", now))
    await stage.asks_for_staff(member, "欠薪")

    page = await sign_in(context, name, f"/console/members/{member}")
    await expect(page.locator(".timeline li")).to_have_count(2)
    await expect(page.locator(".timeline")).to_contain_text("欠薪")
    await expect(page.get_by_role("link", name="驿站设施")).to_have_attribute(
        "href", f"/console/voices/{sent.suggestion.number}"
    )
    text = await page.content()
    assert "孙尚香" not in text and "13800000005" not in text and "33010003" not in text
    assert "不想让人知道" not in text and hidden.suggestion.number not in text
    await look_at(page, "member")
    await page.get_by_role("button", name="查看手机号", exact=True).first.click()
    await expect(page.get_by_text("13800000005")).to_be_visible()

    await press(page, "当面给副本")
    file = await downloaded(page, lambda: yes(page, "下载"))
    assert len(file) > 500
    await press(page, "请会员领取副本")
    await yes(page, "发通知")
    await expect(page.get_by_text("通知会发给会员")).to_be_visible()
    [notice] = await told(stage, member, "privacy.")
    assert "导出我的数据" in notice

    await press(page, "记新手机号")
    await page.get_by_label("新手机号").fill("123")
    await yes(page, "记下")
    await expect(page.get_by_text("不是 11 位手机号")).to_be_visible()
    await page.get_by_label("新手机号").fill("13900000007")
    await yes(page, "记下")
    await expect(page.get_by_text("已记下，请在")).to_be_visible()
    assert {"查看手机号", "下载会员资料副本"} <= set(await logged(stage, name))


async def test_an_erasure_is_rehearsed_and_confirmed_in_words(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("删除员")
    member = await bound(stage, "33010004", "13800000006", "周瑜")
    await stage.asks_for_staff(member, "工伤")
    page = await sign_in(context, name, f"/console/members/{member}")
    await press(page, "删除信息")
    await expect(page.get_by_role("dialog")).to_contain_text("人工服务（等待接入）")
    await expect(page.get_by_role("dialog")).to_contain_text("依法保留")
    await look_at(page, "member-erase")
    await yes(page, "删除")
    await expect(page.get_by_text("请输入“确认删除”四个字。")).to_be_visible()
    async with stage.deps.database.read() as session:
        assert await session.get(Erasure, member) is None
        assert await standing(session, member) is not None  # the rehearsal was taken back
    await page.get_by_label("请输入“确认删除”").fill("确认删除")
    await yes(page, "删除")
    await expect(page.locator(".chip", has_text="正在删除")).to_be_visible()
    async with stage.deps.database.read() as session:
        assert await session.get(Erasure, member) is not None


async def test_a_clerk_of_another_union_finds_and_opens_nobody(stage: Stage, context: BrowserContext) -> None:
    name = await clerk_of(stage, "紫阳员", "ziyang")
    member = await bound(stage, "33010005", "13800000008", "陆逊")
    entry = await on_the_roster(stage, "33010006", "13800000009", "吕蒙")
    await stage.deps.database.transact(
        lambda s: change_phone(s, member, "13900000011", key="p9", now=stage.clock.now())
    )
    page = await sign_in(context, name, "/console/members")
    for said in ("33010005", "13800000008", "33010006"):
        await search(page, said)
        await expect(page.get_by_text("没有找到。请核对号码")).to_be_visible()
    await expect(page.get_by_text("没有要核对的新手机号")).to_be_visible()
    await page.goto(f"/console/members/{member}")
    await expect(page.get_by_text("没有找到这位会员")).to_be_visible()
    await page.goto(f"/console/members/roster/{entry}")
    await expect(page.get_by_text("没有找到这个人")).to_be_visible()
    await page.goto("/console/members/NOBODY")
    await page.get_by_role("button", name="回到会员").click()
    await expect(page.get_by_label(SAID)).to_be_visible()
