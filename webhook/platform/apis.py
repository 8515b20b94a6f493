"""The clients of all accounts of a deployment."""

import httpx
from prometheus_client import CollectorRegistry

from base.accounts import Account
from base.bus import Bus
from base.clock import Clock, SystemClock
from base.settings import Settings
from webhook.platform.client import PlatformApi
from webhook.platform.errors import UnreachableError
from webhook.platform.metrics import TokenCollector
from webhook.platform.quotas import Quotas
from webhook.platform.shared import Shared
from webhook.platform.tokens import TokenKeeper
from webhook.platform.wire import Wire


class PlatformApis:
    """One client for each account.

    Args:
        transport: for tests, instead of the network.
        clock: which says what day it is, and when a token ends.
    """

    def __init__(
        self,
        settings: Settings,
        bus: Bus,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._by_appid = {
            account.appid: self._client(settings, account, bus, transport) for account in settings.accounts
        }

    def of(self, appid: str) -> PlatformApi | None:
        """The client of this account; None for one that is not served any more."""
        return self._by_appid.get(appid)

    async def download(self, appid: str, media_id: str, most: int) -> bytes:
        """A file that a member sent to this account, of at most so many bytes.

        Raises:
            UnreachableError: also for an account that is not served any more.
            MediaError, PlatformError
        """
        api = self.of(appid)
        if api is None:
            raise UnreachableError("no such account")
        content, _ = await api.download(media_id, most)
        return content

    async def problem(self, appid: str) -> str:
        """Why this account's access token cannot be had, in words for staff; empty when all is well."""
        api = self.of(appid)
        return await api.tokens.alarm.problem() if api else "公众号已停用"

    def watch(self, registry: CollectorRegistry) -> None:
        """Show the state of the tokens among the metrics."""
        registry.register(TokenCollector({appid: api.tokens for appid, api in self._by_appid.items()}))

    async def close(self) -> None:
        for api in self._by_appid.values():
            await api.close()

    def _client(
        self, settings: Settings, account: Account, bus: Bus, transport: httpx.AsyncBaseTransport | None
    ) -> PlatformApi:
        wire = Wire(settings.api_url, transport, trust_env=settings.calls_real_platform)
        shared = Shared(bus)
        tokens = TokenKeeper(account, settings.limits, shared, self._clock, wire)
        return PlatformApi(account, wire, tokens, Quotas(account.appid, settings.limits, shared, self._clock))
