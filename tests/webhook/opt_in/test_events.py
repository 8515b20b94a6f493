"""What the platform reports about notices, from its XML to what is written down of it."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY as NOW
from tests.union.conftest import add_rows, member
from union.notices.grants import granted
from webhook.contents import OptIns, SendResult, SendResults, content_of
from webhook.opt_in.events import note_opt_ins, note_results, why_not_delivered
from webhook.templates import Registry
from webhook.templates_file import parse_notices
from webhook.xml import read_fields


@dataclass
class Settled:
    """What union.notices is told."""

    results: list[tuple[str, bool, str, str]] = field(default_factory=list)

    async def __call__(
        self, session: AsyncSession, message_id: str, ok: bool, reason: str, now: datetime, *, account: str = ""
    ) -> bool:
        self.results.append((message_id, ok, reason, account))
        return True


@dataclass
class Reports:
    """One member's events, as the platform sends them."""

    database: Database
    registry: Registry
    settled: Settled = field(default_factory=Settled)

    async def __call__(self, event: str, inside: str) -> frozenset[str]:
        """What the member allows afterwards."""
        xml = f"<xml><MsgType>event</MsgType><Event>{event}</Event>{inside}</xml>"
        content, _ = content_of(read_fields(xml.encode()))

        async def work(session: AsyncSession) -> None:
            if isinstance(content, OptIns):
                await note_opt_ins(session, "m1", content, self.registry, NOW)
            else:
                assert isinstance(content, SendResults)
                await note_results(session, "m1", "wx1", content, self.settled, NOW)

        await self.database.transact(work)
        async with self.database.read() as session:
            return await granted(session, "m1", ["T1", "T2", "L", "foreign"])

    async def answers(self, **statuses: str) -> frozenset[str]:
        """In the pop-up."""
        entries = "".join(_answer(template, status) for template, status in statuses.items())
        return await self("subscribe_msg_popup_event", f"<SubscribeMsgPopupEvent>{entries}</SubscribeMsgPopupEvent>")

    async def changes(self, **statuses: str) -> frozenset[str]:
        """In the settings."""
        entries = "".join(_answer(template, status) for template, status in statuses.items())
        return await self("subscribe_msg_change_event", f"<SubscribeMsgChangeEvent>{entries}</SubscribeMsgChangeEvent>")

    async def sent(self, message_id: str, code: int) -> frozenset[str]:
        entry = f"<TemplateId>T1</TemplateId><MsgID>{message_id}</MsgID><ErrorCode>{code}</ErrorCode>"
        inside = f"<SubscribeMsgSentEvent><List>{entry}</List></SubscribeMsgSentEvent>"
        return await self("subscribe_msg_sent_event", inside)


def _answer(template: str, status: str) -> str:
    return (
        f"<List><TemplateId><![CDATA[{template}]]></TemplateId>"
        f"<SubscribeStatusString><![CDATA[{status}]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
    )


@pytest.fixture
async def reports(database: Database) -> Reports:
    one = {"fields": {"thing1": "{title}"}}
    ids: dict[str, dict[str, object]] = {
        "a.a": {"id": "T1"},
        "a.b": {"id": "T2"},
        "a.c": {"id": "L", "long_term": True},
    }
    parsed = parse_notices({"notices": {kind: {"subscribe": {**one, **values}} for kind, values in ids.items()}})
    assert isinstance(parsed, Registry)
    await add_rows(database, member())
    return Reports(database, parsed)


async def test_answers_in_the_pop_up_are_counted(reports: Reports) -> None:
    assert await reports.answers(T1="accept", T2="reject", L="accept", foreign="accept") == {"T1", "L"}


async def test_a_refusal_in_the_pop_up_takes_nothing_away_and_one_in_the_settings_does(reports: Reports) -> None:
    await reports.answers(T1="accept", L="accept")
    assert await reports.answers(T1="reject") == {"T1", "L"}
    assert await reports.changes(T1="reject", L="reject") == frozenset()
    assert await reports.changes(T1="accept") == frozenset()


async def test_the_end_of_a_subscribe_notice_is_told_and_a_refused_one_takes_the_consent(reports: Reports) -> None:
    await reports.answers(T1="accept")
    assert await reports.sent("7", 0) == {"T1"}
    assert await reports.sent("8", 43101) == frozenset()
    why = "用户没有订阅，或拒收这条通知（43101）"
    assert reports.settled.results == [("7", True, "", "wx1"), ("8", False, why, "wx1")]


@pytest.mark.parametrize(
    ("status", "ok", "reason"),
    [
        ("success", True, ""),
        ("failed:user block", False, "用户拒收通知"),
        ("failed: system failed", False, "微信平台发送失败"),
        ("", False, "微信平台没有送达"),
    ],
)
async def test_the_end_of_a_template_message_is_told(reports: Reports, status: str, ok: bool, reason: str) -> None:
    await reports("TEMPLATESENDJOBFINISH", f"<MsgID>9</MsgID><Status><![CDATA[{status}]]></Status>")
    assert reports.settled.results == [("9", ok, reason, "wx1")]


async def test_a_result_without_an_id_tells_nobody_anything(reports: Reports) -> None:
    await reports("TEMPLATESENDJOBFINISH", "<Status>success</Status>")
    assert reports.settled.results == []


@pytest.mark.parametrize("code", ["", "x", "９", "-1", "9" * 20])
def test_an_odd_code_is_still_a_reason(code: str) -> None:
    assert why_not_delivered(SendResult("1", False, "", "T", code)) == "微信平台没有送达"
