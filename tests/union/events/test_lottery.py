"""A draw that anybody can check, once, whoever cancels meanwhile."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member, notices
from tests.union.events.helpers import book, check_numbers, counts, until_nothing_is_due
from tests.union.races import Job, in_threads
from union.events import fair_draw
from union.events import service as events
from union.events.fair_draw import UnfairError, verify_draw
from union.events.files import build_draw
from union.events.models import Booking
from union.events.service import Cancelled, DrawDone, Entered, Person, Refused
from union.notices.service import NoQueue

NO = NoQueue()
CLOSES = WEDNESDAY + timedelta(days=3)
DRAWN = CLOSES + timedelta(minutes=10)
PEOPLE = 12


async def open_lottery(database: Database, **values: Any) -> list[Booking]:
    """A lottery with twelve entries."""
    await add_rows(database, event(way="lottery", sign_up_closes=CLOSES, **values), build_draw("party", CLOSES))
    await add_rows(database, *[member(number) for number in range(1, PEOPLE + 1)])
    entered = [await book(database, f"m{number}") for number in range(1, PEOPLE + 1)]
    assert all(isinstance(entry, Entered) for entry in entered)
    return [entry.booking for entry in entered if isinstance(entry, Entered)]


async def published(database: Database) -> Any:
    async with database.read() as session:
        return await events.publication(session, "party")


async def statuses(database: Database) -> dict[str, int]:
    async with database.read() as session:
        numbers = await events.attendance(session, "party")
    assert numbers is not None
    return numbers.places


async def draw(database: Database) -> Any:
    return await database.transact(lambda s: events.draw(s, NO, "party", by="小李", now=DRAWN))


async def test_the_whole_way_of_a_lottery(database: Database) -> None:
    entries = await open_lottery(database, capacity=5)
    assert await counts(database) == (0, 0)
    before = await published(database)
    assert set(before) == {"session", "seed_hash"}
    assert await draw(database) == Refused("too_early")

    await until_nothing_is_due(database, CLOSES)
    listed = await published(database)
    assert await book(database, "late", now=CLOSES) == Refused("closed", "11月21日（周六）10:00")
    await until_nothing_is_due(database, DRAWN)

    shown = await published(database)
    assert listed["seed_hash"] == before["seed_hash"]
    assert "seed" not in listed
    assert shown["entries_hash"] == listed["entries_hash"]
    assert len(verify_draw(shown)) == 5
    assert await statuses(database) == {"won": 5, "waitlisted": 7}
    assert len(await notices(database, "events.drawn")) == PEOPLE
    async with database.read() as session:
        proof = await events.my_entry(session, "m1", entries[0].id)
        assert await events.my_entry(session, "m2", entries[0].id) is None
        file = await events.export_publication(session, "party")
    assert proof is not None
    assert proof.hash in [entry["hash"] for entry in shown["entries"]]
    assert fair_draw.sha256(f"{proof.code}:{proof.salt}") == proof.hash
    assert verify_draw(json.loads(file or "")) == shown["winners"]
    await check_numbers(database)


async def test_winners_confirm_or_their_places_go_on_in_drawn_order(database: Database) -> None:
    entries = await open_lottery(database, capacity=2)
    await until_nothing_is_due(database, CLOSES)
    await until_nothing_is_due(database, DRAWN)
    hashes = {}
    async with database.read() as session:
        for entry in entries:
            proof = await events.my_entry(session, entry.member_id, entry.id)
            assert proof is not None
            hashes[proof.hash] = entry
    shown = await published(database)
    first, second = [hashes[hash_] for hash_ in shown["winners"]]
    next_one = hashes[shown["waiting"][0]]

    confirmed = await database.transact(lambda s: events.accept(s, NO, first.member_id, first.id, key="yes", now=DRAWN))
    await until_nothing_is_due(database, DRAWN + timedelta(hours=24))

    assert isinstance(confirmed, events.Booked)
    async with database.read() as session:
        assert (await session.get_one(Booking, first.id)).status == "booked"
        assert (await session.get_one(Booking, second.id)).status == "passed_on"
        assert (await session.get_one(Booking, next_one.id)).status == "offered"
    await check_numbers(database)


async def test_men_and_women_are_drawn_for_places_of_their_own(database: Database) -> None:
    await add_rows(
        database,
        event(way="lottery", sign_up_closes=CLOSES, quotas={"total": 4, "men": 2, "women": 2}),
        build_draw("party", CLOSES),
    )
    await add_rows(database, *[member(number) for number in range(1, 11)])
    for number in range(1, 11):
        await book(database, f"m{number}", person=Person(gender="female" if number > 7 else "male"))

    await until_nothing_is_due(database, CLOSES)
    await until_nothing_is_due(database, DRAWN)

    shown = await published(database)
    by_hash = {entry["hash"]: entry for entry in shown["entries"]}
    assert sorted(q for hash_ in shown["winners"] for q in by_hash[hash_]["quotas"] if q != "total") == [
        *("men", "men", "women", "women")
    ]
    await check_numbers(database)


async def test_who_withdraws_before_the_draw_is_left_out_and_the_list_stays(database: Database) -> None:
    entries = await open_lottery(database, capacity=PEOPLE)
    await until_nothing_is_due(database, CLOSES)
    gone = entries[0]
    out = await database.transact(lambda s: events.cancel(s, NO, gone.member_id, gone.id, key="c", now=CLOSES))

    await until_nothing_is_due(database, DRAWN)

    assert isinstance(out, Cancelled)
    assert len(verify_draw(await published(database))) == PEOPLE - 1


async def test_a_draw_happens_once_also_when_many_ask(database: Database) -> None:
    await open_lottery(database, capacity=5)
    await until_nothing_is_due(database, CLOSES)

    results = await asyncio.to_thread(in_threads, database.url, [draw] * 6)

    assert {tuple(result.winners) for result in results if isinstance(result, DrawDone)} == {tuple(results[0].winners)}
    assert await statuses(database) == {"won": 5, "waitlisted": 7}
    await check_numbers(database)


async def test_a_draw_against_cancelling_loses_no_place(database: Database) -> None:
    entries = await open_lottery(database, capacity=5)
    await until_nothing_is_due(database, CLOSES)

    def leave(entry: Booking) -> Job[Any]:
        return lambda db: db.transact(
            lambda s: events.cancel(s, NO, entry.member_id, entry.id, key=f"c{entry.id}", now=DRAWN)
        )

    jobs: list[Job[Any]] = [leave(entry) for entry in entries[:6]]
    results = await asyncio.to_thread(in_threads, database.url, [draw, *jobs])

    assert isinstance(results[0], DrawDone)
    assert all(isinstance(result, Cancelled) for result in results[1:])
    verify_draw(await published(database))
    await check_numbers(database)
    now = await statuses(database)
    assert now.get("won", 0) + now.get("offered", 0) == 5


@pytest.mark.parametrize(
    "cheat",
    [
        lambda p: p.update(seed="another"),
        lambda p: p["entries"].pop(),
        lambda p: p["entries"][0].update(rank=-1),
        lambda p: p["winners"].reverse(),
    ],
)
def test_a_cheat_is_found_out(cheat: Callable[[Any], Any]) -> None:
    shown = publication_of(9, 4)
    cheat(shown)
    with pytest.raises(UnfairError):
        verify_draw(shown)


@given(st.integers(0, 40), st.integers(0, 20))
def test_a_draw_fills_the_places_and_no_more(people: int, places: int) -> None:
    drawn = fair_draw.draw(publication_of(people, places))
    assert len(drawn.winners) == min(people, places)
    assert len(drawn.winners) + len(drawn.waiting) == people


def test_everybody_has_the_same_chance() -> None:
    wins = [0] * 10
    for number in range(2_000):
        shown = publication_of(10, 3, seed=f"seed-{number}")
        hashes = [entry["hash"] for entry in shown["entries"]]
        for winner in shown["winners"]:
            wins[hashes.index(winner)] += 1
    assert all(500 < won < 700 for won in wins)  # 600 each; five standard deviations are 102


def publication_of(people: int, places: int, seed: str = "seed") -> Any:
    entries = [
        {"hash": fair_draw.sha256(str(n)), "rank": 0, "places": 1, "quotas": ["total"], "withdrawn": False}
        for n in range(people)
    ]
    shown: dict[str, Any] = {"seed": seed, "seed_hash": fair_draw.seed_hash(seed), "quotas": {"total": places}}
    shown |= {"entries": entries}
    shown["entries_hash"] = fair_draw.entries_hash(shown)
    return shown | {"winners": fair_draw.draw(shown).winners}
