"""Demo windows of legal aid, counselling and mediation, from demo_appointments.yml."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo_files import Entry, Hours, read_checked
from union.legal_aid.models import Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.records import LawyerLeave, WindowClosure
from union.legal_aid.services import NAMES
from union.notices.models import PENDING, Notice

FILE = Path(__file__).with_name("demo_appointments.yml")
_NO_SYNC = {"synchronize_session": False}


class Sitting(Entry):
    """When somebody sits; `nth` once a month."""

    weekday: int = Field(ge=1, le=7)
    nth: int | None = None
    when: list[str]


class PersonEntry(Entry):
    """A lawyer, counsellor or mediator."""

    id: str
    name: str
    staff: str | None = Field(default=None, description="name of their account, of demo_data.yml")
    sits: list[Sitting]


class WindowEntry(Entry):
    """A window and who sits there."""

    id: str
    name: str
    service: Literal["legal", "counselling", "mediation"] = "legal"
    level: Literal["", "company", "town", "district"] = ""
    privacy: Literal["ordinary", "private"] = "ordinary"
    city: str
    district: str
    place: str
    ways: Literal["window", "telephone", "both"] = "window"
    people: list[PersonEntry]


class DemoWindows(Entry):
    """The whole file."""

    hours: dict[str, Hours]
    windows: list[WindowEntry]


async def load(session: AsyncSession) -> str:
    """Add the windows that are missing; returns a line to print, empty where there was nothing to add."""
    file = read_checked(FILE, DemoWindows)
    added: dict[str, int] = {}
    for entry in file.windows:
        if await session.get(LegalWindow, entry.id) is None:
            await _add(session, file, entry)
            added[entry.service] = added.get(entry.service, 0) + len(entry.people)
    counted = "，".join(f"{NAMES[service]} {people} 位" for service, people in added.items())
    return f"演示咨询窗口：{counted}" if added else ""


async def remove(session: AsyncSession, now: datetime) -> None:
    """All demo windows with their appointments; nothing about those is sent any more."""
    lawyers = select(Lawyer.id).where(Lawyer.demo)
    gone = Appointment.lawyer_id.in_(lawyers)
    subjects = select("appointment:" + Appointment.id).where(gone)
    silent = update(Notice).where(Notice.about.in_(subjects), Notice.state.in_(PENDING))
    await session.execute(silent.values(state="cancelled", done_at=now), execution_options=_NO_SYNC)
    await session.execute(delete(Appointment).where(gone), execution_options=_NO_SYNC)
    for table in (LawyerLeave, RotaDay):
        await session.execute(delete(table).where(table.lawyer_id.in_(lawyers)), execution_options=_NO_SYNC)
    windows = select(LegalWindow.id).where(LegalWindow.demo)
    await session.execute(delete(WindowClosure).where(WindowClosure.window_id.in_(windows)), execution_options=_NO_SYNC)
    await session.execute(delete(Lawyer).where(Lawyer.demo), execution_options=_NO_SYNC)
    await session.execute(delete(LegalWindow).where(LegalWindow.demo), execution_options=_NO_SYNC)


async def _add(session: AsyncSession, file: DemoWindows, entry: WindowEntry) -> None:
    session.add(LegalWindow(**entry.model_dump(exclude={"people"}), demo=True))
    await session.flush()
    for person in entry.people:
        session.add(Lawyer(id=person.id, window_id=entry.id, name=person.name, staff=person.staff, demo=True))
    await session.flush()
    session.add_all(rota(file, entry))
    await session.flush()


def rota(file: DemoWindows, entry: WindowEntry) -> list[RotaDay]:
    """A row a person, weekday and part of the day."""
    return [
        RotaDay(
            lawyer_id=person.id,
            weekday=sitting.weekday - 1,
            nth=sitting.nth,
            starts=file.hours[part].starts,
            ends=file.hours[part].ends,
        )
        for person in entry.people
        for sitting in person.sits
        for part in sitting.when
    ]
