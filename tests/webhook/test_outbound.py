"""Messages outside of a reply: by the best open route, once, with the ledger put right by the platform's word."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.limits import Limits
from base.settings import DEMO_APPID, DEMO_UNVERIFIED, Settings
from tests.webhook.platform.parts import PNG, SEND, StandIn
from union.allowances.rules import Allowance
from union.allowances.service import allowance_of
from union.conversations.arrival import note_arrival
from union.conversations.reply import Choice
from union.members.models import Member
from union.members.service import get_or_add_member
from union.notices.grants import granted, record_opt_in
from union.notices.sender import Outcome, Outgoing, Sender
from webhook.outbound import WeChatSender
from webhook.platform.apis import PlatformApis
from webhook.platform.media import Media
from webhook.simulator.api.faults import Fault
from webhook.simulator.phones import Phone
from webhook.templates_file import read_notices

TEMPLATE, SUBSCRIBE = "/cgi-bin/message/template/send", "/cgi-bin/message/subscribe/bizsend"
REMINDER = "DEMO-subscribe-reminder"
FACTS = {"title": "周三相亲下午", "when": "11月25日（周三）13:30—16:30", "place": "职工之家", "code": "A1"}
LIMITS = Limits()


class Stage:
    """One member of the demo account, the platform's stand-in, and the sender between them."""

    def __init__(self, database: Database, clock: FixedClock, stand_in: StandIn, sender: WeChatSender) -> None:
        self.database, self.clock, self.stand_in, self.sender = database, clock, stand_in, sender
        self.member, self.phone = "", stand_in.phone()

    async def enter(self, appid: str = DEMO_APPID) -> None:
        keyring, now = self.database.keyring, self.clock.now()
        row = await self.database.transact(lambda s: get_or_add_member(s, keyring, appid, self.phone.openid, now))
        self.member = row.id

    async def writes(self) -> None:
        """The member writes: both sides count five messages."""
        self.phone = self.stand_in.phone()
        await self.database.write(lambda c: note_arrival(c, self.member, "message", None, LIMITS, self.clock.now()))

    async def uses_up(self) -> None:
        """On our side."""
        await self.writes()
        for _ in range(5):
            await self.send("x", "x")
        self.stand_in.asked.clear()

    async def consents(self, times: int = 1) -> None:
        for _ in range(times):
            self.stand_in.side().templates.opt_in(self.phone.openid, REMINDER)
            await self.database.transact(lambda s: record_opt_in(s, self.member, REMINDER, True, self.clock.now()))

    async def send(self, kind: str = "events.reminder", text: str = "您好", **more: Any) -> Outcome:
        return await self.sender.send(Outgoing(self.member, kind, text, FACTS, **more))

    async def left(self) -> int:
        return (await self.allowance()).left(self.clock.now())

    async def allowance(self) -> Allowance:
        async with self.database.read() as session:
            return await allowance_of(session, self.member)

    async def has_consented(self) -> bool:
        async with self.database.read() as session:
            return bool(await granted(session, self.member, [REMINDER]))

    @property
    def shown(self) -> list[tuple[str, str]]:
        return [(line.kind, line.text) for line in self.phone.lines]

    def calls(self) -> list[str]:
        return [path for path in self.stand_in.asked if "/message/" in path]

    def body(self) -> dict[str, Any]:
        """Of the last call."""
        body: dict[str, Any] = json.loads(self.stand_in.requests[-1].content)
        return body


@pytest.fixture
def settings() -> Settings:
    return Settings(wechat_api_url="http://platform/simulator/api")  # type: ignore[call-arg]


@pytest.fixture
async def stage(database: Database, clock: FixedClock, settings: Settings) -> AsyncIterator[Stage]:
    stand_in, bus = StandIn(settings, clock), Bus()
    apis = PlatformApis(settings, bus, stand_in, clock)
    sender = WeChatSender(apis, database, settings, clock, Media(apis, bus, settings.limits))
    registry = read_notices()
    assert not isinstance(registry, list)
    for template_id, title in registry.titles().items():
        stand_in.side().templates.register(template_id, title)
    stage = Stage(database, clock, stand_in, sender)
    await stage.enter()
    yield stage
    await apis.close()
    await stand_in.simulator.close()
    await bus.close()


async def test_within_the_window_the_words_themselves_go_and_are_counted(stage: Stage) -> None:
    await stage.writes()
    sender: Sender = stage.sender
    assert await sender.send(Outgoing(stage.member, "events.booked", "您好<a href='x'>")) == Outcome("sent")
    assert stage.shown == [("push", "您好＜a href='x'>")]
    assert await stage.left() == 4


async def test_a_late_reply_keeps_its_links_and_is_counted(stage: Stage) -> None:
    await stage.writes()
    link = '<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=1">x</a>'
    assert await stage.sender.send_rendered(stage.member, link) == Outcome("sent")
    assert stage.shown == [("push", link)] and await stage.left() == 4


async def test_a_click_allows_messages_for_a_minute(stage: Stage) -> None:
    await stage.database.write(lambda c: note_arrival(c, stage.member, "moment", None, LIMITS, stage.clock.now()))
    assert (await stage.send("x")).state == "sent"
    stage.clock.move(timedelta(minutes=1))
    assert (await stage.send("x")).state == "failed"


async def test_choices_that_say_what_they_show_are_a_msgmenu(stage: Stage) -> None:
    await stage.writes()
    await stage.send(text="还参加吗？", choices=[Choice(label="参加", send="参加"), Choice(label="不了", send="不了")])
    assert stage.shown == [("msgmenu", "还参加吗？")]
    assert stage.body()["msgmenu"]["list"] == [{"id": "1", "content": "参加"}, {"id": "2", "content": "不了"}]


async def test_other_choices_are_links_in_the_text(stage: Stage) -> None:
    await stage.writes()
    await stage.send(text="还参加吗？", choices=[Choice(label="参加", send="接受A1")])
    ((kind, text),) = stage.shown
    assert kind == "push" and "msgmenucontent=接受A1&" in text


async def test_an_account_without_msgmenu_gets_links_for_the_same_message(stage: Stage) -> None:
    await stage.writes()
    stage.stand_in.simulator.faults.set(Fault("errcode", 40200, SEND, calls=1))
    assert (await stage.send(text="还参加吗？", choices=[Choice(label="参加", send="参加")])).state == "sent"
    assert [kind for kind, _ in stage.shown] == ["push"] and await stage.left() == 4


async def test_a_picture_follows_its_words_and_both_are_counted(stage: Stage) -> None:
    await stage.writes()
    assert await stage.send(picture=PNG) == Outcome("sent")
    assert [kind for kind, _ in stage.shown] == ["push", "image"] and await stage.left() == 3
    assert await stage.send(text="", picture=PNG) == Outcome("sent")
    assert [kind for kind, _ in stage.shown][-1] == "image" and await stage.left() == 2


async def test_words_that_are_out_are_sent_whatever_becomes_of_the_picture(stage: Stage) -> None:
    await stage.writes()
    outcome = await stage.send(picture=b"no picture")
    assert outcome == Outcome("sent", "文字已送达，图片未送达：微信平台不收这种文件")
    assert await stage.left() == 4


async def test_used_up_the_notice_the_member_allowed_goes_once(stage: Stage) -> None:
    await stage.uses_up()
    await stage.consents()
    outcome = await stage.send()
    assert outcome.state == "sent" and outcome.message_id
    assert stage.calls() == [SUBSCRIBE] and stage.shown[-1] == ("subscribe", "活动开始提醒")
    assert (await stage.send()).reason == "48小时内可发条数已用完；会员没有订阅这类通知"
    assert stage.calls() == [SUBSCRIBE]


async def test_used_up_a_template_message_goes_with_the_notices_key(stage: Stage) -> None:
    await stage.uses_up()
    outcome = await stage.send("events.booked", key="n1")
    assert outcome.state == "sent" and outcome.message_id
    assert stage.shown[-1] == ("template", "报名成功通知") and stage.body()["client_msg_id"] == "n1"
    assert (await stage.send("events.booked", key="n1")).message_id == outcome.message_id
    assert [kind for kind, _ in stage.shown].count("template") == 1


async def test_an_answer_of_staff_goes_as_a_template_with_its_words(stage: Stage) -> None:
    outcome = await stage.sender.send(
        Outgoing(stage.member, "handoff.answer", "补贴每季度发一次，下个月到账，请留意。")
    )
    assert outcome.state == "sent"
    assert stage.body()["data"]["thing2"] == {"value": "补贴每季度发一次，下个月到账，请留意。"}


async def test_used_up_without_a_notice_staff_read_why(stage: Stage) -> None:
    await stage.uses_up()
    assert await stage.send("legal.cancelled") == Outcome("failed", "48小时内可发条数已用完，且没有可用的订阅通知")
    assert not stage.calls()


async def test_missing_facts_are_no_notice(stage: Stage) -> None:
    outcome = await stage.sender.send(Outgoing(stage.member, "events.booked", "您好"))
    assert outcome == Outcome("failed", "会员超过48小时没有互动，不能发客服消息，且没有可用的订阅通知")


@pytest.mark.parametrize(("code", "left"), [(45047, 0), (45015, 0)])
async def test_the_platforms_count_wins_and_the_next_route_is_taken(stage: Stage, code: int, left: int) -> None:
    await stage.writes()
    stage.stand_in.simulator.faults.set(Fault("errcode", code, SEND))
    assert (await stage.send("events.booked")).state == "sent"
    assert stage.calls() == [SEND, TEMPLATE] and await stage.left() == left
    await stage.send("events.booked", key="second")
    assert stage.calls() == [SEND, TEMPLATE, TEMPLATE]


async def test_a_refused_notice_takes_the_consent_away(stage: Stage) -> None:
    await stage.uses_up()
    await stage.consents(3)
    stage.stand_in.side().templates.opt_out(stage.phone.openid, REMINDER)
    outcome = await stage.send()
    assert outcome.state == "failed" and "43101" in outcome.reason
    assert not await stage.has_consented()


@pytest.mark.parametrize("path", [SEND, SUBSCRIBE, TEMPLATE])
async def test_who_has_left_is_known_from_then_on(stage: Stage, path: str) -> None:
    if path == SEND:
        await stage.writes()
    await stage.consents()
    stage.phone.following = False
    kind = "events.booked" if path == TEMPLATE else "events.reminder"
    outcome = await stage.send(kind)
    assert outcome.state == "failed" and "未关注" in outcome.reason and stage.calls() == [path]
    assert (await stage.send(kind)) == Outcome("failed", "用户未关注")
    assert stage.calls() == [path]


@pytest.mark.parametrize("path", [SEND, SUBSCRIBE, TEMPLATE])
@pytest.mark.parametrize("code", [-1, 45011])
async def test_a_busy_platform_is_for_later_and_nothing_is_lost(stage: Stage, path: str, code: int) -> None:
    if path == SEND:
        await stage.writes()
    await stage.consents()
    stage.stand_in.simulator.faults.set(Fault("errcode", code, path))
    outcome = await stage.send("events.booked" if path == TEMPLATE else "events.reminder")
    assert outcome.state == "later" and outcome.wait > timedelta()
    assert stage.calls() == [path]
    assert await stage.left() == (5 if path == SEND else 0) and await stage.has_consented()


async def test_over_quota_another_route_does_and_without_one_it_waits_for_the_next_day(stage: Stage) -> None:
    await stage.writes()
    stage.stand_in.simulator.faults.set(Fault("errcode", 45009, SEND))
    assert (await stage.send("events.booked")).state == "sent"
    outcome = await stage.send("x")
    assert outcome.state == "later" and outcome.wait == timedelta(hours=14)
    assert await stage.left() == 5


@pytest.mark.parametrize("path", [SEND, SUBSCRIBE, TEMPLATE])
@pytest.mark.parametrize("fault", [Fault("html"), Fault("half"), Fault("status"), Fault("status", takes_effect=True)])
async def test_what_is_unknown_is_final_and_stays_spent(stage: Stage, path: str, fault: Fault) -> None:
    if path == SEND:
        await stage.writes()
    await stage.consents()
    stage.stand_in.simulator.faults.set(replace(fault, path=path))
    outcome = await stage.send("events.booked" if path == TEMPLATE else "events.reminder")
    assert outcome.state == "unknown" and stage.calls() == [path]
    assert await stage.left() == (4 if path == SEND else 0)
    assert await stage.has_consented() == (path != SUBSCRIBE)


async def test_nobody_reached_is_for_later_and_given_back(stage: Stage, settings: Settings) -> None:
    def down(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down")

    await stage.writes()
    await stage.consents()
    bus = Bus()
    apis = PlatformApis(settings, bus, httpx.MockTransport(down), stage.clock)
    stage.sender = WeChatSender(apis, stage.database, settings, stage.clock)
    outcome = await stage.send()
    assert outcome.state == "later" and outcome.reason == "无法连接微信平台"
    assert await stage.left() == 5 and await stage.has_consented()
    assert (await stage.send("x", text="", picture=PNG)).reason.startswith("不能发送图片")
    await apis.close()
    await bus.close()


async def test_a_wrong_secret_tells_nothing_about_the_member(stage: Stage) -> None:
    await stage.writes()
    stage.stand_in.simulator.faults.set(Fault("errcode", 40125, "/stable_token"))
    outcome = await stage.send()
    assert outcome.state == "later" and "凭证" in outcome.reason
    assert await stage.left() == 5


async def test_typing_is_shown_where_the_account_may_and_never_fails(stage: Stage) -> None:
    await stage.writes()
    await stage.sender.show_typing(stage.member)
    assert stage.stand_in.sent("/cgi-bin/message/custom/typing") == 1
    stage.stand_in.simulator.faults.set(Fault("html"))
    await stage.sender.show_typing(stage.member)
    await stage.sender.show_typing("nobody")
    assert await stage.left() == 5


async def test_an_unverified_account_sends_nothing_by_itself(stage: Stage) -> None:
    await stage.enter(DEMO_UNVERIFIED.appid)
    await stage.writes()
    outcome = await stage.send()
    assert outcome == Outcome("failed", "公众号未认证，不能发客服消息，且没有可用的订阅通知")
    assert not stage.calls()


async def test_a_member_of_a_closed_account_or_nobody_is_a_failure(stage: Stage) -> None:
    assert (await stage.sender.send(Outgoing("nobody", "x", "您好"))).state == "failed"
    await stage.database.transact(lambda s: s.execute(update(Member).values(account="gone")))
    assert await stage.send() == Outcome("failed", "公众号已停用")


async def test_two_pushes_at_once_for_the_last_message_send_one(stage: Stage) -> None:
    await stage.writes()
    for _ in range(4):
        await stage.send("x")
    outcomes = await asyncio.gather(*(stage.send("x") for _ in range(6)))
    assert sorted(one.state for one in outcomes) == ["failed"] * 5 + ["sent"]
    assert stage.stand_in.sent() == 5 and len(stage.shown) == 5


async def test_two_reminders_at_once_for_one_consent_send_one(stage: Stage) -> None:
    await stage.uses_up()
    await stage.consents()
    outcomes = await asyncio.gather(*(stage.send() for _ in range(4)))
    assert sorted(one.state for one in outcomes) == ["failed"] * 3 + ["sent"]
    assert stage.stand_in.sent(SUBSCRIBE) == 1


async def test_another_member_is_another_ledger(stage: Stage) -> None:
    await stage.uses_up()
    other: Phone = stage.stand_in.phone("小李")
    stage.phone = other
    await stage.enter()
    await stage.writes()
    assert (await stage.send("x")).state == "sent"
