"""What survives a turn, and that it is all that does."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import rasa_fixes
from bot.trackers import TurnTrackers, condense, from_bytes, restore, to_bytes
from tests.bot.conftest import Room

FORM = "event_sign_up_form"
MEMBER = "m1"


@pytest.fixture(scope="module")
def domain() -> Domain:
    rasa_fixes.apply()
    return Domain.load("bot/domain")


@pytest.fixture
def tracker(domain: Domain) -> DialogueStateTracker:
    """In the middle of a form that has asked for the name."""
    events = [
        UserUttered("我想报名"),
        ActiveLoop(FORM),
        SlotSet("event", "demo-show"),
        SlotSet("places", 2),
        SlotSet("offered", {"kind": "events", "items": ["a", "b"]}),
        SlotSet("requested_slot", "person_name"),
        ActionExecuted("action_listen"),
    ]
    return DialogueStateTracker.from_events(MEMBER, events, domain.slots, domain=domain)


def test_a_running_form_and_its_slots_come_back_as_they_were(domain: Domain, tracker: DialogueStateTracker) -> None:
    state = condense(tracker)
    again = restore(MEMBER, from_bytes(to_bytes(state)), domain)
    assert again.active_loop_name == FORM
    assert again.current_slot_values() == tracker.current_slot_values()
    assert again.get_slot("offered") == {"kind": "events", "items": ["a", "b"]}
    assert again.latest_action_name == "action_listen"
    assert condense(again) == state


def test_only_the_form_and_what_is_filled_is_kept(tracker: DialogueStateTracker) -> None:
    state = condense(tracker)
    assert state["form"] == FORM
    assert set(state["slots"]) == {"event", "places", "offered", "requested_slot"}
    assert "我想报名" not in to_bytes(state).decode()


def test_an_emptied_slot_is_not_kept(tracker: DialogueStateTracker) -> None:
    tracker.update(SlotSet("places", None))
    assert "places" not in condense(tracker)["slots"]


def test_a_slot_or_a_form_that_an_update_took_away_is_dropped(domain: Domain) -> None:
    old = {"slots": {"event": "demo-show", "gone_slot": 1}, "form": "gone_form"}
    tracker = restore(MEMBER, old, domain)
    assert tracker.active_loop_name is None
    assert condense(tracker) == {"slots": {"event": "demo-show"}, "form": None}


def test_a_member_without_a_state_starts_empty(domain: Domain) -> None:
    assert condense(restore(MEMBER, {}, domain)) == {"slots": {}, "form": None}


async def test_the_store_hands_out_the_turns_tracker_and_takes_it_back(
    domain: Domain, tracker: DialogueStateTracker
) -> None:
    store = TurnTrackers(domain)
    store.begin(MEMBER, {"slots": {"event": "demo-show"}, "form": FORM})
    store.begin("m2", {})
    taken = await store.retrieve(MEMBER)
    assert taken.active_loop_name == FORM
    taken.update(SlotSet("places", 1))
    await store.save(taken)
    assert store.end(MEMBER) == {"slots": {"event": "demo-show", "places": 1}, "form": FORM}
    assert store.end(MEMBER) == {}  # nothing of the turn stays in memory
    assert store.end("m2") == {}


@pytest.mark.asyncio(loop_scope="package")
async def test_two_hundred_turns_leave_no_more_than_one(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "最近有什么活动")
    first = len((await room.stored(member)).state)
    await room.say(member, *(["你好", "最近有什么活动"] * 100))
    assert len((await room.stored(member)).state) == first
