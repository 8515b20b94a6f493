"""Access tokens as the platform's stable_token gives them out."""

import hmac
import secrets
from datetime import datetime, timedelta

from base.accounts import Account
from base.clock import Clock, to_shanghai

LIFETIME = timedelta(seconds=7200)
EARLY = timedelta(minutes=5)  # before its end a token is replaced, and both are valid
FORCED_A_DAY = 20
FORCED_APART = timedelta(seconds=30)


class Tokens:
    """One account's tokens: the same one while it is valid, a new one by force."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._secret = account.secret.get_secret_value()
        self._clock = clock
        self._ends: dict[str, datetime] = {}
        self._newest = ""
        self._forced: list[datetime] = []
        self.asked = 0  # times the token was given out: what tests of one owner look at

    def is_secret(self, secret: str) -> bool:
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    def current(self) -> tuple[str, int]:
        """A valid token and the seconds that are left of it."""
        now = self._clock.now()
        if self._newest not in self._ends or self._ends[self._newest] - now <= EARLY:
            self._issue(now)
        self.asked += 1
        return self._newest, int((self._ends[self._newest] - now).total_seconds())

    def force(self) -> int | None:
        """Make all tokens so far invalid; an errcode instead when that is not allowed now."""
        now = self._clock.now()
        today = [at for at in self._forced if to_shanghai(at).date() == to_shanghai(now).date()]
        if today and now - today[-1] < FORCED_APART:
            return 45011
        if len(today) >= FORCED_A_DAY:
            return 45009
        self._forced = [*today, now]
        self.revoke()
        return None

    def revoke(self) -> None:
        """All tokens so far are worth nothing, as after a change of the secret in the account's settings."""
        self._ends.clear()

    def end_of(self, token: str) -> datetime | None:
        """When a token ends or ended; None for one that is not this account's (any more)."""
        return self._ends.get(token)

    def _issue(self, now: datetime) -> None:
        self._newest = f"SIM_{secrets.token_urlsafe(48)}"
        self._ends[self._newest] = now + LIFETIME
