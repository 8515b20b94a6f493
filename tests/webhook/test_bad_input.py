"""What a sender may try: replays, forgeries, strange names, bombs, floods. It is refused cheaply, and does nothing."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

import httpx
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto

from base.accounts import Account
from base.clock import FixedClock
from base.database import Database
from base.settings import DEMO_APPID
from tests.conftest import WEDNESDAY
from tests.platform import ACCOUNT, FakePlatform
from tests.webhook.conftest import Build
from tests.webhook.parts import StandInEngine, claims, lines, settings_with
from union.members.models import Member
from webhook import callback, leftovers
from webhook.dependencies import Dependencies, Timing
from webhook.envelope import MAX_BODY, NEWEST, OLDEST
from webhook.leftovers import KEPT


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The lines that the callback writes."""
    written: list[dict[str, Any]] = []

    class Log:
        def info(self, event: str, **values: Any) -> None:
            written.append({"event": event, **values})

        error = info

    monkeypatch.setattr(callback, "log", Log())
    return written


def refusals(deps: Dependencies, reason: str) -> float:
    return deps.metrics.registry.get_sample_value("unionbot_refused_total", {"reason": reason}) or 0.0


async def send(client: httpx.AsyncClient, recorded: tuple[dict[str, str], bytes], path: str = "/wechat") -> Any:
    query, body = recorded
    return await client.post(path, params=query, content=body)


# Replays


async def test_a_recorded_message_an_hour_later_is_answered_from_its_claim(
    client: httpx.AsyncClient, platform: FakePlatform, clock: FixedClock, database: Database, engine: StandInEngine
) -> None:
    recorded = platform.seal(platform.text("o-1", "我要报名").xml)
    first = platform.read(await send(client, recorded))
    clock.move(timedelta(hours=1))
    assert platform.read(await send(client, recorded)) == first == "答：我要报名"
    assert engine.asked == ["我要报名"] and len(await lines(database)) == 2


async def test_a_recorded_message_is_refused_when_its_seven_days_are_over(
    client: httpx.AsyncClient, platform: FakePlatform, clock: FixedClock, database: Database, engine: StandInEngine
) -> None:
    recorded = platform.seal(platform.text("o-1", "我要报名").xml)
    await send(client, recorded)
    clock.move(timedelta(days=7))
    await database.write(lambda c: leftovers.purge(c, clock.now()))
    assert platform.read(await send(client, recorded)) == "答：我要报名"
    clock.move(timedelta(seconds=1))
    answer = await send(client, recorded)
    assert (answer.status_code, answer.text) == (400, "stale") and engine.asked == ["我要报名"]


async def test_a_message_from_a_clock_ahead_of_ours_is_not_done_again_either(
    client: httpx.AsyncClient, platform: FakePlatform, clock: FixedClock, database: Database, engine: StandInEngine
) -> None:
    ahead = int((clock.now() + NEWEST).timestamp())
    recorded = platform.seal(platform.text("o-1", "我要报名", CreateTime=ahead).xml)
    await send(client, recorded)
    clock.move(OLDEST + NEWEST)
    await database.write(lambda c: leftovers.purge(c, clock.now()))
    assert platform.read(await send(client, recorded)) == "答：我要报名" and engine.asked == ["我要报名"]


@given(skew=st.integers(-8 * 86_400, 2 * 86_400), later=st.integers(0, 20 * 86_400))
def test_no_message_is_taken_when_its_claim_may_be_gone(skew: int, later: int) -> None:
    received = WEDNESDAY
    created, again = received + timedelta(seconds=skew), received + timedelta(seconds=later)
    taken = [now - OLDEST <= created <= now + NEWEST for now in (received, again)]
    purged = received < again - KEPT
    assert not (all(taken) and purged)


# Accounts


async def test_a_foreign_appid_in_a_valid_envelope_is_refused(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database
) -> None:
    assert platform.crypto is not None
    xml = platform.text("o-1", "你好").xml
    ciphertext = PrpCrypto(platform.crypto.key).encrypt(xml, "wx-of-somebody-else").decode()
    answer = await send(client, sealed_by_hand(platform, ciphertext))
    assert (answer.status_code, answer.text) == (403, "foreign_account") and await claims(database) == []


def sealed_by_hand(platform: FakePlatform, ciphertext: str) -> tuple[dict[str, str], bytes]:
    query = {"timestamp": "1", "nonce": "n", "signature": platform.sign("1", "n")}
    query["msg_signature"] = platform.sign("1", "n", ciphertext)
    return query, f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt>{ciphertext}</Encrypt></xml>".encode()


async def test_two_accounts_tokens_and_keys_do_not_open_each_others_door(
    client: httpx.AsyncClient, deps: Dependencies, platform: FakePlatform, database: Database
) -> None:
    first, second = deps.settings.accounts
    other = FakePlatform(deps.settings, deps.clock, account=second)
    assert platform.crypto is not None and other.crypto is not None
    xml = platform.text("o-1", "你好").xml
    ours, theirs = f"/wechat/{first.appid}", f"/wechat/{second.appid}"

    async def outcome(recorded: tuple[dict[str, str], bytes], path: str) -> tuple[int, str]:
        answer = await send(client, recorded, path)
        return answer.status_code, answer.text

    assert await outcome(other.seal(xml), ours) == (403, "signature")
    assert await outcome(platform.seal(xml), theirs) == (403, "signature")
    with_other_key = PrpCrypto(other.crypto.key).encrypt(xml, first.appid).decode()
    # What a wrong key makes of it is noise, which now and then looks like a message to some other account.
    shut = ((400, "undecryptable"), (403, "foreign_account"))
    assert await outcome(sealed_by_hand(platform, with_other_key), ours) in shut
    query, body = platform.seal(xml)
    query["msg_signature"] = other.seal(xml)[0]["msg_signature"]
    assert await outcome((query, body), ours) == (403, "msg_signature")
    assert await claims(database) == []


async def test_two_accounts_of_one_key_are_told_apart_by_their_appid(build: Build, deps: Dependencies) -> None:
    first, second = deps.settings.accounts
    twin = Account(**{**second.model_dump(), "aes_key": first.aes_key})
    settings = settings_with()
    settings.__dict__["accounts"] = [first, twin]
    client, theirs = build(settings=settings), FakePlatform(settings, deps.clock, account=twin)
    ours = FakePlatform(settings, deps.clock, account=first)
    assert theirs.crypto is not None
    stolen = PrpCrypto(theirs.crypto.key).encrypt(theirs.text("o-1", "你好").xml, twin.appid).decode()
    answer = await send(client, sealed_by_hand(ours, stolen))
    assert (answer.status_code, answer.text) == (403, "foreign_account")


# Openids

TAKEN = {
    "quotes": "o'\"1",
    "sql": "o-1';DROP--",
    "path": "../../etc/passwd",
    "format": "%s%n{0}$(id)`id`",
    "markup": "<b>&amp;</b>",
    "cdata end": "o]]>1",
    "longest": "o" * 128,
    "one character": "!",
}
REFUSED = {
    "empty": "",
    "too long": "o" * 129,
    "space": "o 1",
    "at its end": "o-1 ",
    "newline": "o-1\n",
    "tab": "o\t1",
    "delete": "o\x7f",
    "汉字": "会员",
    "full width": "ｏ１",
    "digits of another script": "٣",
    "emoji": "😀",
    "right to left": "o\u202e1",
    "zero width": "o\u200b1",
    "accent": "é",
}


async def test_an_openid_of_visible_ascii_is_taken_as_it_stands(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    for openid in TAKEN.values():
        assert await platform.say(client, openid, "你好") == "答：你好"
        assert f"'{openid}'" not in str(engine.turns)
    async with database.read() as session:
        assert set(await session.scalars(sa.select(Member.openid))) == set(TAKEN.values())


async def test_any_other_openid_is_refused(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database
) -> None:
    for name, openid in REFUSED.items():
        answer = await platform.post(client, platform.text(openid, "你好"))
        assert (answer.status_code, answer.text) == (400, "incomplete"), name
    assert await claims(database) == []


# Bodies

LAUGHS = "".join(f"<!ENTITY l{n} '" + f"&l{n - 1};" * 10 + "'>" for n in range(1, 10))
BOMBS = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><xml><a>&l9;</a></xml>',
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/a.dtd"> %a;]><xml><a/></xml>',
    "external doctype": '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/a.dtd"><xml><a/></xml>',
    "undefined entity": "<xml><a>&a;</a></xml>",
    "huge attribute": f'<xml a="{"x" * 60_000}"/>',
    "thousands of attributes": "<xml " + " ".join(f"a{n}=''" for n in range(6_000)) + "/>",
    "deep": "<xml>" + "<a>" * 9_000 + "</a>" * 7_000,
    "deep and closed": "<xml>" + "<a>" * 4_000 + "</a>" * 4_000 + "</xml>",
    "wide": "<xml>" + "".join(f"<a{n}/>" for n in range(6_000)) + "</xml>",
    "processing": '<xml><?xml-stylesheet href="http://127.0.0.1:1/"?><a/></xml>',
}


async def test_bombs_are_refused_in_plain_sight_and_inside_the_ciphertext(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database
) -> None:
    assert platform.crypto is not None
    for name, bomb in BOMBS.items():
        inside = PrpCrypto(platform.crypto.key).encrypt(bomb, DEMO_APPID).decode()
        for recorded in ((platform.seal("<xml/>")[0], bomb.encode()), sealed_by_hand(platform, inside)):
            answer = await send(client, recorded)
            assert answer.status_code in {400, 413} and len(answer.text) < 20, name
    assert await claims(database) == []


async def test_the_cap_is_64_kib_to_the_byte(client: httpx.AsyncClient, platform: FakePlatform) -> None:
    for length, status in ((MAX_BODY, 400), (MAX_BODY + 1, 413)):
        answer = await send(client, (platform.seal("<xml/>")[0], b"<xml>".ljust(length)))
        assert answer.status_code == status


async def test_what_declares_itself_too_long_is_not_read(client: httpx.AsyncClient, platform: FakePlatform) -> None:
    for declared in (f"{MAX_BODY + 1}", "9" * 15):
        answer = await client.post(
            "/wechat", params=platform.seal("<xml/>")[0], content=unread(), headers={"content-length": declared}
        )
        assert answer.status_code == 413 and answer.headers["connection"] == "close"


async def unread() -> AsyncIterator[bytes]:
    raise AssertionError("the body was read")
    yield b""


async def test_a_body_that_never_ends_is_given_up(build: Build, platform: FakePlatform, deps: Dependencies) -> None:
    async def stalls() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await asyncio.Event().wait()

    client = build(timing=Timing(budget=0.05))
    answer = await client.post("/wechat", params=platform.seal("<xml/>")[0], content=stalls())
    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
    assert refusals(deps, "slow") == 1


async def test_a_compressed_body_is_not_unpacked(client: httpx.AsyncClient, platform: FakePlatform) -> None:
    query, body = platform.seal(platform.text("o-1", "你好").xml)
    answer = await client.post(
        "/wechat", params=query, content=gzip.compress(body), headers={"content-encoding": "gzip"}
    )
    assert (answer.status_code, answer.text) == (400, "malformed")


# Floods


async def test_a_thousand_wrong_signatures_cost_no_body_no_database_and_one_line(
    client: httpx.AsyncClient, platform: FakePlatform, deps: Dependencies, clock: FixedClock, log: list[dict[str, Any]]
) -> None:
    statements: list[str] = []
    heard = (deps.database.engine.sync_engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    sa.event.listen(*heard)
    query = {**platform.seal("<xml/>")[0], "signature": "0" * 40}
    for _ in range(1000):
        answer = await client.post("/wechat", params=query, content=unread())
        assert (answer.status_code, answer.text) == (403, "signature")
    sa.event.remove(*heard)

    assert statements == []
    assert log == [{"event": "refused", "reason": "signature", "number": 1}]
    assert refusals(deps, "signature") == 1000
    clock.move(timedelta(minutes=1))
    await client.get("/wechat")
    assert log[1:] == [{"event": "refused", "reason": "signature", "number": 1000}]


async def test_every_reason_has_a_line_of_its_own(
    client: httpx.AsyncClient, platform: FakePlatform, log: list[dict[str, Any]]
) -> None:
    query, _ = platform.seal("<xml/>")
    for path, body in (("/wechat", b"?"), ("/wechat/nobody", b""), ("/wechat", escape("<").encode())):
        await client.post(path, params=query, content=body)
    assert [line["reason"] for line in log] == ["malformed", "unknown_account"]
