"""Windows and verbs for the tests of appointments, each verb in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import notices
from union.coded.models import ReplyCode
from union.coded.service import CodedReplies, CodedReply
from union.legal_aid import service
from union.legal_aid.listing import find_appointment
from union.legal_aid.models import HOLDING, Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.replies import KINDS
from union.legal_aid.service import BookedSlot, FreeSlot, Refused
from union.notices.service import NoQueue

THURSDAY_NINE = WEDNESDAY + timedelta(hours=23)
HALF = timedelta(minutes=30)
FRIDAY_NINE = THURSDAY_NINE + timedelta(days=1)
NEXT_THURSDAY = THURSDAY_NINE + timedelta(days=7)
NO = NoQueue()
DESK = CodedReplies(KINDS)
STORY = "三个月没发工资"
MORNING = (time(9), time(11, 30))


def other_windows() -> list[object]:
    """Counselling on Fridays, by telephone too; mediation on Thursdays in the company, Fridays in town and district."""
    rows: list[object] = [
        LegalWindow(
            id="heart", name="心灵驿站", service="counselling", city="湖州市", district="吴兴区", place="三楼",
            phone="0572-00000000", ways="both", privacy="private",
        )
    ]  # fmt: skip
    levels: tuple[tuple[str, str, list[str]], ...] = (
        ("company", "企业", ["某某公司"]),
        ("town", "织里镇", ["织里镇"]),
        ("district", "吴兴区", []),
    )
    for level, name, areas in levels:
        rows.append(
            LegalWindow(
                id=f"peace-{level}", name=f"{name}调解室", service="mediation", level=level, city="湖州市",
                district="吴兴区", areas=areas, place=name,
            )
        )  # fmt: skip
    rows.append(Lawyer(id="zhao", window_id="heart", name="赵老师", staff="赵"))
    rows.append(RotaDay(lawyer_id="zhao", weekday=4, starts=MORNING[0], ends=MORNING[1]))
    for number, (level, _, _) in enumerate(levels):
        rows.append(Lawyer(id=f"m-{level}", window_id=f"peace-{level}", name=f"{level}调解员", staff=f"s-{level}"))
        weekday = 3 if number == 0 else 4
        rows.append(RotaDay(lawyer_id=f"m-{level}", weekday=weekday, starts=MORNING[0], ends=MORNING[1]))
    return rows


async def book(
    database: Database,
    member_id: str = "m1",
    start: datetime = THURSDAY_NINE,
    *,
    now: datetime = WEDNESDAY,
    **more: Any,
) -> BookedSlot | Refused:
    told: dict[str, Any] = {"topic": "欠薪", "description": STORY, "name": "王芳", "phone": "13800138000"}
    told["key"] = f"book:{member_id}:{start}:{more.get('lawyer_id')}"

    async def work(session: AsyncSession) -> BookedSlot | Refused:
        return await service.book(session, NO, member_id, start, now=now, **{**told, **more})

    return await database.transact(work)


async def booked(
    database: Database, member_id: str = "m1", start: datetime = THURSDAY_NINE, **more: Any
) -> Appointment:
    outcome = await book(database, member_id, start, **more)
    assert isinstance(outcome, BookedSlot), outcome
    return outcome.appointment


async def change(
    database: Database, mine: Appointment, start: datetime, *, now: datetime = WEDNESDAY, **more: Any
) -> Any:
    key = more.pop("key", f"change:{start}")
    who = more.pop("member_id", mine.member_id)

    async def work(session: AsyncSession) -> Any:
        return await service.change(session, NO, who, mine.id, start, key=key, now=now, **more)

    return await database.transact(work)


async def cancel(database: Database, mine: Appointment, *, now: datetime = WEDNESDAY, key: str = "cancel") -> Any:
    return await database.transact(
        lambda s: service.cancel(s, mine.member_id, mine.id, key=f"{key}:{mine.id}", now=now, queue=NO)
    )


async def wait(database: Database, mine: Appointment, *, now: datetime = WEDNESDAY, **more: Any) -> Any:
    return await database.transact(lambda s: service.wait_for_earlier(s, mine.member_id, mine.id, now=now, **more))


async def sweep(database: Database, now: datetime) -> None:
    while await database.transact(lambda s: service.sweep(s, NO, now)):
        pass


async def say(
    database: Database, member_id: str, text: str, *, now: datetime = WEDNESDAY, key: str = "k"
) -> CodedReply:
    reply = await database.transact(lambda s: DESK.answer(s, NO, member_id, text, now, key))
    assert reply is not None
    return reply


async def code_of(database: Database, member_id: str, kind: str = "legal.offer") -> str:
    """The code the member has not answered yet."""
    which = (ReplyCode.member_id == member_id, ReplyCode.kind == kind, ReplyCode.answered_at.is_(None))
    async with database.read() as session:
        return (await session.scalars(select(ReplyCode.code).where(*which))).one()


async def offers(database: Database) -> list[tuple[str, str, datetime]]:
    """Whom what is kept for: member, lawyer, beginning."""
    query = select(Appointment).where(Appointment.status == "offered").order_by(Appointment.created_at)
    async with database.read() as session:
        found = (await session.scalars(query)).all()
    return [(one.member_id, one.lawyer_id, one.starts_at) for one in found]


async def again(database: Database, mine: Appointment) -> Appointment:
    """The appointment as it is now."""
    async with database.read() as session:
        found = await find_appointment(session, Appointment.id == mine.id)
    assert found is not None
    return found


async def free(database: Database, now: datetime = WEDNESDAY, days: int = 10, **more: Any) -> list[FreeSlot]:
    async with database.read() as session:
        return await service.free_slots(session, now, days, **more)


async def texts_of(database: Database, kind: str) -> list[str]:
    return [notice.text for notice in await notices(database, kind)]


async def check_slots(database: Database) -> None:
    """Nobody and no lawyer is in two places at once; whoever is kept a slot has something to move there."""
    async with database.read() as session:
        held = (await session.scalars(select(Appointment).where(Appointment.status.in_(HOLDING)))).all()
    for who in ("lawyer_id", "member_id"):
        times = [(getattr(one, who), one.starts_at) for one in held]
        if who == "lawyer_id":
            assert len(times) == len(set(times)), times
    for kept in held:
        if kept.status == "offered":
            assert kept.until is not None
            assert kept.instead_of is not None or kept.previous_id is not None


def starts(slots: Sequence[FreeSlot]) -> list[str]:
    return [f"{slot.starts_at:%m-%d %H:%M} {slot.lawyer_id}" for slot in slots]
