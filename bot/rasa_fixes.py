"""Where Rasa 3.6.21 wastes or hides, mended in one place (docs/adr/0003-engine.md).

tests/bot/test_rasa_fixes.py holds each mend against the pinned version.
"""

import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from typing import Any

import fastjsonschema
from sqlalchemy.exc import MovedIn20Warning

from base.logging import get_logger

log = get_logger("rasa")

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
# Rasa's cache of trained parts: bot.train trains only what changed data need, and all of it takes seconds.
os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")
os.environ.setdefault("RASA_CACHE_DIRECTORY", os.path.join(tempfile.gettempdir(), "unionbot-rasa-cache"))  # noqa: PTH118
os.environ.setdefault("LOG_LEVEL", "ERROR")  # Rasa's: no progress bars of steps that take no time


def quiet() -> None:
    """Silence deprecations inside Rasa and what it pins: nothing that anybody here could mend."""
    import sanic.app  # noqa: F401  (turns such warnings on when it is imported)

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=MovedIn20Warning)


def apply() -> None:
    """Mend Rasa in this process; calling twice changes nothing."""
    _warnings_to_our_log()
    _compile_the_validator_once()
    _run_the_graph_in_order()
    _look_rules_up()
    _copy_slots_plainly()
    _name_events_once()
    _quiet_the_logs()


def _warnings_to_our_log() -> None:
    """Rasa warns on the terminal, in colour; bot.check_data checks the data, and says what is wrong in a line."""
    import rasa.shared.utils.io

    def note(message: str, *_args: Any, **_kwargs: Any) -> None:
        log.debug("rasa_warning", message=message)

    rasa.shared.utils.io.raise_warning = note


def _compile_the_validator_once() -> None:
    """Rasa checks the *schema itself* anew at every custom action (19 of 22 ms a turn), then tries 23 kinds of event.

    Each kind's part of Rasa's own schema is compiled once, and an event is held against its kind.
    """
    from rasa.core.actions.action import RemoteAction

    check = compiled_check(RemoteAction.action_response_format_spec())

    def validate(_self: Any, result: dict[str, Any]) -> bool:
        check(result)
        return True

    RemoteAction._validate_action_result = validate


def compiled_check(schema: dict[str, Any]) -> Callable[[Any], None]:
    """A function that raises `fastjsonschema.JsonSchemaException` for what the schema of action results forbids."""
    properties = schema["properties"]
    event_schema = dict(properties["events"]["items"])
    kinds = {kind["properties"]["event"]["const"]: kind for kind in event_schema.pop("oneOf")}
    check_event = fastjsonschema.compile(event_schema)
    check_kind = {name: fastjsonschema.compile(kind) for name, kind in kinds.items()}
    outside = {"events": {"type": "array"}, "responses": properties["responses"]}
    check_result = fastjsonschema.compile(schema | {"properties": outside})

    def check(result: Any) -> None:
        check_result(result)
        for event in result.get("events", []):
            check_event(event)
            if event["event"] not in check_kind:
                raise fastjsonschema.JsonSchemaException(f"unknown event {event['event']!r}")
            check_kind[event["event"]](event)

    return check


def _run_the_graph_in_order() -> None:
    """Without Dask's planning at every parse and prediction (bot/runner.py)."""
    import rasa.core.processor

    from bot.runner import SequentialRunner

    rasa.core.processor.DaskGraphRunner = SequentialRunner


def _look_rules_up() -> None:
    """Instead of holding every rule against the conversation at every prediction (bot/rule_index.py)."""
    from rasa.core.policies.rule_policy import RulePolicy

    from bot.rule_index import possible_keys

    RulePolicy._get_possible_keys = possible_keys


def _copy_slots_plainly() -> None:
    """A turn makes some seven trackers with a copy of every slot each; `copy.copy` goes the long way of pickling."""
    from rasa.shared.core.slots import Slot

    def plain_copy(slot: Any) -> Any:
        clone = object.__new__(type(slot))
        clone.__dict__.update(slot.__dict__)
        return clone

    Slot.__copy__ = plain_copy


def _name_events_once() -> None:
    """Rasa walks all classes of events, and theirs, for each event that it reads."""
    from rasa.shared.core.events import Event

    search = Event.resolve_by_type
    found: dict[str, Any] = {}

    def resolve(type_name: str, default: Any = None) -> Any:
        event = found.get(type_name) or search(type_name, default)
        if event is not None and event.type_name == type_name:
            found[type_name] = event
        return event

    if search.__name__ != resolve.__name__:
        Event.resolve_by_type = staticmethod(resolve)


def _quiet_the_logs() -> None:
    """Rasa logs members' texts and slot values at DEBUG, and tracebacks with them at ERROR; ours says what failed."""
    import structlog

    for name in ("rasa", "rasa_sdk", "apscheduler", "matplotlib", "jieba"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.get_config()  # configured by base.logging; Rasa only configures it in its own command line
