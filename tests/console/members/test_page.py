"""Members in real Chromium: new phones settled, codes given out, bindings ended."""

import pytest
from playwright.async_api import BrowserContext, expect
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from tests.console.conftest import Stage
from tests.console.pressing import press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.ids import new_id
from union.roster.models import RosterEntry, Union
from union.roster.record import Record, indexes
from union.roster.service import Bound, PhoneTold, Proof, bind, change_phone, standing

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def on_the_roster(stage: Stage, card: str, phone: str, name: str = "王小明") -> None:
    """A person on the roster of one union."""

    async def work(session: AsyncSession) -> None:
        now, record = stage.clock.now(), Record(name, card, phone, id_last4="1234")
        if await session.get(Union, "hubin") is None:
            session.add(Union(id="hubin", name="湖滨街道总工会", level="street", path="hubin/"))
            await session.flush()
        found = indexes(record, "hubin", stage.deps.database.keyring)
        session.add(RosterEntry(id=new_id(), union_id="hubin", person=record.as_json(), updated_at=now, **found))

    await stage.deps.database.transact(work)


async def bound(stage: Stage, card: str, phone: str, name: str = "王小明") -> str:
    """A member who is bound to that person."""
    member = await stage.member()
    await on_the_roster(stage, card, phone, name)
    proof, keyring = Proof(name, phone, card), stage.deps.database.keyring
    outcome = await stage.deps.database.transact(
        lambda s: bind(s, keyring, Limits(), member, proof, key=f"bind:{card}", now=stage.clock.now())
    )
    assert isinstance(outcome, Bound), outcome
    return member


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

    row = page.locator(".row-work", has_text="13900000002")
    await expect(row).to_contain_text("王**")
    await expect(row).to_contain_text("尾号 0001")
    assert "小明" not in await page.content()
    await look_at(page, "members")
    await press(page, "写进名册")
    await yes(page, "写进名册")
    await expect(page.get_by_text("没有要核对的新手机号")).to_be_visible()
    async with stage.deps.database.read() as session:
        found = await standing(session, member)
    assert found is not None and found.phone == "13900000002"


async def test_a_binding_is_ended_and_a_code_given_out(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("绑定员")
    old = await bound(stage, "33010002", "13800000003", "李红")
    page = await sign_in(context, name, "/console/members")
    await page.get_by_label("会员卡号").fill("99999999")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("名册里没有这个卡号")).to_be_visible()
    await page.get_by_label("会员卡号").fill("33010002")
    await page.get_by_role("button", name="查询").click()
    await expect(page.get_by_text("已绑定微信")).to_be_visible()

    await press(page, "解除绑定")
    await yes(page, "解除绑定")
    await expect(page.get_by_text("还没绑定微信")).to_be_visible()
    await press(page, "发绑定码")
    await yes(page, "发绑定码")
    printed = await page.locator(".code").inner_text()
    await look_at(page, "members-code")

    new, keyring = await stage.member(), stage.deps.database.keyring
    again = await stage.deps.database.transact(
        lambda s: bind(s, keyring, Limits(), new, printed.replace("-", ""), key="again", now=stage.clock.now())
    )
    assert isinstance(again, Bound)
    async with stage.deps.database.read() as session:
        assert await standing(session, old) is None
