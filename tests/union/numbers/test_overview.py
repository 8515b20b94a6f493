"""The numbers of a period: desk, events, lawyers, and the sheets they are taken away on."""

from datetime import date, timedelta

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, legal_window, member
from union.events.models import Booking
from union.events.records import Rating
from union.handoff.models import HandoffCase
from union.legal_aid.models import Appointment
from union.numbers.measures import measures
from union.numbers.overview import Overview, overview, tables
from union.numbers.period import Period
from union.staff.scope import EVERYTHING, Scope

WEEK = Period(date(2026, 11, 18), date(2026, 11, 25))
ELSEWHERE = Scope("nb/", city="宁波市")


def case(who: int, *, waited: int | None = None, **values: object) -> HandoffCase:
    taken = None if waited is None else WEDNESDAY + timedelta(minutes=waited)
    state = "ended" if waited is not None else "waiting"
    columns = {"topic": "欠薪", "state": state, "asked_at": WEDNESDAY, "taken_at": taken}
    return HandoffCase(member_id=f"m{who}", **{**columns, **values})


def booking(number: int, status: str, places: int = 1) -> Booking:
    return Booking(
        id=f"b{number}",
        event_id="party",
        session_id="party",
        member_id=f"m{number}",
        scope="party",
        places=places,
        quota_ids=[],
        name="王",
        phone="1",
        status=status,
        code=f"C{number}",
        key=f"k{number}",
        created_at=WEDNESDAY,
    )


def appointment(number: int, topic: str, *, status: str = "booked", district: str = "") -> Appointment:
    starts = WEDNESDAY + timedelta(days=number)
    return Appointment(
        id=f"a{number}",
        lawyer_id="wang",
        member_id=f"m{number}",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=30),
        topic=topic,
        description="",
        name="王",
        phone="1",
        district=district,
        status=status,
        code=f"L{number}",
        key=f"l{number}",
        created_at=WEDNESDAY,
    )


async def read(database: Database, scope: Scope = EVERYTHING) -> Overview:
    async with database.read() as session:
        return await overview(session, WEEK, scope)


async def test_waiting_is_told_by_half_and_by_nine_in_ten(database: Database) -> None:
    await add_rows(database, *(member(n) for n in range(13)))
    cases = [case(n, waited=n, rating=4 if n < 2 else None) for n in range(10)]
    over_night = case(11, waited=600, number="L1118-001")
    await add_rows(database, *cases, case(10), over_night, case(12, waited=0, asked_at=WEDNESDAY - timedelta(days=30)))

    desk = (await read(database)).desk
    values = (await read(database)).values()

    assert (desk.cases, desk.taken, desk.visits) == (12, 11, 12)
    assert (values["half"], values["most"], values["marks"]) == ("5 分钟", "9 分钟", "4.0（2 人）")
    assert desk.topics == [("欠薪", 12)]
    assert (await read(database, ELSEWHERE)).desk.cases == 0


async def test_places_are_counted_by_what_became_of_them(database: Database) -> None:
    await add_rows(database, *(member(n) for n in range(6)), event(), event("off", kind="演出", status="called_off"))
    statuses = ["checked_in", "checked_in", "no_show", "booked", "cancelled", "waitlisted"]
    await add_rows(database, *(booking(n, status, places=2) for n, status in enumerate(statuses)))
    rating = Rating(booking_id="b0", session_id="party", asked_at=WEDNESDAY, stars=5, rated_at=WEDNESDAY)
    await add_rows(database, rating)

    shown = await read(database)

    [party] = shown.gatherings
    assert (party.kind, party.sessions, party.signed_up, party.came, party.no_show) == ("相亲", 1, 8, 4, 2)
    assert (party.cancelled, party.stars, party.ratings) == (2, 5.0, 1)
    assert (shown.values()["signed_up"], shown.values()["came"]) == ("8", "67")
    assert (await read(database, ELSEWHERE)).gatherings == []


async def test_topics_are_counted_by_district_and_month(database: Database) -> None:
    await add_rows(database, *(member(n) for n in range(9)), *legal_window())
    booked = [
        appointment(1, "欠薪", district="吴兴区"),
        appointment(2, "欠薪", district="吴兴区"),
        appointment(3, "工伤"),
    ]
    await add_rows(database, *booked, appointment(4, "工伤", status="cancelled"), appointment(8, "加班"))

    legal = (await read(database)).legal

    assert legal.by(1, 2) == {("吴兴区", "欠薪"): 2, ("未注明", "工伤"): 1}
    assert legal.by(0) == {("2026-11",): 3}
    assert (await read(database, ELSEWHERE)).legal.cells.total() == 0
    assert (await read(database, Scope("huzhou/", city="湖州市"))).legal.cells.total() == 3


async def test_a_period_without_anything_says_so_and_divides_by_nothing(database: Database) -> None:
    values = (await read(database)).values()
    assert values.keys() == measures().keys()
    assert {values[one] for one in ("answered", "alone", "half", "most", "marks", "came")} == {"—"}


async def test_the_sheets_hold_each_number_with_its_definition(database: Database) -> None:
    sheets = tables(await read(database), {})
    assert [row[0] for row in sheets["数字"][2:]] == [one.name for one in measures().values()]
    assert all(row[3] for row in sheets["数字"][2:])
    assert len(sheets["咨询"]) == 1 + len(WEEK.steps())
    assert all(len(title) <= 31 for title in sheets)
