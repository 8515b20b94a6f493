"""A member's turn for tests of readers: a message as the engine has parsed it, without any engine."""

from typing import Any, cast

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Turn
from base.clock import FixedClock
from bot.entities.extract import extract
from tests.conftest import WEDNESDAY


class _OnlyClock:
    clock = FixedClock(WEDNESDAY)


def turn_of(text: str, intent: str = "inform", confidence: float = 0.5, **slots: Any) -> Turn:
    """The message with its real entities; whatever needs a database fails."""
    entities = [
        {"entity": e.entity, "value": e.value, "start": e.start, "end": e.end} for e in extract(text, WEDNESDAY)
    ]
    message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": entities}
    tracker = Tracker("m1", slots, message, [], False, None, {}, "action_listen")
    return Turn(cast(Services, _OnlyClock()), tracker, CollectingDispatcher())
