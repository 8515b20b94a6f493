"""What a scenario may find in place before its first word: events of its own, what is known of the member, a bar."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from tests.house import House
from union.events.bars import bar
from union.events.desk import add_event
from union.events.files import read_event
from union.events.service import sweep
from union.members.service import get_or_add_member, remember_contact
from union.news.sweep import sweep as sweep_news
from union.notices.service import NoQueue
from union.voices.desk import answer, open_suggestions


async def prepare(house: House, openid: str, given: dict[str, Any]) -> None:
    """Put in place what `given` says (tests/scenarios/README.md); what is there already stays."""
    database, now = house.parts.database, house.parts.clock.now()

    async def work(session: AsyncSession) -> None:
        for entry in given.get("events", ()):
            made = read_event(_dated(entry, now))
            assert not isinstance(made, str), made
            await add_event(session, made, demo=False)
        appid = house.parts.settings.wechat_appid
        member = await get_or_add_member(session, database.keyring, appid, openid, now)
        if contact := given.get("contact"):
            await remember_contact(session, member.id, contact["name"], contact["phone"])
        if barred := given.get("barred"):
            until = now + timedelta(days=barred["days"])
            await bar(session, NoQueue(), member.id, "", until, barred["reason"], key=f"bar:{openid}", now=now)

    await database.transact(work)


async def between(house: House, turn: dict[str, Any]) -> None:
    """What others do before this is said: staff open events, or answer all suggestions."""
    now = house.clock.now()

    async def work(session: AsyncSession) -> None:
        for entry in turn.get("staff_open", ()):
            made = read_event(_dated(entry, now))
            assert not isinstance(made, str), made
            await add_event(session, made, demo=False)
        if text := turn.get("staff_answer"):
            for filed in await open_suggestions(session):
                await answer(session, NoQueue(), filed.number, text, staff="测试", now=now)

    if "staff_open" in turn or "staff_answer" in turn:
        await house.parts.database.transact(work)


async def pass_time(house: House, minutes: int) -> None:
    """The clock moves, and the worker does what has become due."""
    house.clock.move(timedelta(minutes=minutes))
    for verb in (sweep, sweep_news):
        while await house.parts.database.transact(partial(verb, queue=NoQueue(), now=house.clock.now())):
            pass


def _dated(entry: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Hours from now instead of dates."""
    entry = dict(entry)
    entry |= {
        "city": entry.get("city", "舟山市"),
        "place": entry.get("place", "测试活动室"),
        "sign_up_opens": now + timedelta(hours=entry.pop("opens_in_hours", -1)),
        "sign_up_closes": now + timedelta(hours=entry.pop("closes_in_hours", 900)),
        "sessions": [_session(one, now) for one in entry["sessions"]],
    }
    return entry


def _session(one: dict[str, Any], now: datetime) -> dict[str, Any]:
    starts = now + timedelta(hours=one["in_hours"])
    ends = starts + timedelta(hours=one.get("hours", 2))
    rest = {name: value for name, value in one.items() if name not in ("in_hours", "hours")}
    return {**rest, "starts_at": starts, "ends_at": ends}
