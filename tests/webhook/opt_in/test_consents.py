"""The webhook's door to consent: a booking's reply gets the link, an event is written down, the link is gone."""

import pytest

from base.database import Database
from base.errors import UsageError
from base.settings import DEMO_APPID, DEMO_UNVERIFIED, Settings
from tests.conftest import WEDNESDAY as NOW
from tests.union.conftest import add_rows, member
from tests.webhook.opt_in.test_events import Settled
from union.conversations.reply import Reply
from webhook.contents import Content, OptIn, OptIns, SendResult, SendResults, Text
from webhook.opt_in.consents import Consents

REMINDER = "DEMO-subscribe-reminder"
BOOKED = Reply(texts=["报名成功！\n周三相亲下午"])
ALLOWED = OptIns((OptIn(REMINDER, True),))


async def test_a_booking_asks_until_it_is_allowed(database: Database) -> None:
    mine, others = member(1), member(2)
    mine.account, others.account = DEMO_APPID, DEMO_UNVERIFIED.appid
    await add_rows(database, mine, others)
    settled = Settled()
    consents = Consents(Settings(), settled)  # type: ignore[call-arg]

    async def note(content: Content) -> None:
        await database.transact(lambda s: consents.note(s, "m1", DEMO_APPID, content, NOW))

    async def link(member_id: str = "m1", outcome: str = "task") -> str | None:
        async with database.read() as session:
            return await consents.link(session, member_id, BOOKED, outcome)

    assert "接收活动提醒" in (await link() or "")
    assert await link("m2") is None and await link("nobody") is None and await link(outcome="answered") is None
    await note(Text("您好"))
    assert await link() is not None
    await note(ALLOWED)
    assert await link() is None
    await note(SendResults((SendResult("7", True, ""),)))
    assert settled.results == [("7", True, "", DEMO_APPID)]


def test_a_wrong_file_of_templates_stops_the_start() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yml"):
        Consents(Settings(wechat_notices="nowhere.yml"), Settled())  # type: ignore[call-arg,arg-type]
