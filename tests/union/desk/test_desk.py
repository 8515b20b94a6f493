"""Canned replies, labels, notes and the member card, on both databases."""

from functools import partial

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows
from union.conversations.models import Tracker
from union.conversations.reply import Understanding
from union.conversations.service import record
from union.desk.canned import Refused, Saved, canned, put_canned, remove_canned
from union.desk.card import card, contact
from union.desk.labels import add_label, labels, labels_of, put_labels, remove_label
from union.desk.models import CannedReply, CaseLabel, CaseNote, DeskLabel
from union.desk.notes import Noted, add_note, notes_of
from union.handoff import holding
from union.handoff.service import end, request_handoff
from union.members.service import remember_contact
from union.notices.service import NoQueue
from union.staff.scope import Scope
from union.voices.models import Suggestion

pytestmark = pytest.mark.usefixtures("members")
ELSEWHERE = Scope(path="elsewhere/")


@pytest.fixture(autouse=True)
async def nothing_yet(database: Database) -> None:
    """Without what the migration brings: the tests of a database emptied by another one have none of it either."""

    async def work(session: AsyncSession) -> None:
        for table in (CannedReply, DeskLabel):
            await session.execute(delete(table))

    await database.transact(work)


async def case_of(database: Database, member: str = "m1") -> int:
    queued = await database.transact(lambda s: request_handoff(s, member, "欠薪", WEDNESDAY))
    return queued.case_id


async def test_shared_replies_are_an_admins_and_own_ones_each_ones(database: Database) -> None:
    async def put(
        s: AsyncSession, staff: str, *, shared: bool, is_admin: bool = False, reply_id: int | None = None
    ) -> object:
        wanted = {"staff": staff, "shared": shared, "is_admin": is_admin, "reply_id": reply_id}
        return await put_canned(s, "问候", "您好{姓名}", **wanted)  # type: ignore[arg-type]

    refused = await database.transact(lambda s: put(s, "李敏", shared=True))
    assert refused == Refused("not_yours")
    shared = await database.transact(lambda s: put(s, "管理", shared=True, is_admin=True))
    own = await database.transact(lambda s: put(s, "李敏", shared=False))
    assert isinstance(shared, Saved) and isinstance(own, Saved)

    async with database.read() as session:
        assert [one.id for one in await canned(session, "李敏")] == [shared.id, own.id]
        assert [one.id for one in await canned(session, "王芳")] == [shared.id]
    for verb in (
        lambda s: put(s, "王芳", shared=False, reply_id=own.id),
        lambda s: remove_canned(s, own.id, staff="管理", is_admin=True),
        lambda s: remove_canned(s, shared.id, staff="李敏", is_admin=False),
    ):
        assert await database.transact(verb) == Refused("not_yours")
    assert await database.transact(lambda s: remove_canned(s, own.id, staff="李敏", is_admin=False)) == own
    assert await database.transact(lambda s: remove_canned(s, own.id, staff="李敏", is_admin=False)) == Refused(
        "unknown"
    )


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("", "x", "empty"),
        ("x", " ", "empty"),
        ("长" * 17, "x", "too_long"),
        ("x", "长" * 501, "too_long"),
        ("x", "{电话}", "variable"),
    ],
)
async def test_a_reply_that_is_not_right_is_refused(database: Database, title: str, text: str, reason: str) -> None:
    saved = await database.transact(lambda s: put_canned(s, title, text, staff="李敏", shared=False, is_admin=False))
    assert isinstance(saved, Refused) and saved.reason == reason


async def test_labels_are_put_on_a_case_and_go_with_it(database: Database) -> None:
    case = await case_of(database)
    first = await database.transact(lambda s: add_label(s, "待跟进", "amber"))
    again = await database.transact(lambda s: add_label(s, " 待跟进 "))
    other = await database.transact(lambda s: add_label(s, "已回访"))
    assert isinstance(first, DeskLabel) and isinstance(again, DeskLabel) and isinstance(other, DeskLabel)
    assert first.id == again.id

    assert await database.transact(lambda s: put_labels(s, case, [first.id, other.id, 404])) == [first.id, other.id]
    assert await database.transact(lambda s: put_labels(s, case, [other.id])) == [other.id]
    assert await database.transact(lambda s: put_labels(s, case, [first.id], scope=ELSEWHERE)) == Refused("unknown")
    async with database.read() as session:
        assert {key: [one.name for one in has] for key, has in (await labels_of(session, [case])).items()} == {
            case: ["已回访"]
        }
    await database.transact(lambda s: remove_label(s, other.id))
    async with database.read() as session:
        assert await labels_of(session, [case]) == {}
        assert [one.name for one in await labels(session)] == ["待跟进"]


async def test_notes_stay_among_staff_and_go_with_the_member(database: Database) -> None:
    case = await case_of(database)
    wrote = await database.transact(lambda s: add_note(s, case, " 已打过电话 ", staff="李敏", now=WEDNESDAY))
    assert isinstance(wrote, Noted)
    for text, scope in (("", Scope()), ("长" * 1001, Scope()), ("看不到的", ELSEWHERE)):
        verb = partial(add_note, case_id=case, text=text, staff="李敏", now=WEDNESDAY, scope=scope)
        refused = await database.transact(verb)
        assert isinstance(refused, Refused)
    async with database.read() as session:
        assert [(one.staff, one.text) for one in await notes_of(session, "m1")] == [("李敏", "已打过电话")]

    label = await database.transact(lambda s: add_label(s, "待跟进"))
    assert isinstance(label, DeskLabel)
    await database.transact(lambda s: put_labels(s, case, [label.id]))
    await database.transact(lambda s: holding.HOLDING.erase(s, NoQueue(), "m1", WEDNESDAY))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(CaseNote)) == 0
        assert await session.scalar(select(func.count()).select_from(CaseLabel)) == 0


async def test_the_card_tells_what_is_known_and_masks_who_it_is(database: Database) -> None:
    async def prepare(session: AsyncSession) -> None:
        await remember_contact(session, "m1", "王小明", "13812345678")
        missed = Understanding(intent="ask_program", confidence=0.7, outcome="not_found")
        await record(session, "m1", "member", "老板不给加班费", WEDNESDAY, missed)
        await record(session, "m1", "member", "好的", WEDNESDAY, Understanding(intent="affirm", confidence=0.9))
        first = await request_handoff(session, "m1", "欠薪", WEDNESDAY)
        await end(session, NoQueue(), first.case_id, "李敏", WEDNESDAY)
        await request_handoff(session, "m1", "疗休养", WEDNESDAY)

    await database.transact(prepare)
    state = b'{"slots": {"event": "x", "phone": null}, "form": "event_sign_up_form"}'
    row = Tracker(member_id="m1", version=1, state=state, last_key="", updated_at=WEDNESDAY)
    named = {"name": "王小明", "phone": "13812345678"}
    told = {"member_id": "m1", "topic": "其他", "text": "x", "created_at": WEDNESDAY}
    await add_rows(
        database,
        row,
        Suggestion(id="s1", number="JY-1", key="1", **told, **named),
        Suggestion(id="s2", number="JY-2", key="2", **told),
    )

    async with database.read() as session:
        shown = await card(session, "m1")
        assert shown is not None
        assert (shown.label, shown.phone) == ("王**", "138****5678")
        assert (shown.form, shown.filled) == ("event_sign_up_form", frozenset({"event"}))
        assert shown.missed == "老板不给加班费" and shown.understood is not None and "affirm" in shown.understood
        assert [(one.kind, one.title) for one in shown.entries] == [("suggestion", "其他"), ("case", "欠薪")]
        assert [one.number for one in shown.entries if one.kind == "suggestion"] == ["JY-1"]  # the nameless stays so
        assert await contact(session, "m1") == ("王小明", "13812345678")
        assert await card(session, "m1", scope=ELSEWHERE) is None
        assert await contact(session, "m1", scope=ELSEWHERE) == ("", "")
        assert await card(session, "nobody") is None
