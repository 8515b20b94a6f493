"""What a scenario may find in place before its first word: events of its own, what is known of the member, a bar."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo_members import DemoPerson
from tests.house import House
from union.applications.rounds import NewRound, open_round
from union.applications.rules import Refused
from union.applications.sweep import sweep as sweep_applications
from union.events.bars import bar
from union.events.desk import Written, add_event
from union.events.entering.event_form import first_answers
from union.events.entering.reader import as_answer
from union.events.files import read_event
from union.events.managing import enter_event, publish
from union.events.questions_desk import put_question
from union.events.service import sweep
from union.handoff.desk_models import StaffPresence
from union.handoff.hours import Hours, put_hours
from union.handoff.presence import seen
from union.handoff.service import sweep as sweep_desk
from union.legal_aid import service as legal_aid
from union.legal_aid.models import Lawyer, LegalWindow, RotaDay
from union.members.service import get_or_add_member, remember_contact
from union.news.sweep import sweep as sweep_news
from union.notices.service import NoQueue
from union.roster.entering import Line, enter
from union.roster.entering import prepare as prepare_lines
from union.roster.service import entry_of_card, issue_codes
from union.staff.scope import EVERYTHING
from union.voices.desk import answer, open_suggestions


async def prepare(house: House, openid: str, given: dict[str, Any]) -> dict[str, str]:
    """Put in place what `given` says (tests/scenarios/README.md); what is there already stays. Returns what to say."""
    database, now = house.parts.database, house.parts.clock.now()

    async def work(session: AsyncSession) -> None:
        for entry in given.get("events", ()):
            made = read_event(_dated(entry, now))
            assert not isinstance(made, str), made
            await add_event(session, made, demo=False)
        for window in given.get("windows", ()):
            await _add_window(session, window)
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
    if "desk" in given:
        await _set_desk(house, given["desk"], now)
    return await _give_out_codes(house, given.get("binding_codes", {}))


async def _set_desk(house: House, desk: dict[str, Any], now: datetime) -> None:
    """When staff are there, and who is; everything of it is shared with other scenarios, so `clear_desk` ends it."""
    table = [Hours(one["weekday"], _time(one["starts"]), _time(one["ends"])) for one in desk.get("hours", ())]

    async def work(session: AsyncSession) -> None:
        await put_hours(session, table)
        for name in desk.get("present", ()):
            await seen(session, name, now)

    await house.parts.database.transact(work)


async def clear_desk(house: House) -> None:
    """As if the console had never been opened, and at any hour."""

    async def work(session: AsyncSession) -> None:
        await put_hours(session, [])
        await session.execute(delete(StaffPresence))

    await house.parts.database.transact(work)


def _time(written: str) -> time:
    return time.fromisoformat(written)


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


async def between(house: House, turn: dict[str, Any]) -> None:
    """What others do before this is said: staff open events, or answer all suggestions."""
    now = house.clock.now()

    async def work(session: AsyncSession) -> None:
        for entry in turn.get("staff_open", ()):
            made = read_event(_dated(entry, now))
            assert not isinstance(made, str), made
            await add_event(session, made, demo=False)
        for said in turn.get("staff_enter", ()):
            await _enter(session, said, now)
        if text := turn.get("staff_answer"):
            for filed in await open_suggestions(session):
                await answer(session, NoQueue(), filed.number, text, staff="测试", now=now)

    if {"staff_open", "staff_enter", "staff_answer"} & set(turn):
        await house.parts.database.transact(work)


async def _enter(session: AsyncSession, said: dict[str, str], now: datetime) -> None:
    """An event as a clerk enters it in the console, a week from now, and publishes."""
    times = {"sign_up_opens": -1, "sign_up_closes": 160, "starts_at": 168, "ends_at": 170}
    answers = first_answers(now) | {name: as_answer(now + timedelta(hours=hours)) for name, hours in times.items()}
    answers |= {"city": "舟山市", "place": "测试活动室"} | said
    areas = {"舟山市": ("定海区",)}
    made = await enter_event(session, EVERYTHING, answers, areas, key=uuid4().hex, holder="", now=now)
    assert isinstance(made, Written), made
    if question := said.get("question"):
        asked = {"label": question, "kind": "text", "required": "1", "who_sees": "all"}
        put = await put_question(session, EVERYTHING, made.event.id, "", asked, now=now)
        assert isinstance(put, Written), put
    published = await publish(session, EVERYTHING, made.event.id, now=now)
    assert isinstance(published, Written), published


async def pass_time(house: House, minutes: int) -> None:
    """The clock moves, and the worker does what has become due."""
    house.clock.move(timedelta(minutes=minutes))
    for verb in (sweep, legal_aid.sweep, legal_aid.refill, sweep_applications, sweep_news, sweep_desk):
        while await house.parts.database.transact(partial(verb, queue=NoQueue(), now=house.clock.now())):
            pass


async def _add_window(session: AsyncSession, window: dict[str, Any]) -> None:
    """A window and who sits there."""
    if await session.get(LegalWindow, window["id"]) is not None:
        return
    sits = {name: window[name] for name in ("who", "weekdays", "starts", "ends")}
    session.add(LegalWindow(**{name: value for name, value in window.items() if name not in sits}))
    await session.flush()
    session.add(Lawyer(id=f"{window['id']}-who", window_id=window["id"], name=sits["who"]))
    await session.flush()
    starts, ends = time.fromisoformat(sits["starts"]), time.fromisoformat(sits["ends"])
    for weekday in sits["weekdays"]:
        session.add(RotaDay(lawyer_id=f"{window['id']}-who", weekday=weekday, starts=starts, ends=ends))


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


def _round(given: dict[str, Any], now: datetime) -> NewRound:
    """A round of applications in 舟山市, open for ten days if nothing else is said."""
    entry: dict[str, Any] = {"city": "舟山市", "union_name": "舟山市总工会", "open_to_unbound": True} | given
    opens, closes = entry.pop("opens_in_hours", -1), entry.pop("closes_in_hours", 240)
    return NewRound(**entry, opens_at=now + timedelta(hours=opens), closes_at=now + timedelta(hours=closes))


def _session(one: dict[str, Any], now: datetime) -> dict[str, Any]:
    starts = now + timedelta(hours=one["in_hours"])
    ends = starts + timedelta(hours=one.get("hours", 2))
    rest = {name: value for name, value in one.items() if name not in ("in_hours", "hours")}
    return {**rest, "starts_at": starts, "ends_at": ends}
