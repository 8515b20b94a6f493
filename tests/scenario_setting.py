"""What a scenario may find in place before its first word: events of its own, what is known of the member, a bar."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.demo_members import DemoPerson
from tests.house import House
from union.applications.rounds import NewRound, open_round
from union.applications.rules import Refused
from union.applications.sweep import sweep as sweep_applications
from union.events.bars import bar
from union.events.desk import add_event
from union.events.files import read_event
from union.events.service import sweep
from union.members.service import get_or_add_member, remember_contact
from union.notices.service import NoQueue
from union.roster.entering import Line, enter
from union.roster.entering import prepare as prepare_lines
from union.roster.service import entry_of_card, issue_codes


async def prepare(house: House, openid: str, given: dict[str, Any]) -> dict[str, str]:
    """Put in place what `given` says (tests/scenarios/README.md); what is there already stays. Returns what to say."""
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
        people = [DemoPerson.model_validate(one) for one in given.get("roster", ())]
        lines = [Line(number, one.union, one.record) for number, one in enumerate(people, 1)]
        entered = await enter(session, prepare_lines(database.keyring, lines), now=now)
        assert not entered.problems, entered.problems
        for entry in given.get("rounds", ()):
            opened = await open_round(session, _round(entry, now))
            assert not isinstance(opened, Refused), opened
        if barred := given.get("barred"):
            until = now + timedelta(days=barred["days"])
            await bar(session, NoQueue(), member.id, "", until, barred["reason"], key=f"bar:{openid}", now=now)

    await database.transact(work)
    return await _give_out_codes(house, given.get("binding_codes", {}))


async def _give_out_codes(house: House, cards: dict[str, str]) -> dict[str, str]:
    """Name -> binding code, by name -> card number."""
    database, now = house.parts.database, house.parts.clock.now()

    async def work(session: AsyncSession) -> dict[str, str]:
        codes: dict[str, str] = {}
        for name, card in cards.items():
            entry = await entry_of_card(session, database.keyring, card)
            assert entry is not None, card
            [issued] = await issue_codes(session, database.keyring, [entry.id], staff="测试", days=1, now=now)
            codes[name] = issued.printed
        return codes

    return await database.transact(work)


async def pass_time(house: House, minutes: int) -> None:
    """The clock moves, and the worker does what has become due."""
    house.clock.move(timedelta(minutes=minutes))
    for due in (sweep, sweep_applications):
        while await house.parts.database.transact(lambda session, due=due: due(session, NoQueue(), house.clock.now())):  # type: ignore[misc]
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


def _round(entry: dict[str, Any], now: datetime) -> NewRound:
    """A round of applications in 舟山市, open for ten days if nothing else is said."""
    here: dict[str, Any] = {"city": "舟山市", "union_name": "舟山市总工会", "open_to_unbound": True}
    entry = here | entry
    opens, closes = entry.pop("opens_in_hours", -1), entry.pop("closes_in_hours", 240)
    return NewRound(**entry, opens_at=now + timedelta(hours=opens), closes_at=now + timedelta(hours=closes))


def _session(one: dict[str, Any], now: datetime) -> dict[str, Any]:
    starts = now + timedelta(hours=one["in_hours"])
    ends = starts + timedelta(hours=one.get("hours", 2))
    rest = {name: value for name, value in one.items() if name not in ("in_hours", "hours")}
    return {**rest, "starts_at": starts, "ends_at": ends}
