"""Custom actions in the engine's own process: results, rejections, failures."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection
from structlog.testing import capture_logs

from bot.in_process import InProcessEndpoint, Ran, ran

SECRET = "13812345678"


class Greet(Action):
    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        dispatcher.utter_message(response="utter_greet", to=tracker.sender_id)
        return [SlotSet("greeted", True)]


class Reject(Action):
    def name(self) -> str:
        return "action_reject"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        raise ActionExecutionRejection("action_reject", "not now")


class Break(Action):
    def name(self) -> str:
        return "action_break"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        raise ValueError(f"the number {SECRET} is wrong")


@pytest.fixture
def endpoint() -> InProcessEndpoint:
    executor = ActionExecutor()
    for action in (Greet(), Reject(), Break()):
        executor.register_action(action)
    return InProcessEndpoint(executor)


@pytest.fixture
def failed() -> Iterator[list[str]]:
    """The failures noted during the test."""
    noted = Ran()
    token = ran.set(noted)
    yield noted.failed
    ran.reset(token)


def call(action: str) -> dict[str, Any]:
    """What Rasa sends to an action server."""
    tracker = {"sender_id": "m1", "slots": {}, "latest_message": {}, "events": [], "paused": False}
    return {"next_action": action, "sender_id": "m1", "tracker": tracker, "domain": {}}


async def test_an_action_gives_its_events_and_responses(endpoint: InProcessEndpoint, failed: list[str]) -> None:
    result = await endpoint.request(json=call("action_greet"), method="post")
    assert result["events"] == [{"event": "slot", "timestamp": None, "name": "greeted", "value": True}]
    assert result["responses"][0]["response"] == "utter_greet"
    assert result["responses"][0]["to"] == "m1"
    assert failed == []


async def test_a_rejection_is_what_rasa_expects_of_a_server_and_no_failure(
    endpoint: InProcessEndpoint, failed: list[str]
) -> None:
    with pytest.raises(ClientResponseError) as raised:
        await endpoint.request(json=call("action_reject"))
    assert raised.value.status == 400
    assert json.loads(raised.value.text) == {"action_name": "action_reject", "error": "not now"}
    assert failed == []


@pytest.mark.parametrize("action", ["action_break", "action_nobody_registered"])
async def test_a_failure_is_noted_and_raised(endpoint: InProcessEndpoint, failed: list[str], action: str) -> None:
    with pytest.raises(Exception):  # noqa: B017  (whatever it was)
        await endpoint.request(json=call(action))
    assert failed == [action]


async def test_the_log_says_where_it_failed_and_quotes_nobody(endpoint: InProcessEndpoint, failed: list[str]) -> None:
    with capture_logs() as logged, pytest.raises(ValueError, match=SECRET):
        await endpoint.request(json=call("action_break"))
    (line,) = logged
    assert (line["event"], line["action"], line["error"]) == ("action_failed", "action_break", "ValueError")
    assert "test_in_process.py" in line["at"]
    assert SECRET not in str(line)


def test_rasa_is_told_not_to_send_the_whole_domain(endpoint: InProcessEndpoint) -> None:
    assert endpoint.kwargs["enable_selective_domain"] is True
