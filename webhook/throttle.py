"""How often something that may happen a thousand times a second is written into the log."""

from datetime import datetime, timedelta

EVERY = timedelta(minutes=1)


class Throttle:
    """Counts by reason; at most one line a reason in `every`. The reasons are ours, so there are few."""

    def __init__(self, every: timedelta = EVERY) -> None:
        self._every = every
        self._since: dict[str, tuple[datetime, int]] = {}

    def note(self, reason: str, now: datetime) -> int | None:
        """It happened once more. How often since the last line, when a line is due; None when it is not."""
        last, unwritten = self._since.get(reason, (None, 0))
        if last is not None and timedelta() <= now - last < self._every:  # a clock may be put back
            self._since[reason] = last, unwritten + 1
            return None
        self._since[reason] = now, 0
        return unwritten + 1
