"""Each mend of Rasa, held against the pinned version: when Rasa changes, these say what to look at again."""

import copy
import importlib.metadata
import logging
from typing import Any

import fastjsonschema
import jsonschema
import pytest
import rasa.shared.utils.io
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.slots import Slot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from bot import rasa_fixes
from bot.in_process import InProcessEndpoint

RESULT: dict[str, Any] = {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []}


class Nothing(Action):
    def name(self) -> str:
        return "action_nothing"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        return []


@pytest.fixture
def schema_checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for every time that jsonschema checks a schema itself."""
    checks: list[str] = []
    validator = jsonschema.validators.validator_for(RemoteAction.action_response_format_spec())
    original = validator.check_schema

    def counted(schema: Any, *args: Any, **kwargs: Any) -> None:
        checks.append(str(schema.get("type")))
        original(schema, *args, **kwargs)

    monkeypatch.setattr(validator, "check_schema", counted)
    return checks


def test_rasa_is_the_version_that_was_mended() -> None:
    assert importlib.metadata.version("rasa") == "3.6.21"
    assert importlib.metadata.version("rasa-sdk") == "3.6.2"


def test_rasas_own_way_checks_the_schema_at_every_action(schema_checks: list[str]) -> None:
    for _ in range(2):
        jsonschema.validate(RESULT, RemoteAction.action_response_format_spec())
    assert len(schema_checks) == 2


async def test_the_validator_is_compiled_once(schema_checks: list[str]) -> None:
    rasa_fixes.apply()
    executor = ActionExecutor()
    executor.register_action(Nothing())
    domain = Domain.from_dict({"actions": ["action_nothing"]})
    action = RemoteAction("action_nothing", InProcessEndpoint(executor))
    tracker = DialogueStateTracker.from_events("m1", [])
    nlg = TemplatedNaturalLanguageGenerator({})
    for _ in range(2):
        await action.run(CollectingOutputChannel(), nlg, tracker, domain)
    assert schema_checks == []


def test_a_right_result_is_accepted() -> None:
    rasa_fixes.apply()
    assert RemoteAction("action_nothing", None)._validate_action_result(RESULT) is True


@pytest.mark.parametrize(
    "result",
    [
        {"events": "none"},
        {"events": [{"name": "an event without its kind"}]},
        {"events": [{"event": "of an unknown kind"}]},
        {"events": [{"event": "slot", "value": "without its name"}]},
        {"events": [], "responses": ["a text"]},
        [],
    ],
)
def test_a_malformed_result_is_still_refused(result: Any) -> None:
    rasa_fixes.apply()
    with pytest.raises(fastjsonschema.JsonSchemaException):
        RemoteAction("action_nothing", None)._validate_action_result(result)


def test_a_warning_of_rasa_does_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    rasa_fixes.apply()
    rasa.shared.utils.io.raise_warning("a warning", docs="https://rasa.com/docs")
    heard = capsys.readouterr()
    assert heard.out + heard.err == ""


@pytest.mark.parametrize("name", ["rasa", "rasa_sdk", "rasa.core.processor", "rasa_sdk.executor"])
def test_rasas_loggers_that_quote_members_are_silent(name: str) -> None:
    rasa_fixes.apply()
    assert not logging.getLogger(name).isEnabledFor(logging.ERROR)


def test_a_copied_slot_is_one_of_its_own() -> None:
    rasa_fixes.apply()
    slot = TextSlot("city", mappings=[{"type": "custom"}], initial_value="杭州")
    slot.value = "宁波"
    other = copy.copy(slot)
    assert (type(other), other.__dict__) == (TextSlot, slot.__dict__)
    other.value = "温州"
    assert (slot.value, other.value) == ("宁波", "温州")


def test_copies_of_slots_are_the_plain_ones() -> None:
    """Rasa's trackers copy by `copy.copy`: where they stop, the mend is of no use."""
    rasa_fixes.apply()
    slot = TextSlot("city", mappings=[{"type": "custom"}])
    tracker = DialogueStateTracker("m1", [slot])
    assert tracker.slots["city"] is not slot
    assert Slot.__copy__.__qualname__.startswith("_copy_slots_plainly")


def test_events_are_found_by_name_as_rasa_finds_them() -> None:
    rasa_fixes.apply()
    assert Event.resolve_by_type("slot") is Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("no such event", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="Unknown event name"):
        Event.resolve_by_type("no such event")
