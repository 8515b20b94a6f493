"""A child of `serve` ends when `serve` is gone, even if that was killed."""

import os
import signal
import sys
import threading

WATCH = "UNIONBOT_WATCH_PARENT"


def end_with_parent() -> None:
    """Where `serve` asked for it: its end of our standard input closes when it dies, and then we stop."""
    if os.environ.get(WATCH):
        threading.Thread(target=_wait, daemon=True, name="watch-parent").start()


def _wait() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
