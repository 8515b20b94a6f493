"""One member found and read as staff do, on both databases: by what they have at hand, and within the scope."""

import pytest
from sqlalchemy import update

from base.database import Database
from base.encryption import Keyring
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event
from tests.union.roster.helpers import CARD, PHONE, WANG, add, plant, try_to_bind
from union.dossier import steps
from union.dossier.card import card, copy_for
from union.dossier.finding import Hit, find_members
from union.dossier.timeline import timeline
from union.events.models import Booking
from union.handoff.service import request_handoff
from union.members.models import Member
from union.members.service import index_phones, remember_contact
from union.notices.service import NoQueue, queue_notice
from union.privacy.erasure import Outlook
from union.privacy.holdings import HOLDINGS
from union.privacy.models import Erasure
from union.roster.phones import PhoneRefused, PhoneTold
from union.roster.record import Record
from union.staff.scope import EVERYTHING, Scope
from union.voices.service import Draft, Submitted, submit

OURS, OTHERS = Scope("hangzhou/shangcheng/"), Scope("zhenhai/")
SECRET = "不想让人知道"


@pytest.fixture(autouse=True)
async def wang_is_bound(database: Database, members: list[str]) -> None:
    await plant(database)
    await add(database, ("hubin", WANG), ("riders", Record("李二", "33010002", "13800138002")))
    await try_to_bind(database)


async def found(database: Database, said: str, name: str = "", scope: Scope = EVERYTHING) -> list[Hit]:
    async with database.read() as session:
        return await find_members(session, database.keyring, said, name, scope=scope)


async def suggested(database: Database, name: str, key: str) -> str:
    draft = Draft("其他", SECRET, name, PHONE if name else "")
    sent = await database.transact(lambda s: submit(s, "m1", draft, key=key, now=WEDNESDAY))
    assert isinstance(sent, Submitted)
    return sent.suggestion.number


def ids(hits: list[Hit]) -> list[str | None]:
    return [hit.member_id for hit in hits]


async def test_phone_and_card_find_who_is_bound_and_who_is_not(database: Database) -> None:
    for said in (PHONE, "138 0013 8000", CARD, f" {CARD} "):
        assert ids(await found(database, said, scope=OURS)) == ["m1"]
    [unbound] = await found(database, "33010002")
    assert (unbound.member_id, unbound.name, unbound.union) == (None, "李二", "湖滨骑手工会")
    assert await found(database, "13700000000") == []
    assert await found(database, "王芳") == []


async def test_a_name_narrows_it_down(database: Database) -> None:
    assert ids(await found(database, PHONE, "王 芳")) == ["m1"]
    assert await found(database, PHONE, "王") == []
    assert await found(database, "33010002", "王芳") == []


async def test_a_phone_that_was_told_finds_who_is_on_no_roster_also_with_older_keys(
    database: Database, keyring: Keyring
) -> None:
    await database.transact(lambda s: remember_contact(s, "m2", "赵四", "13911112222"))
    assert ids(await found(database, "13911112222")) == ["m2"]
    assert await found(database, "13911112222", scope=OURS) == []
    newer = Keyring(["a newer one", "test-secret"])
    async with database.read() as session:
        assert ids(await find_members(session, newer, "13911112222")) == ["m2"]
    await database.transact(lambda s: remember_contact(s, "m2", "赵四", "13911113333"))
    assert await found(database, "13911112222") == []


async def test_phones_from_before_the_index_are_found_once_they_are_indexed(database: Database) -> None:
    await database.transact(lambda s: remember_contact(s, "m2", "赵四", "13911112222"))
    await database.transact(lambda s: s.execute(update(Member).values(phone_index=None)))
    assert await found(database, "13911112222") == []
    assert await database.transact(lambda s: index_phones(s, now=WEDNESDAY)) == 2
    assert await database.transact(lambda s: index_phones(s, now=WEDNESDAY)) == 0
    assert ids(await found(database, "13911112222")) == ["m2"]


async def test_numbers_find_their_owner_but_not_who_gave_no_name(database: Database) -> None:
    await add_rows(database, event())
    booking = Booking(
        id="b1", event_id="party", session_id="party", member_id="m1", scope="party", places=1, quota_ids=[]
    )
    booking.name, booking.phone, booking.code, booking.key, booking.created_at = (
        "王芳",
        PHONE,
        "K7M29QXP",
        "k",
        WEDNESDAY,
    )
    await add_rows(database, booking)
    named, nameless = await suggested(database, "王芳", "v1"), await suggested(database, "", "v2")
    assert ids(await found(database, "k7m29qxp")) == ["m1"]
    assert ids(await found(database, named.lower())) == ["m1"]
    assert await found(database, nameless) == []
    assert await found(database, "K7M29QXP", scope=OTHERS) == []


async def test_the_line_of_time_holds_all_matters_and_nothing_that_was_told(database: Database) -> None:
    await suggested(database, "王芳", "v1")
    await suggested(database, "", "v2")
    await database.transact(lambda s: request_handoff(s, "m1", "欠薪", WEDNESDAY))
    for kind in ("voices.answered", "matchmaking.asked"):
        await database.transact(
            lambda s, kind=kind: queue_notice(s, NoQueue(), "m1", kind, SECRET, WEDNESDAY, kind)  # type: ignore[misc]
        )
    async with database.read() as session:
        entries = await timeline(session, "m1", scope=OURS)
        nothing = await timeline(session, "m1", scope=OTHERS)
    assert sorted(entry.kind for entry in entries) == ["case", "notice", "suggestion"]
    assert SECRET not in str(entries)
    assert nothing == []


async def test_a_card_is_within_the_scope_and_a_copy_leaves_out_what_is_the_members_alone(database: Database) -> None:
    await suggested(database, "王芳", "v1")
    async with database.read() as session:
        mine = await card(session, "m1", HOLDINGS, scope=OURS)
        copy = await copy_for(session, "m1", HOLDINGS, scope=OURS)
        assert await card(session, "m1", HOLDINGS, scope=OTHERS) is None
        assert await copy_for(session, "m1", HOLDINGS, scope=OTHERS) is None
    assert mine is not None and copy is not None
    assert [one.path for one in mine.belongs] == ["杭州市总工会 › 上城区总工会 › 湖滨街道总工会"]
    assert PHONE not in str(mine.kept) and "王芳" not in str(mine.kept)
    assert set(copy.records) == {"个人资料", "会员绑定"}


async def test_steps_are_for_ones_own_members_alone(database: Database) -> None:
    queue = NoQueue()
    for scope, may in ((OTHERS, False), (OURS, True)):
        foreseen = await database.transact(
            lambda s, scope=scope: steps.foresee(s, HOLDINGS, "m1", scope=scope, now=WEDNESDAY)  # type: ignore[misc]
        )
        assert isinstance(foreseen, Outlook) is may
        told = await database.transact(
            lambda s, scope=scope: steps.tell_phone(s, "m1", "13900000001", scope=scope, key="k", now=WEDNESDAY)  # type: ignore[misc]
        )
        assert isinstance(told, PhoneTold if may else PhoneRefused)
        offered = await database.transact(
            lambda s, scope=scope: steps.offer_copy(s, queue, "m1", scope=scope, key="k", now=WEDNESDAY)  # type: ignore[misc]
        )
        erased = await database.transact(lambda s, scope=scope: steps.erase(s, "m1", scope=scope, now=WEDNESDAY))  # type: ignore[misc]
        assert (offered, erased) == (may, may)
        async with database.read() as session:
            assert (await session.get(Erasure, "m1") is not None) is may
            assert bool(await steps.contact_of(session, "m1", "phone", scope=scope)) is may
