"""Demo data: fictitious events, members and staff accounts, from demo_data.yml; windows from demo_appointments.yml.

Everything is marked 演示, in its name and by its `demo` column (members: by the account `demo`).
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app import demo_applications, demo_appointments, demo_desk, demo_members, demo_places
from app.demo_files import DemoFile, dated, read_demo_file
from base.clock import Clock
from base.database import Database
from union.events.desk import add_event
from union.events.listing import get
from union.events.models import Booking, Event
from union.excursions import service as excursions
from union.excursions.claims import claim, settle
from union.ids import new_code, new_id
from union.members.models import Member
from union.members.service import get_or_add_member
from union.staff import service as staff
from union.staff.models import Staff

FILE = Path(__file__).with_name("demo_data.yml")
ACCOUNT = "demo"
# In a range that is never given to anybody.
_PHONE = "10000000000"


async def load_demo_data(database: Database, clock: Clock, reset: bool = False) -> list[str]:
    """Load what is missing; with `reset` all demo data goes first, with its bookings and appointments.

    Returns lines to print: what was added, and the new accounts with their passwords, shown this once.
    """
    file = read_demo_file(FILE)

    async def work(session: AsyncSession) -> list[str]:
        if reset:
            await _remove(session, clock.now())
            await demo_members.remove(session, database.keyring)
        lines = [await _load_events(session, database, clock, file), await demo_appointments.load(session)]
        lines.append(await demo_applications.load(session, clock.now()))
        lines += await demo_members.load(session, database.keyring, clock.now())
        lines.append(await demo_places.load(session, clock.now()))
        lines += [await _load_account(session, clock, entry.name, entry.role) for entry in file.staff]
        lines.append(await demo_desk.load(session))
        return [line for line in lines if line] or ["演示数据已经在了，没有改动。"]

    return await database.transact(work)


async def _load_events(session: AsyncSession, database: Database, clock: Clock, file: DemoFile) -> str:
    for kind, terms in file.entitlements.items():
        if await excursions.terms_of(session, kind) is None:
            await excursions.set_terms(session, kind, terms.model_dump())
    added = 0
    for demo in file.events:
        if await session.get(Event, demo.id) is None:
            event = await add_event(session, dated(demo, clock.now()), demo=True)
            for one in demo.sessions:
                if one.full:
                    await _fill(session, database, clock, event, one.id)
            added += 1
    return f"演示活动：{added} 个" if added else ""


async def _fill(session: AsyncSession, database: Database, clock: Clock, event: Event, session_id: str) -> None:
    """Give all places to fictitious members, so that the numbers add up."""
    [meeting] = [found for found in event.sessions if found.id == session_id]
    [quota] = meeting.quotas
    batch = await get(session, session_id)
    assert batch is not None  # its event was added just now
    for number in range(quota.capacity // event.rules.places_per_member):
        openid = f"{ACCOUNT}-{number + 1}"
        guest = await get_or_add_member(session, database.keyring, ACCOUNT, openid, clock.now())
        guest.following = False
        booking = Booking(id=new_id(), event_id=event.id, session_id=session_id, scope=meeting.scope, code=new_code())
        booking.member_id, booking.status, booking.places = guest.id, "booked", event.rules.places_per_member
        booking.quota_ids = [quota.id]
        booking.name, booking.phone = "演示会员", _PHONE
        booking.key, booking.created_at = f"demo:{session_id}:{openid}", clock.now()
        session.add(booking)
        quota.taken += booking.places
        await session.flush()
        await claim(session, batch, booking.id, guest.id, clock.now())


async def _load_account(session: AsyncSession, clock: Clock, name: str, role: str) -> str:
    if await session.scalar(select(Staff.id).where(Staff.name == name)) is not None:
        return ""
    password = staff.new_password()
    added = await staff.add(session, name, password, role, clock.now(), demo=True)
    assert isinstance(added, staff.Added), added
    return f"工作人员账号：{name}（{role}），密码 {password}（只显示这一次）"


async def _remove(session: AsyncSession, now: datetime) -> None:
    """All demo rows, dependants first."""
    await demo_applications.remove(session)
    await demo_places.remove(session, now)
    await demo_desk.remove(session)
    events = select(Event.id).where(Event.demo)
    ended = update(Booking).where(Booking.event_id.in_(events)).values(status="cancelled")
    await session.execute(ended, execution_options={"synchronize_session": False})
    await settle(session, now, Booking.event_id.in_(events))  # days of members who are no demo ones
    await session.execute(delete(Booking).where(Booking.event_id.in_(events)))
    await session.execute(delete(Event).where(Event.demo))  # sessions and quotas go by cascade
    await demo_appointments.remove(session, now)
    await session.execute(delete(Member).where(Member.account == ACCOUNT))
    await session.execute(delete(Staff).where(Staff.demo))
