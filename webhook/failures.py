"""Failures in logs: where and what kind, never what it said (a message may hold a member's words)."""

import traceback
from pathlib import Path


def describe(error: BaseException) -> dict[str, str]:
    """Kind of the error and the last lines of code it passed."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return {
        "error": type(error).__name__,
        "at": " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames)),
    }
