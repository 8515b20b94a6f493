"""What this process knows of sessions without asking the database, and log-ins on their way into a cookie."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from base.limits import Limits
from union.staff.sessions import lasts

TICKET = timedelta(minutes=1)


@dataclass
class Known:
    """One session, shared by its open pages."""

    id: str
    since: datetime
    seen: datetime
    ended: bool = False

    def lasts(self, now: datetime, limits: Limits) -> bool:
        return not self.ended and lasts(self.since, self.seen, now, limits)


class Tickets:
    """A log-in is done on a page, over its socket; only an answer to a request can set the cookie.

    So the page sends its browser to a path with a ticket: good once, for a minute, and for that browser alone (by the
    id its cookie had). Who planted a cookie in somebody's browser does not become them: the cookie is a new one.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[str, str, datetime]] = {}

    def issue(self, token: str, browser: str, now: datetime) -> str:
        """A ticket for the session's token."""
        self._waiting = {key: one for key, one in self._waiting.items() if one[2] > now}
        ticket = secrets.token_urlsafe(24)
        self._waiting[ticket] = (token, browser, now + TICKET)
        return ticket

    def redeem(self, ticket: str, browser: str, now: datetime) -> str | None:
        """The token, or None."""
        token, owner, until = self._waiting.pop(ticket, ("", "", now))
        return token if until > now and secrets.compare_digest(owner, browser) else None
