"""What the platform keeps of each account: tokens, media, menu, templates, opt-ins, and calls counted by the day."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from base.accounts import Account
from base.clock import Clock, to_shanghai
from base.limits import Limits
from webhook.simulator.api.errors import Json, Outcome
from webhook.simulator.api.media import MediaStore
from webhook.simulator.api.templates import Templates
from webhook.simulator.phones import Phones
from webhook.simulator.tokens import Tokens

TICKET_SECONDS = 7200


class Side:
    """One account at the platform. `phones` are its members': openids of other accounts mean nothing to it."""

    def __init__(self, account: Account, clock: Clock, limits: Limits, phones: Phones) -> None:
        self.account = account
        self.limits = limits
        self.phones = phones
        self.tokens = Tokens(account, clock)
        self.media = MediaStore(clock, timedelta(days=limits.media_days))
        self.templates = Templates()
        self.menu: Json | None = None  # as it was created
        self.ticket = secrets.token_urlsafe(64)
        self._counts: Counter[tuple[date, str]] = Counter()

    def count(self, call: str, most: int, now: datetime) -> bool:
        """Count one call of today in Shanghai; False when no more are allowed."""
        key = (to_shanghai(now).date(), call)
        self._counts[key] += 1
        return self._counts[key] <= most


class Sides:
    """All accounts; the first one is that of the `WECHAT_…` settings."""

    def __init__(self, sides: Sequence[Side], clock: Clock) -> None:
        self._by_appid = {side.account.appid: side for side in sides}
        self._clock = clock

    def of(self, appid: str) -> Side | None:
        return self._by_appid.get(appid)

    def by_token(self, token: str) -> Side | int:
        """Whose token it is; the errcode for a missing, unknown or expired one."""
        if not token:
            return 41001
        for side in self._by_appid.values():
            if (end := side.tokens.end_of(token)) is not None:
                return 42001 if self._clock.now() >= end else side
        return 40001

    def token(self, request: Json) -> Outcome:
        """The answer of stable_token."""
        if request.get("grant_type") != "client_credential":
            return 40002
        side = self.of(str(request.get("appid")))
        if side is None:
            return 40013
        if not side.tokens.is_secret(str(request.get("secret"))):
            return 40125
        if request.get("force_refresh") is True and (errcode := side.tokens.force()):
            return errcode
        token, seconds = side.tokens.current()
        return {"access_token": token, "expires_in": seconds}
