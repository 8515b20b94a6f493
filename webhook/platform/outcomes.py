"""What a failed call means, from one table of errcodes: typed for the code that decides, in words for staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from base.clock import Clock, to_shanghai
from union.notices.sender import Outcome
from webhook.platform.errors import (
    MediaError,
    OverQuotaError,
    PlatformError,
    TokenError,
    UnknownOutcomeError,
    UnreachableError,
)

TABLE = Path(__file__).with_name("errcodes.yml")
BUSY_WAIT = timedelta(minutes=1)
UNREACHABLE_WAIT = timedelta(minutes=1)
TOKEN_WAIT = timedelta(minutes=5)  # somebody has to put it right

UNREACHABLE = "无法连接微信平台"
UNKNOWN = "微信平台没有确认，可能已送达"


@dataclass(frozen=True)
class Unreachable:
    """Nothing happened; the same call may go better soon."""

    reason: str
    wait: timedelta = UNREACHABLE_WAIT


@dataclass(frozen=True)
class TryLater:
    """The platform is busy, or we are too quick for it."""

    reason: str
    wait: timedelta = BUSY_WAIT


@dataclass(frozen=True)
class OverQuota:
    """No more calls of this kind today."""

    reason: str
    until: datetime


@dataclass(frozen=True)
class Forbidden:
    """The account may not do this."""

    reason: str


@dataclass(frozen=True)
class NotReachable:
    """The member cannot be reached this way, or not now."""

    reason: str


@dataclass(frozen=True)
class BadRequest:
    """The call was wrong: repeating it is of no use."""

    reason: str


@dataclass(frozen=True)
class TokenProblem:
    """No valid access token can be had; staff must look at the account's settings."""

    reason: str
    wait: timedelta = TOKEN_WAIT


@dataclass(frozen=True)
class Unknown:
    """Perhaps it happened. Never to be repeated by itself."""

    reason: str


Failure = Unreachable | TryLater | OverQuota | Forbidden | NotReachable | BadRequest | TokenProblem | Unknown


def failure_of(error: Exception, now: datetime) -> Failure:
    """What an error of a call means."""
    match error:
        case OverQuotaError():
            return OverQuota(reason_of(error.code), error.until)
        case PlatformError():
            return _refusal(error, now)
        case UnreachableError():
            return Unreachable(UNREACHABLE)
        case MediaError():
            return BadRequest(error.reason)
        case UnknownOutcomeError():
            return Unknown(UNKNOWN)
        case _:  # not ours: how far the call came is not known
            return Unknown(f"发送出错（{type(error).__name__}）")


def outcome_of(error: Exception, clock: Clock) -> Outcome:
    """How a sending ended that raised `error`."""
    now = clock.now()
    match failure_of(error, now):
        case Unreachable(reason, wait) | TryLater(reason, wait) | TokenProblem(reason, wait):
            return Outcome("later", reason, wait)
        case OverQuota(reason, until):
            return Outcome("later", reason, until - now)
        case Unknown(reason):
            return Outcome("unknown", reason)
        case Forbidden(reason) | NotReachable(reason) | BadRequest(reason):
            return Outcome("failed", reason)


def reason_of(code: int) -> str:
    """In words for staff, with the code itself."""
    _, words = _table().get(code, ("", "微信平台拒绝了请求"))
    return f"{words}（{code}）"


def next_day(now: datetime) -> datetime:
    """When the platform's day ends: at midnight in Shanghai."""
    return to_shanghai(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _refusal(error: PlatformError, now: datetime) -> Failure:
    kind, _ = _table().get(error.code, ("bad_request", ""))
    reason = reason_of(error.code)
    match kind:
        case "try_later":
            return TryLater(reason)
        case "over_quota":
            return OverQuota(reason, next_day(now))
        case _ if kind == "token" or isinstance(error, TokenError):
            return TokenProblem(f"微信凭证获取失败：{reason}")
        case "forbidden":
            return Forbidden(reason)
        case "member":
            return NotReachable(reason)
        case _:
            return BadRequest(reason)


@cache
def _table() -> dict[int, tuple[str, str]]:
    """Kind and words by errcode."""
    groups: dict[str, dict[int, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {code: (kind, words) for kind, codes in groups.items() for code, words in codes.items()}
