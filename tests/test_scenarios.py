"""Plays the conversations of tests/scenarios; see the README there."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
import yaml

from base.clock import FixedClock
from tests.conftest import WEDNESDAY, ready_database
from tests.house import House, open_house
from tests.scenario_setting import between, clear_desk, pass_time, prepare
from union.applications.models import Application, ApplicationDraft
from union.attachments.models import Attachment
from union.conversations.models import Conversation, Message
from union.events.models import Booking
from union.events.records import Bar
from union.handoff.models import HandoffCase
from union.legal_aid.intake import read_intake
from union.legal_aid.models import Appointment
from union.news.models import Subscription
from union.notices.models import Notice
from union.roster.models import PhoneChange
from union.roster.service import memberships
from union.voices.models import Suggestion

FOLDER = Path(__file__).parent / "scenarios"
FILES = sorted(FOLDER.glob("*.yml"))
FILES_SENT: dict[str, bytes | None] = {"a picture": None, "no picture": b"%PDF-1.7"}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from ready_database(request, tmp_path_factory.mktemp("house"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(house_url: str) -> AsyncIterator[House]:
    async with open_house(house_url, FixedClock(WEDNESDAY), Path("var")) as house:
        yield house


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_scenario(house: House, path: Path) -> None:
    scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
    openid = f"o-{path.stem}-{uuid4().hex[:6]}"
    passed = sum(turn.get("minutes_later", 0) for turn in scenario["turns"])
    kept = await prepare(house, openid, scenario.get("given", {}))
    try:
        await _play(house, openid, scenario["turns"], kept)
        await _check_after(house, openid, scenario.get("after", {}))
    finally:
        await clear_desk(house)
        house.clock.move(-timedelta(minutes=passed))
    most = scenario.get("after", {}).get("messages_at_most")
    assert most is None or len(scenario["turns"]) <= most


async def _play(house: House, openid: str, turns: list[dict[str, Any]], kept: dict[str, str]) -> None:
    """`kept`: what was given out before, or is read out of replies, to be said later."""
    for turn in turns:
        if minutes := turn.get("minutes_later"):
            await pass_time(house, minutes)
        await between(house, turn)
        heard = await _hear(house, f"{openid}{turn.get('who', '')}", turn, kept)
        _check_reply(turn, heard)
        for name, pattern in turn.get("keeps", {}).items():
            found = re.search(pattern, heard)
            assert found, f"{pattern!r} was expected in: {heard}"
            kept[name] = found[1]


async def _hear(house: House, openid: str, turn: dict[str, Any], kept: dict[str, str]) -> str:
    """The reply to what the member says, or to the picture or location they send."""
    if "sends" in turn:
        return await house.send_picture(openid, FILES_SENT[turn["sends"]])
    if "location" in turn:
        return await house.send_location(openid, turn["location"], turn["says"])
    return await house.say(openid, turn["says"].format(**kept) * turn.get("times", 1))


def _check_reply(turn: dict[str, Any], heard: str) -> None:
    told = f"\n会员：{turn.get('says', '[图片]')}\n工会：{heard}"
    if turn.get("hears") == "silence":
        assert heard == "", told
        return
    assert heard, told
    for text in turn.get("hears", []):
        assert text in heard, f"{text!r} was expected{told}"
    for text in turn.get("not_hears", []):
        assert text not in heard, f"{text!r} was not expected{told}"


async def _check_after(house: House, openid: str, after: dict[str, Any]) -> None:
    if "bookings" in after:
        live = [booking for booking in await house.rows(Booking, openid) if booking.status == "booked"]
        assert [booking.places for booking in live] == after["bookings"]
    if "statuses" in after:
        assert [booking.status for booking in await house.rows(Booking, openid)] == after["statuses"]
    if "details" in after:
        [kept] = [json.loads(booking.details or "{}") for booking in await house.rows(Booking, openid)]
        assert kept == after["details"]
    if "pictures" in after:
        tickets = [notice for notice in await house.rows(Notice, openid) if notice.kind == "events.ticket"]
        assert len(tickets) == after["pictures"]
    if "attachments" in after:
        sent = sorted(await house.rows(Attachment, openid), key=lambda one: one.id)
        assert [(one.subject or "").partition(":")[0] for one in sent] == after["attachments"]
    if "appeals" in after:
        assert [barred.appeal_text for barred in await house.rows(Bar, openid)] == after["appeals"]
    if "appointments" in after:
        live = [talk for talk in await house.rows(Appointment, openid) if talk.status == "booked"]
        assert [talk.topic for talk in live] == after["appointments"]
    if "unions" in after:
        async with house.parts.database.read() as session:
            mine = await memberships(session, (await house.member(openid)).id)
        assert sorted(one.unions[-1].id for one in mine) == after["unions"]
    if "new_phones" in after:
        assert [change.phone for change in await house.rows(PhoneChange, openid)] == after["new_phones"]
    if "intakes" in after:
        live = [talk for talk in await house.rows(Appointment, openid) if talk.status == "booked"]
        told = [read_intake(talk.intake).model_dump(exclude_defaults=True) for talk in live]
        assert told == after["intakes"]
    if "applications" in after:
        assert sorted(one.status for one in await house.rows(Application, openid)) == after["applications"]
    if "drafts" in after:
        assert sorted(one.kind for one in await house.rows(ApplicationDraft, openid)) == after["drafts"]
    if "handoffs" in after:
        assert [case.state for case in await house.rows(HandoffCase, openid)] == after["handoffs"]
    if "messages_left" in after:
        kept = [case.left_text for case in await house.rows(HandoffCase, openid)]
        assert kept == after["messages_left"]
    if "suggestions" in after:
        filed = [[one.topic, bool(one.name), one.state] for one in await house.rows(Suggestion, openid)]
        assert filed == after["suggestions"]
    if "subscriptions" in after:
        assert [one.kind for one in await house.rows(Subscription, openid)] == after["subscriptions"]
    if "notices" in after:
        assert [one.kind for one in await house.rows(Notice, openid)] == after["notices"]
    if "transcript_lacks" in after:
        lines = [f"{line.text} {line.understanding}" for line in await house.rows(Message, openid)]
        assert not [line for line in lines for text in after["transcript_lacks"] if text in line]
    if "owner" in after:
        (conversation,) = await house.rows(Conversation, openid)
        assert conversation.owner == after["owner"]
