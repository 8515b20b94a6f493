"""A batch under its minimum: staff are warned, it is called off, days come back, and others are offered."""

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import notices
from tests.union.events.helpers import book, check_numbers, status, until_nothing_is_due
from tests.union.excursions.helpers import DAY, batch, booking_of, check_ledger, left, prepare
from union.events import service as events
from union.excursions import service as excursions

DEADLINE = WEDNESDAY + 8 * DAY


async def warnings(database: Database) -> list[tuple[str, int]]:
    async with database.read() as session:
        return [(one.session_id, one.places) for one in await excursions.batch_steps(session) if one.what == "short"]


async def test_staff_hear_once_that_a_batch_is_short(database: Database) -> None:
    short = batch("b1", 2, min_group=4, group_deadline=DEADLINE)
    enough = batch("b2", 2, min_group=2, group_deadline=DEADLINE, starts=WEDNESDAY + 20 * DAY)
    await prepare(database, short, enough)
    await book(database, "m1", event_id="b1")
    await book(database, "m2", event_id="b2", places=2)

    await until_nothing_is_due(database, DEADLINE - 4 * DAY)
    assert await warnings(database) == []
    for _ in range(2):
        await until_nothing_is_due(database, DEADLINE - 3 * DAY)

    assert await warnings(database) == [("b1", 3)]
    async with database.read() as session:
        state = await excursions.batch_state(session, "b1")
    assert state is not None
    assert (state.min_group, state.missing, state.taken) == (4, 3, 1)


async def test_a_group_that_stays_short_is_called_off_and_its_members_get_their_days_and_offers(
    database: Database,
) -> None:
    short = batch("b1", 3, min_group=4, group_deadline=DEADLINE)
    others = [
        batch("b2", 5, starts=WEDNESDAY + 20 * DAY, title="五日线路甲"),
        batch("b3", 2, starts=WEDNESDAY + 30 * DAY, title="两日线路乙"),
    ]
    away = batch("b4", 2, starts=WEDNESDAY + 16 * DAY, title="两日线路丙")
    await prepare(database, short, *others, away)
    first = booking_of(await book(database, "m1", event_id="b1", places=2))
    await book(database, "m2", event_id="b1")
    await book(database, "m2", event_id="b4")

    await until_nothing_is_due(database, DEADLINE)

    assert await status(database, first.id) == "cancelled"
    assert [(await left(database, member)).days for member in ("m1", "m2")] == [5, 3]
    told = {notice.member_id: notice.text for notice in await notices(database, "events.group")}
    assert "没有成团" in told["m1"]
    assert "五日线路甲" in told["m1"]
    assert "五日线路甲" not in told["m2"]  # three days are left, and five are needed
    assert "两日线路乙" in told["m2"]
    assert "两日线路丙" not in told["m2"]  # booked already
    await check_ledger(database)
    await check_numbers(database)


async def test_a_batch_that_staff_call_off_gives_back_once(database: Database) -> None:
    await prepare(database, batch())
    await book(database, "m1", event_id="b1")

    for key in ("k1", "k2"):
        await database.transact(
            lambda s, key=key: events.call_off_session(s, "b1", "台风", key=key, by="小李", now=WEDNESDAY)  # type: ignore[misc]
        )

    assert (await left(database)).days == 5
    await check_ledger(database)
