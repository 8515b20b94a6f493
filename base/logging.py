"""Structured logs: one JSON object a line, or coloured lines on a terminal."""

import logging
import sys
from typing import Any

import structlog

from base.errors import UsageError

Logger = structlog.typing.FilteringBoundLogger


def configure_logging(level: str = "INFO") -> None:
    """Set up logging of this process. Member texts and personal data are never logged.

    Raises:
        UsageError: the level's name is unknown.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise UsageError(f"UNIONBOT_LOG_LEVEL {level}: unknown; take DEBUG, INFO, WARNING or ERROR.")
    terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            _only_ours,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _only_ours(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Libraries that log through structlog too (Rasa) put members' texts into their lines: dropped."""
    if "part" not in event:
        raise structlog.DropEvent
    return event


def get_logger(name: str) -> Logger:
    """A logger that names its part."""
    logger: Logger = structlog.get_logger(part=name)
    return logger
