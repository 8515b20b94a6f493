"""Demo groups of the desk, from demo_desk.yml. They have no hours: whoever is there is there at any time."""

from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo_files import Entry, read_checked
from union.handoff.desk_models import HandoffGroup, HandoffGroupStaff, StaffPresence
from union.handoff.groups import Group, Wanted, put_group
from union.staff.models import Staff

FILE = Path(__file__).with_name("demo_desk.yml")


class GroupEntry(Entry):
    """A group; `next` is one that stands above it in the file."""

    name: str
    topics: tuple[str, ...] = ()
    next: str = ""
    fallback: bool = False
    staff: tuple[str, ...]


class DemoDesk(Entry):
    """The whole file."""

    groups: list[GroupEntry]


async def load(session: AsyncSession) -> str:
    """Add the groups that are missing; a line to print. To be called when the demo accounts are there."""
    added = 0
    ids = dict((await session.execute(select(HandoffGroup.name, HandoffGroup.id))).tuples().all())
    for entry in read_checked(FILE, DemoDesk).groups:
        if entry.name in ids:
            continue
        following = ids.get(entry.next)
        wanted = Wanted(entry.name, entry.topics, None, following, is_fallback=entry.fallback, staff=entry.staff)
        group = await put_group(session, wanted)
        assert isinstance(group, Group), group
        await session.execute(update(HandoffGroup).where(HandoffGroup.id == group.id).values(demo=True))
        ids[entry.name] = group.id
        added += 1
    return f"演示接待组：{added} 个" if added else ""


async def remove(session: AsyncSession) -> None:
    """The demo groups, and that demo accounts were there."""
    await session.execute(delete(HandoffGroup).where(HandoffGroup.demo))
    demo = select(Staff.name).where(Staff.demo)
    await session.execute(delete(HandoffGroupStaff).where(HandoffGroupStaff.staff.in_(demo)))
    await session.execute(delete(StaffPresence).where(StaffPresence.staff.in_(demo)))
