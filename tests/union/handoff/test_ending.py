"""The end of a talk: the reason, the form that stood still, how it was, and what is sent as a picture."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from app.coded import coded_replies
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.pictures import picture
from tests.union.conftest import add_rows, notices
from tests.union.handoff.desk import asks, at, case, do, events, states, writes
from union.attachments.models import Attachment
from union.attachments.service import of_lines
from union.conversations.models import Message, Tracker
from union.handoff.desk import deliveries
from union.handoff.outcomes import Done, Refused
from union.handoff.sender import GONE, WithHandoff
from union.handoff.service import answer, answer_picture, end, take
from union.notices.delivery import deliver
from union.notices.sender import Outcome, Outgoing
from union.notices.service import NoQueue

pytestmark = pytest.mark.usefixtures("members")


class Posted:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append(outgoing)
        return Outcome("sent")


async def talked(database: Database, member_id: str = "m1") -> int:
    """A member who wrote, and was answered; the case."""
    await writes(database, member_id, "在吗")
    case_id = await asks(database, member_id)
    await do(database, lambda s: answer(s, NoQueue(), case_id, "小李", "您好", at(1), f"a-{member_id}"))
    return case_id


async def ends(database: Database, case_id: int, reason: str = "") -> str:
    """What the member is told."""
    ended = await do(database, lambda s: end(s, NoQueue(), case_id, "小李", at(2), reason))
    assert isinstance(ended, Done)
    return (await notices(database, "handoff.ended"))[-1].text


async def says(database: Database, text: str, key: str = "k", member_id: str = "m1") -> str:
    reply = await do(database, lambda s: coded_replies().answer(s, NoQueue(), member_id, text, at(5), key))
    assert reply is not None
    return reply.text


def code_in(text: str) -> str:
    found = re.search(r"[“\s](?:评价|原因) ([0-9A-Z]{4})", text) or re.search(r"“(?:评价|原因) ([0-9A-Z]{4})", text)
    assert found, text
    return found[1]


async def test_a_reason_is_kept_and_only_one_of_ours(database: Database) -> None:
    case_id = await talked(database)
    wrong = await do(database, lambda s: end(s, NoQueue(), case_id, "小李", at(2), "because"))
    assert wrong == Refused("bad_reason")
    await ends(database, case_id, "referred")
    assert (await case(database, case_id)).ended_why == "referred"
    assert (await events(database, "m1"))[-1] == "已结束人工服务（已转其他部门）"


async def test_the_end_asks_how_it_was_and_the_answer_is_kept(database: Database) -> None:
    case_id = await talked(database)
    told = await ends(database, case_id)
    assert told.startswith("人工服务已结束，我继续为您服务。\n请为这次人工服务打分")
    code = code_in(told)

    assert "1 到 5 分" in await says(database, f"评价 {code} 很好", "k0")
    assert await says(database, f"评价 {code} 5分 小李很耐心", "k1") == "谢谢您的评价，已经记下了。"

    kept = await case(database, case_id)
    assert (kept.rating, kept.rating_words) == (5, "小李很耐心")


async def test_a_low_mark_is_asked_once_what_was_wrong(database: Database) -> None:
    case_id = await talked(database)
    sorry = await says(database, f"评价 {code_in(await ends(database, case_id))} 1", "k1")
    code = code_in(sorry)
    assert "写上原因" in await says(database, f"原因 {code}", "k2")
    assert "谢谢您告诉我们" in await says(database, f"原因 {code} 等了一个小时", "k3")
    kept = await case(database, case_id)
    assert (kept.rating, kept.rating_words) == (1, "等了一个小时")


async def test_nobody_is_asked_who_was_not_answered_or_may_not_be_written_to(database: Database) -> None:
    await writes(database, "m1", "在吗")
    only_taken = await asks(database, "m1")
    await do(database, lambda s: take(s, only_taken, "小李", at(1)))
    assert await ends(database, only_taken) == "人工服务已结束，我继续为您服务。"

    out_of_window = await asks(database, "m2")
    await do(database, lambda s: answer(s, NoQueue(), out_of_window, "小李", "您好", at(1), "k"))
    assert await ends(database, out_of_window) == "人工服务已结束，我继续为您服务。"


async def test_the_form_that_stood_still_is_offered_again(database: Database) -> None:
    state = json.dumps({"slots": {"person_name": "王小明"}, "form": "event_sign_up_form"}).encode()
    await add_rows(database, Tracker(member_id="m1", version=1, state=state, updated_at=WEDNESDAY))
    told = await ends(database, await asks(database, "m1"))
    assert told.endswith("您之前的“活动报名”还没办完，回复“接着办”从停下的地方继续，不办了回复“算了”。")


async def test_a_picture_of_staff_stands_in_the_transcript_and_is_sent_by_itself(database: Database) -> None:
    await writes(database, "m1", "在吗")
    case_id, file = await asks(database, "m1"), picture(60, 40)
    for _ in range(2):
        await do(database, lambda s: answer_picture(s, NoQueue(), case_id, "小李", file, at(1), "k"))

    async with database.read() as session:
        (line,) = await session.scalars(select(Message).where(Message.author == "staff"))
        (kept,) = (await of_lines(session, "m1", [line.id])).values()
        (sent,) = await deliveries(session, "m1", at(0))
    assert (line.text, line.at, kept.subject, kept.width, kept.height) == ("[图片]", at(1), "staff", 60, 40)
    assert (sent.at, sent.text, sent.state) == (line.at, line.text, "queued")

    posted = Posted()
    (notice,) = await notices(database, "handoff.picture")
    await deliver(database, WithHandoff(posted, database), notice.id, _Clock())
    assert [(one.text, one.picture) for one in posted.sent] == [("", file)]


async def test_a_first_answer_says_that_staff_are_here_and_a_picture_that_is_gone_is_not_sent(
    database: Database,
) -> None:
    posted = Posted()
    sender = WithHandoff(posted, database)
    await sender.send(Outgoing("m1", "handoff.answer", "您好", {"first": "1"}))
    await sender.send(Outgoing("m1", "handoff.answer", "请讲"))
    await sender.send(Outgoing("m1", "events.booked", "报名成功", {"title": "相亲"}))
    gone = await sender.send(Outgoing("m1", "handoff.picture", "[图片]", {"attachment": "nothing"}))
    assert [one.text for one in posted.sent] == ["【工作人员已接入】您好", "请讲", "报名成功"]
    assert posted.sent[2].facts == {"title": "相亲"}
    assert gone == Outcome("failed", GONE)


async def test_ratings_are_of_ones_own_talk_alone(database: Database) -> None:
    code = code_in(await ends(database, await talked(database)))
    foreign = f"评价 {code} 1"
    assert await do(database, lambda s: coded_replies().answer(s, NoQueue(), "m2", foreign, at(5), "k")) is None
    assert await states(database) == ["ended"]
    assert (await case(database, 1)).rating is None


async def test_attachments_of_staff_go_with_the_member(database: Database) -> None:
    case_id = await asks(database, "m1")
    await do(database, lambda s: answer_picture(s, NoQueue(), case_id, "小李", picture(), at(1), "k"))
    async with database.read() as session:
        assert (await session.scalars(select(Attachment.member_id))).all() == ["m1"]


class _Clock:
    def now(self) -> Any:
        return at(1)
