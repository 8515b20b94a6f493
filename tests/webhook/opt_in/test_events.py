"""What the platform reports about notices, and what is written down of it."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY as NOW
from tests.union.conftest import add_rows, member
from union.notices.grants import granted
from webhook.opt_in.events import Answer, NoticeEvent, Result, Withdrawn, read_event, write_down
from webhook.templates import Registry
from webhook.templates_file import parse_notices

T1, T2 = {"TemplateId": "T1"}, {"TemplateId": "T2"}
ACCEPT, REJECT = {"SubscribeStatusString": "accept"}, {"SubscribeStatusString": "reject"}


@dataclass
class Settled:
    """What union.notices is told."""

    results: list[tuple[str, bool, str, str]] = field(default_factory=list)

    async def __call__(
        self, session: AsyncSession, message_id: str, ok: bool, reason: str, now: datetime, *, account: str = ""
    ) -> bool:
        self.results.append((message_id, ok, reason, account))
        return True


@pytest.mark.parametrize(
    ("event", "fields", "entries", "meaning"),
    [
        (
            "subscribe_msg_popup_event",
            {},
            [{**T1, **ACCEPT, "PopupScene": "1"}, {**T2, **REJECT}],
            [Answer("T1", True), Answer("T2", False)],
        ),
        ("subscribe_msg_popup_event", {}, [{**T1, "SubscribeStatusString": "ban"}, {**ACCEPT}, {}], []),
        ("subscribe_msg_change_event", {}, [{**T1, **REJECT}, {**T2, **ACCEPT}], [Withdrawn("T1")]),
        (
            "subscribe_msg_sent_event",
            {},
            [{**T1, "MsgID": "7", "ErrorCode": "0", "ErrorStatus": "success"}],
            [Result("7", True, template_id="T1")],
        ),
        (
            "subscribe_msg_sent_event",
            {},
            [{**T1, "MsgID": "7", "ErrorCode": "43101"}],
            [Result("7", False, "用户没有订阅，或拒收这条通知（43101）", "T1", refused=True)],
        ),
        ("subscribe_msg_sent_event", {}, [{**T1, "ErrorCode": "0"}], []),
        ("TEMPLATESENDJOBFINISH", {"MsgID": "9", "Status": "success"}, [], [Result("9", True)]),
        (
            "TEMPLATESENDJOBFINISH",
            {"MsgID": "9", "Status": "failed:user block"},
            [],
            [Result("9", False, "用户拒收通知")],
        ),
        (
            "TEMPLATESENDJOBFINISH",
            {"MsgID": "9", "Status": "failed: system failed"},
            [],
            [Result("9", False, "微信平台发送失败")],
        ),
        ("TEMPLATESENDJOBFINISH", {"MsgID": "9"}, [], [Result("9", False, "微信平台没有送达")]),
        ("TEMPLATESENDJOBFINISH", {"Status": "success"}, [], []),
        ("CLICK", {"MsgID": "9"}, [], []),
    ],
)
def test_an_event_has_its_meaning(
    event: str, fields: dict[str, str], entries: list[dict[str, str]], meaning: list[NoticeEvent]
) -> None:
    assert read_event(event, fields, entries) == meaning


names = st.sampled_from(["TemplateId", "SubscribeStatusString", "MsgID", "ErrorCode", "Status"])
some = st.dictionaries(names, st.text(max_size=12), max_size=5)
events = st.sampled_from(
    ["subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event", "TEMPLATESENDJOBFINISH"]
)


@given(events, some, st.lists(some, max_size=3))
def test_no_event_is_too_odd(event: str, fields: dict[str, str], entries: list[dict[str, str]]) -> None:
    assert isinstance(read_event(event, fields, entries), list)


@pytest.fixture
def registry() -> Registry:
    one = {"fields": {"thing1": "{title}"}}
    subscribes = {
        "a.b": {"subscribe": {"id": "T1", **one}},
        "a.c": {"subscribe": {"id": "L", "long_term": True, **one}},
    }
    parsed = parse_notices({"notices": subscribes})
    assert isinstance(parsed, Registry)
    return parsed


async def test_what_is_reported_is_written_down(database: Database, registry: Registry) -> None:
    await add_rows(database, member())
    settled = Settled()

    async def report(*happened: NoticeEvent) -> frozenset[str]:
        await database.transact(lambda s: write_down(s, "m1", "wx1", happened, registry, settled, NOW))
        async with database.read() as session:
            return await granted(session, "m1", ["T1", "L", "foreign"])

    assert await report(Answer("T1", True), Answer("L", True), Answer("foreign", True)) == {"T1", "L"}
    assert await report(Withdrawn("L")) == {"T1"}
    refused = Result("8", False, "用户没有订阅", "T1", refused=True)
    assert await report(Result("7", True), refused) == frozenset()
    assert settled.results == [("7", True, "", "wx1"), ("8", False, "用户没有订阅", "wx1")]
