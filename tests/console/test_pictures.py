"""Pictures of members in the console: shown to staff who are signed in, and to nobody else."""

import pytest
from playwright.async_api import BrowserContext, expect

from tests.console.conftest import Stage
from tests.console.test_browser import sign_in
from tests.pictures import picture
from union.attachments.picture import Picture, clean_picture
from union.attachments.service import attach

pytestmark = pytest.mark.asyncio(loop_scope="session")


def photo() -> Picture:
    cleaned = clean_picture(picture(400, 300))
    assert isinstance(cleaned, Picture)
    return cleaned


async def test_staff_see_a_picture_come_and_open_it(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("周敏")
    member = await stage.member()
    case = await stage.asks_for_staff(member)
    page = await sign_in(context, name, f"/console/conversation/{case}")

    key = await stage.sends_picture(member)
    await expect(page.get_by_text("图片正在下载…")).to_be_visible()
    shown = await stage.settles_picture(member, key, photo())
    image = page.get_by_alt_text("会员发来的图片")
    await expect(image).to_be_visible()
    assert await image.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 400
    await expect(page.get_by_text("图片正在下载…")).to_have_count(0)

    async with context.expect_page() as opened:
        await image.click()
    assert (await opened.value).url == f"{stage.url}/console/pictures/{shown}"

    await stage.sends_picture(member, "too_big")
    await expect(page.get_by_text("图片太大，没有收下")).to_be_visible()


async def test_papers_of_a_matter_are_not_shown_in_the_talk(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("吴静")
    member = await stage.member()
    case = await stage.asks_for_staff(member)
    key = await stage.sends_picture(member)
    paper = await stage.settles_picture(member, key, photo())
    await stage.deps.database.transact(lambda s: attach(s, member, [paper], "application:1"))
    page = await sign_in(context, name, f"/console/conversation/{case}")
    await expect(page.get_by_text("已作为材料提交")).to_be_visible()
    assert await page.locator(".line img").count() == 0


async def test_nobody_else_gets_a_picture(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("郑爽")
    member = await stage.member()
    shown = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    path = f"/console/pictures/{shown}"
    refused = await context.request.get(path)
    assert refused.status == 403 and "登录" in await refused.text()

    await sign_in(context, name)
    given = await context.request.get(path)
    assert given.status == 200 and given.headers["content-type"] == "image/jpeg"
    assert given.headers["cache-control"] == "no-store" and given.headers["x-content-type-options"] == "nosniff"
    for other in ("0" * 32, "..%2f..%2fetc", "x"):
        assert (await context.request.get(f"/console/pictures/{other}")).status == 404
