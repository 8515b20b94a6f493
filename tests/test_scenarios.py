"""Plays the conversations of tests/scenarios; see the README there."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
import yaml

from base.clock import FixedClock
from tests.conftest import WEDNESDAY, empty_database
from tests.house import House, open_house
from union.conversations.models import Conversation, Message
from union.events.models import Booking
from union.handoff.models import HandoffCase
from union.legal_aid.models import Appointment

FOLDER = Path(__file__).parent / "scenarios"
FILES = sorted(FOLDER.glob("*.yml"))

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from empty_database(request, tmp_path_factory.mktemp("house"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(house_url: str) -> AsyncIterator[House]:
    async with open_house(house_url, FixedClock(WEDNESDAY), Path("var")) as house:
        yield house


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_scenario(house: House, path: Path) -> None:
    scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
    openid = f"o-{path.stem}-{uuid4().hex[:6]}"
    for turn in scenario["turns"]:
        _check_reply(turn, await house.say(openid, turn["says"]))
    await _check_after(house, openid, scenario.get("after", {}))


def _check_reply(turn: dict[str, Any], heard: str) -> None:
    told = f"\n会员：{turn['says']}\n工会：{heard}"
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
    if "appointments" in after:
        live = [talk for talk in await house.rows(Appointment, openid) if talk.status == "booked"]
        assert [talk.topic for talk in live] == after["appointments"]
    if "handoffs" in after:
        assert [case.state for case in await house.rows(HandoffCase, openid)] == after["handoffs"]
    if "transcript_lacks" in after:
        lines = [f"{line.text} {line.understanding}" for line in await house.rows(Message, openid)]
        assert not [line for line in lines for text in after["transcript_lacks"] if text in line]
    if "owner" in after:
        (conversation,) = await house.rows(Conversation, openid)
        assert conversation.owner == after["owner"]
