"""What staff do: terms, grants to one and to many, a member's ledger, rows to export."""

from typing import Any

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.events.helpers import book
from tests.union.excursions.helpers import KIND, allot, batch, check_ledger, left, lines, prepare
from union.events.service import Booked, Person, Refused
from union.excursions import service as excursions
from union.excursions.service import Amount, Granted


async def give(
    database: Database, amount: Amount, *, key: str = "g", member: str = "m1", **more: Any
) -> Granted | Refused:
    return await database.transact(
        lambda s: excursions.grant(s, member, KIND, amount, key=key, by="小李", now=WEDNESDAY, **more)
    )


async def give_many(database: Database, *rows: dict[str, Any], key: str = "list") -> Granted | Refused:
    return await database.transact(lambda s: excursions.grant_many(s, KIND, rows, key=key, by="小李", now=WEDNESDAY))


async def test_a_grant_makes_a_longer_trip_possible_and_counts_once(database: Database) -> None:
    await prepare(database, batch(days=7))
    assert (await book(database, "m1", event_id="b1")).reason == "entitlement"  # type: ignore[union-attr]

    for _ in range(2):
        assert await give(database, Amount(days=2, yuan=1200)) == Granted(1)

    assert await left(database) == Amount(7, 4200, 2)
    assert isinstance(await book(database, "m1", event_id="b1"), Booked)
    await check_ledger(database)


async def test_no_more_is_taken_back_than_is_left(database: Database) -> None:
    await prepare(database, batch(days=3))
    await book(database, "m1", event_id="b1")

    assert await give(database, Amount(days=-3)) == Refused("below_taken", "2 天，1200 元，1 次")
    assert await give(database, Amount(days=-2)) == Granted(1)

    assert await lines(database) == [("granted", 5), ("reserved", -3), ("granted", -2)]
    await check_ledger(database)


async def test_strangers_and_cycles_that_do_not_exist_are_refused(database: Database) -> None:
    await prepare(database, cycle_years=2)

    assert await give(database, Amount(1), member="nobody") == Refused("unknown", "nobody")
    assert await give(database, Amount(1), cycle=2027) == Refused("bad_terms", "cycle")
    assert await give(database, Amount(1), cycle=2028) == Granted(1)


async def test_a_list_is_granted_whole_or_not_at_all(database: Database) -> None:
    await prepare(database)
    good = {"member_id": "m1", "days": 1}

    wrong = await give_many(database, good, {"member_id": "m2", "days": "many"})
    assert isinstance(wrong, Refused)
    assert wrong.detail.startswith("2: days: ")
    assert await give_many(database, good, {"member_id": "m9"}) == Refused("bad_terms", "2: member_id: unknown")
    assert await give_many(database, good, good) == Refused("bad_terms", "2: member_id: is there twice")
    assert await lines(database) == []
    for _ in range(2):
        assert await give_many(database, good, {"member_id": "m2", "days": 2, "yuan": 500}) == Granted(2)

    assert (await left(database)).days == 6
    assert await left(database, "m2") == Amount(7, 3500, 2)
    await check_ledger(database)


async def test_terms_that_make_no_sense_are_refused_and_a_cycle_in_use_stays(database: Database) -> None:
    await prepare(database)
    await give(database, Amount(1))

    async def change(**terms: Any) -> Any:
        return await database.transact(lambda s: excursions.set_terms(s, KIND, terms))

    assert (await change(days=-1)).reason == "bad_terms"
    assert (await change(dayz=1)).reason == "bad_terms"
    assert (await change(cycle_years=2)).detail.startswith("cycle_years")
    assert (await change(days=9)).terms.days == 9
    assert (await left(database)).days == 6  # open accounts keep what they have
    assert (await left(database, "m2")).days == 9


async def test_the_export_says_whose_places_and_what_is_to_pay(database: Database) -> None:
    await prepare(database, batch(days=3, yuan=2000, yuan_per_day=600))
    await allot(database, "东分会", 2)
    await book(database, "m1", event_id="b1", places=2, person=Person(branch="东分会"))
    await book(database, "m2", event_id="b1", person=Person(branch="西分会"))

    async with database.read() as session:
        header, first, second = await excursions.export_batch(session, "b1")
        accounts = await excursions.export_ledger(session, KIND)

    assert header[-4:] == ["名额来源", "占用天数", "补贴（元）", "自费（元）"]
    assert first[-4:] == ["东分会", "3", "1800", "2200"]
    assert second[-4:] == ["公共名额", "3", "1800", "200"]
    assert [row[2:] for row in accounts[1:]] == [["2026", "5", "3", "2", "1200", "1"]] * 2
