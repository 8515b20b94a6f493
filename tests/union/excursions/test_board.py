"""What staff look at and find, and lists of grants; on both databases."""

from typing import Any

from sqlalchemy import update

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.events.helpers import book
from tests.union.excursions.helpers import DAY, KIND, NO, batch, booking_of, left, prepare
from tests.union.roster.helpers import CARD, PHONE, WANG, add, plant, try_to_bind
from union.events.models import Booking
from union.events.service import Refused
from union.excursions import board, finding, grant_list
from union.excursions import service as excursions
from union.excursions.service import Amount, Granted
from union.roster.service import Bound, Record
from union.staff.scope import EVERYTHING, Scope

HERE = Scope("hangzhou/shangcheng/", city="杭州市", district="上城区")
ELSEWHERE = Scope("zhenhai/", city="宁波市", district="镇海区")


async def bound(database: Database) -> None:
    """m1 is 王芳 of 湖滨街道; 李四 stands on the roster, and is bound to nobody."""
    await plant(database)
    await add(database, ("hubin", WANG), ("hubin", Record("李四", "33010002", "13900139002")))
    assert isinstance(await try_to_bind(database), Bound)


async def found(database: Database, wanted: str, scope: Scope = EVERYTHING) -> list[finding.Found]:
    async with database.read() as session:
        return await finding.find_members(session, database.keyring, wanted, scope)


async def test_batches_with_a_group_or_an_entitlement_are_shown_in_their_area(database: Database) -> None:
    group = {"min_group": 5, "group_deadline": WEDNESDAY + 5 * DAY}
    await prepare(database, batch(capacity=4), batch("b2", kind="徒步", days=1, starts=WEDNESDAY + 20 * DAY, **group))
    booked = booking_of(await book(database, "m1", event_id="b1"))
    await book(database, "m2", event_id="b2")
    await database.transact(lambda s: s.execute(update(Booking).where(Booking.id == booked.id).values(status="won")))

    async with database.read() as session:
        shown = await board.batches(session, WEDNESDAY, HERE)
        assert await board.batches(session, WEDNESDAY, ELSEWHERE) == []
        assert await board.batches(session, WEDNESDAY, past=True) == []
        offered = await board.offers(session, "b1", HERE)
        assert await board.offers(session, "b1", ELSEWHERE) == []
        assert await board.find_batch(session, "b1", ELSEWHERE) is None
        assert [kind for kind, _ in await board.kinds(session)] == [KIND]

    assert [(one.meeting.id, one.offered, one.state.missing) for one in shown] == [("b1", 1, 0), ("b2", 0, 4)]
    assert [(one.name, one.people, one.status) for one in offered] == [("王*", 1, "won")]


async def test_a_member_is_found_by_phone_card_and_code_within_the_scope(database: Database) -> None:
    await prepare(database, batch())
    await bound(database)
    booking = booking_of(await book(database, "m2", event_id="b1"))

    for wanted in (PHONE, f" {CARD} ", "+86 138 0013 8000"):
        [one] = await found(database, wanted)
        assert (one.member_id, one.name) == ("m1", "王*")
        assert one.union.endswith("湖滨街道总工会")
        assert await found(database, wanted, ELSEWHERE) == []
    assert [one.member_id for one in await found(database, PHONE, HERE)] == ["m1"]
    assert [one.member_id for one in await found(database, booking.code.lower())] == ["m2"]
    assert await found(database, booking.code, HERE) == []
    assert await found(database, "13900139002") == []
    async with database.read() as session:
        assert await finding.contact(session, "m1", HERE) == f"王芳　{PHONE}"
        assert await finding.contact(session, "m1", ELSEWHERE) == ""
        assert await finding.found_member(session, "m1", ELSEWHERE) is None


async def test_a_list_is_read_and_every_wrong_row_named(database: Database) -> None:
    await prepare(database)
    await bound(database)
    rows: list[tuple[int, dict[str, str]]] = [
        (2, {grant_list.WHO: CARD, "天数": "2", "补贴（元）": "1200", "次数": ""}),
        (3, {grant_list.WHO: PHONE, "天数": "1"}),
        (4, {grant_list.WHO: "13900139002", "天数": "1"}),
        (5, {grant_list.WHO: "99999999", "天数": "1"}),
        (6, {grant_list.WHO: "", "天数": "1"}),
        (7, {grant_list.WHO: CARD, "天数": "=1+1"}),
        (8, {grant_list.WHO: CARD}),
    ]

    lines, wrong = grant_list.read_lines(rows)
    async with database.read() as session:
        listed = await grant_list.resolve(session, database.keyring, lines, HERE)
        elsewhere = await grant_list.resolve(session, database.keyring, lines, ELSEWHERE)

    assert [(one.number, one.why) for one in wrong] == [
        (6, "没有填会员卡号或手机号"),
        (7, "天数要写 0 到 366 的整数"),
        (8, "天数、补贴和次数都没有填"),
    ]
    assert [(one.number, one.why) for one in listed.problems] == [
        (3, "和第 2 行是同一位会员"),
        (4, "名册里有这位会员，但还没有绑定微信"),
        (5, "名册里没有这个卡号或手机号"),
    ]
    assert listed.entries == ({"member_id": "m1", "days": 2, "yuan": 1200, "segments": 0},)
    assert (listed.total("days"), elsewhere.entries) == (2, ())
    assert [one.why for one in elsewhere.problems] == ["名册里没有这个卡号或手机号"] * 4


async def test_staff_of_another_union_grant_nothing_and_hand_out_no_places(database: Database) -> None:
    await prepare(database, batch(capacity=4))
    await bound(database)

    async def give(scope: Scope) -> Any:
        return await database.transact(
            lambda s: excursions.grant(s, "m1", KIND, Amount(1), key=scope.city, by="小李", now=WEDNESDAY, scope=scope)
        )

    async def hand(scope: Scope) -> Any:
        return await database.transact(
            lambda s: excursions.allot(
                s, NO, "b1", "东分会", 2, until=WEDNESDAY + DAY, key=scope.city, by="x", now=WEDNESDAY, scope=scope
            )
        )

    lines = [{"member_id": "m1", "days": 1}]
    many = await database.transact(
        lambda s: excursions.grant_many(s, KIND, lines, key="l", by="x", now=WEDNESDAY, scope=ELSEWHERE)
    )
    assert many == Refused("bad_terms", "1: member_id: unknown")
    assert await give(ELSEWHERE) == Refused("unknown", "m1")
    assert await give(HERE) == Granted(1)
    assert await left(database) == Amount(6, 3000, 2)
    assert await hand(ELSEWHERE) == Refused("unknown")
    assert await hand(HERE) == excursions.Allotted("东分会", 2)
    terms = await database.transact(lambda s: excursions.set_terms(s, KIND, {"days": 99}, HERE))
    assert terms == Refused("unknown", KIND)
    async with database.read() as session:
        assert await excursions.ledger(session, "m1", KIND, WEDNESDAY, ELSEWHERE) == []
        assert len(await excursions.export_ledger(session, KIND, ELSEWHERE)) == 1
        assert len(await excursions.export_ledger(session, KIND, HERE)) == 2
