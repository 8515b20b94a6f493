"""Where Rasa 3.6.21 wastes or hides, mended in one place (docs/adr/0003-engine.md).

tests/bot/test_rasa_fixes.py holds each mend against the pinned version.
"""

import logging
import os
import warnings
from typing import Any

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


def apply() -> None:
    """Mend Rasa in this process. Call after `without_tensorflow.install()`; calling twice changes nothing."""
    warnings.filterwarnings("ignore", module=r"rasa\..*")
    warnings.filterwarnings("ignore", message=".*declarative_base.*")
    _compile_the_validator_once()
    _quiet_the_logs()


def _compile_the_validator_once() -> None:
    """Rasa checks the *schema itself* anew at every custom action: 19 of 22 ms a turn."""
    import jsonschema
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate(_self: Any, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]


def _quiet_the_logs() -> None:
    """Rasa logs members' texts and slot values at DEBUG, and tracebacks with them at ERROR; ours says what failed."""
    import structlog

    for name in ("rasa", "rasa_sdk", "apscheduler", "matplotlib", "jieba"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.get_config()  # configured by base.logging; Rasa only configures it in its own command line
