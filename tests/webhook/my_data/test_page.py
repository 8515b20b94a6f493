"""The page behind the link: looking uses nothing up, the code is asked for, the file comes once and holds it all."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from base.clock import FixedClock
from base.database import Database
from base.settings import DEMO_APPID, Settings
from tests.union.conftest import add_rows, member
from union.conversations.models import Message
from union.privacy.export import LIVES, MOST_TRIES, Opened, open_export, purge_links
from union.privacy.models import ExportLink
from webhook.my_data.page import MyDataPage

PATH = f"/wechat/{DEMO_APPID}/my-data"
SAID = "<b>我三个月没拿到工资</b>"


@pytest.fixture
async def client(database: Database, clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    page = MyDataPage(Settings(), database, clock)  # type: ignore[call-arg]
    transport = httpx.ASGITransport(Starlette(routes=page.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://web") as client:
        yield client


@pytest.fixture
async def opened(database: Database, clock: FixedClock) -> Opened:
    now = clock.now()
    await add_rows(database, member(1), Message(member_id="m1", author="member", text=SAID, at=now))
    return await database.transact(lambda s: open_export(s, database.keyring, "m1", now))


async def sends(client: httpx.AsyncClient, opened: Opened, code: str | None = None) -> httpx.Response:
    return await client.post(PATH, data={"t": opened.token, "code": code or opened.code})


def wrong(opened: Opened) -> str:
    return "000000" if opened.code != "000000" else "111111"


async def test_looking_uses_nothing_up_and_the_button_does_once(client: httpx.AsyncClient, opened: Opened) -> None:
    for _ in range(3):
        page = await client.get(PATH, params={"t": opened.token})
        assert page.status_code == 200 and opened.token in page.text and opened.code not in page.text
        assert page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"
    first = await sends(client, opened)
    assert first.status_code == 200 and "attachment" in first.headers["content-disposition"]
    again = await sends(client, opened)
    assert again.status_code == 410 and "用过或过期" in again.text


async def test_the_file_holds_everything_for_people_and_for_machines(client: httpx.AsyncClient, opened: Opened) -> None:
    with ZipFile(BytesIO((await sends(client, opened)).content)) as zipped:
        told = json.loads(zipped.read("my-data.json"))
        shown = zipped.read("my-data.html").decode()
    assert told["数据"]["聊天记录"][0]["内容"] == SAID
    assert {"个人资料", "聊天记录"} <= told["数据"].keys()
    assert "对应不到您" in shown and SAID not in shown and "&lt;b&gt;我三个月" in shown


async def test_without_the_code_of_the_chat_the_link_opens_nothing(client: httpx.AsyncClient, opened: Opened) -> None:
    for left in range(MOST_TRIES - 1, 0, -1):
        refused = await sends(client, opened, wrong(opened))
        assert refused.status_code == 403 and f"还可以试 {left} 次" in refused.text
    assert (await sends(client, opened, wrong(opened))).status_code == 410
    assert (await sends(client, opened)).status_code == 410  # the right one comes too late


async def test_it_expires_and_a_new_link_ends_the_old_one(
    client: httpx.AsyncClient, opened: Opened, database: Database, clock: FixedClock
) -> None:
    newer = await database.transact(lambda s: open_export(s, database.keyring, "m1", clock.now()))
    assert (await sends(client, opened)).status_code == 410
    clock.move(LIVES)
    assert (await sends(client, newer)).status_code == 410
    await database.transact(lambda s: purge_links(s, clock.now()))
    async with database.read() as session:
        assert (await session.scalars(select(ExportLink))).all() == []


async def test_neither_token_nor_code_stands_in_the_database(database: Database, opened: Opened) -> None:
    async with database.read() as session:
        [link] = await session.scalars(select(ExportLink))
    assert opened.token not in str(vars(link)) and opened.code not in (link.token_index, link.code_index)


@pytest.mark.parametrize("path", [f"/wechat/nobody/my-data?t={'x' * 43}", PATH, f"{PATH}?t={'x' * 65}"])
async def test_what_is_no_link_of_ours_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("body", [b"", b"t=" + b"x" * 5000, b"code=123456", b"\xff\xfe", b"t=" + b"x" * 65])
async def test_a_form_that_is_not_ours_is_not_found(client: httpx.AsyncClient, body: bytes) -> None:
    assert (await client.post(PATH, content=body)).status_code == 404


async def test_a_token_in_other_signs_is_a_clear_no(client: httpx.AsyncClient, opened: Opened) -> None:
    answer = await client.post(PATH, data={"t": '"><script>', "code": "１２３"})
    assert answer.status_code == 410 and "<script>" not in answer.text
    shown = await client.get(PATH, params={"t": '"><script>'})
    assert "<script>" not in shown.text


async def test_of_two_at_once_one_gets_it(client: httpx.AsyncClient, opened: Opened) -> None:
    answers = await asyncio.gather(*(sends(client, opened) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]
