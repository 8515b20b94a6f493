"""The names of webhook/platform that webhook/outbound.py imports."""

from webhook.platform.apis import PlatformApis
from webhook.platform.client import PlatformApi
from webhook.platform.errors import PlatformError, UnknownOutcomeError, UnreachableError

BUSY = -1

__all__ = ["BUSY", "PlatformApi", "PlatformApis", "PlatformError", "UnknownOutcomeError", "UnreachableError"]
