"""Events at the door of the tests' console, and a camera that looks at a ticket."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Page
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import PASSWORD, Stage
from tests.union.conftest import add_rows, event
from tests.union.events.helpers import book
from union.events.models import Booking, Event, EventSession, Quota
from union.events.records import Bar
from union.events.service import Booked
from union.roster.models import Union
from union.staff.models import Staff
from union.staff.service import add
from union.tickets.qr import qr_picture

HOUR = timedelta(hours=1)


async def clear(stage: Stage) -> None:
    """One console serves all tests: each begins without events."""

    async def work(session: AsyncSession) -> None:
        for table in (Bar, Booking, Quota, EventSession, Event):
            await session.execute(delete(table))

    await stage.deps.database.transact(work)


async def tonight(stage: Stage, event_id: str = "party", **values: Any) -> None:
    """An event that begins in an hour."""
    now = stage.clock.now()
    times = {"starts": now + HOUR, "sign_up_closes": now + HOUR, "title": "联谊晚会"}
    await add_rows(stage.deps.database, event(event_id, **{**times, **values}))


async def signed_up(stage: Stage, name: str = "王小明", event_id: str = "party", places: int = 1) -> Booking:
    """A member who has a ticket."""
    member = await stage.member(name)
    made = await book(stage.deps.database, member, event_id=event_id, places=places, name=name, now=stage.clock.now())
    assert isinstance(made, Booked), made
    return made.booking


async def clerk_elsewhere(stage: Stage, name: str, role: str = "organiser") -> str:
    """Staff of a union in another district."""

    async def work(session: AsyncSession) -> None:
        if await session.get(Union, "far") is None:
            session.add(
                Union(id="far", name="滨江区总工会", level="district", path="far/", city="杭州市", district="滨江区")
            )
            await session.flush()
        await add(session, name, PASSWORD, role, stage.clock.now())
        await session.execute(update(Staff).where(Staff.name == name).values(union_id="far"))

    await stage.deps.database.transact(work)
    return name


async def ready(page: Page) -> None:
    """The page is connected: what is pressed or typed from now on is heard."""
    await page.wait_for_function("window.did_handshake")


def camera_film(folder: Path, code: str) -> Path:
    """A ticket held before a camera, as motion JPEG: Chromium plays it as its camera."""
    ticket = Image.open(BytesIO(qr_picture(code))).convert("RGB").resize((300, 300))
    film = folder / "ticket.mjpeg"
    with film.open("wb") as file:
        for shift in range(0, 20, 2):
            frame = Image.new("RGB", (640, 480), (90, 96, 104))
            frame.paste(ticket, (160 + shift, 90))
            frame.save(file, "JPEG", quality=90)
    return film
