"""How a call to the platform can fail.

PlatformCallError
├── PlatformError(code)          the platform said no; nothing happened
│   ├── TokenError(code)         it gave no access token, so the call was not made
│   └── OverQuotaError(until)    the day's calls are used up; the call was not made
├── UnreachableError             the call did not reach the platform, or asking again does no harm
├── UnknownOutcomeError          the call went out, and what became of it is not known
└── MediaError(reason)           a file that we do not take
    └── FileTooBigError          it has more bytes than we take
"""

from datetime import datetime

OVER_QUOTA = 45009


class PlatformCallError(Exception):
    """Any end of a call but an answer."""


class PlatformError(PlatformCallError):
    """The platform said no. `code` is its errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class TokenError(PlatformError):
    """The platform gave no access token, for the reason of `code`."""


class OverQuotaError(PlatformError):
    """The account has used up the day's calls of this kind. `until`: when the next day begins."""

    def __init__(self, until: datetime) -> None:
        super().__init__(OVER_QUOTA)
        self.until = until


class UnreachableError(PlatformCallError):
    """The call certainly did nothing: it did not reach the platform, or only asked for something."""


class UnknownOutcomeError(PlatformCallError):
    """The call went out, and what became of it is not known."""


class MediaError(PlatformCallError):
    """A file cannot be had, for good. `reason`: in words for staff."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileTooBigError(MediaError):
    """The file has more bytes than we take; the rest of it was not read."""

    def __init__(self) -> None:
        super().__init__("文件太大")
