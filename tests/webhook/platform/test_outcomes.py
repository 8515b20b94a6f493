"""Every errcode has a meaning for the sender and words for staff."""

from datetime import timedelta

import pytest
import yaml

from base.clock import FixedClock
from union.notices.sender import Outcome
from webhook.platform import outcomes
from webhook.platform.errors import (
    MediaError,
    OverQuotaError,
    PlatformError,
    TokenError,
    UnknownOutcomeError,
    UnreachableError,
)
from webhook.platform.outcomes import (
    TABLE,
    BadRequest,
    Forbidden,
    NotReachable,
    OverQuota,
    TokenProblem,
    TryLater,
    failure_of,
    next_day,
    outcome_of,
    reason_of,
)

GROUPS: dict[str, dict[int, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
CODES = [(kind, code) for kind, codes in GROUPS.items() for code in codes]
TYPES = {
    "try_later": (TryLater, "later"),
    "over_quota": (OverQuota, "later"),
    "token": (TokenProblem, "later"),
    "forbidden": (Forbidden, "failed"),
    "member": (NotReachable, "failed"),
    "bad_request": (BadRequest, "failed"),
}


@pytest.mark.parametrize(("kind", "code"), CODES)
def test_each_errcode_has_its_kind_its_outcome_and_words(kind: str, code: int, clock: FixedClock) -> None:
    error, (expected, state) = PlatformError(code), TYPES[kind]
    failure, outcome = failure_of(error, clock.now()), outcome_of(error, clock)
    assert isinstance(failure, expected)
    assert outcome.state == state
    assert outcome.reason == failure.reason
    assert outcome.reason.endswith(f"{GROUPS[kind][code]}（{code}）")
    assert outcome.wait > timedelta()


def test_no_errcode_stands_in_the_table_twice() -> None:
    assert len({code for _, code in CODES}) == len(CODES)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, TryLater),
        (40001, TokenProblem),
        (40003, NotReachable),
        (40007, BadRequest),
        (40014, TokenProblem),
        (40033, BadRequest),
        (40037, BadRequest),
        (40164, TokenProblem),
        (40200, Forbidden),
        (42001, TokenProblem),
        (43004, NotReachable),
        (43101, NotReachable),
        (45009, OverQuota),
        (45011, TryLater),
        (45015, NotReachable),
        (45047, NotReachable),
        (48001, Forbidden),
        (99999, BadRequest),
    ],
)
def test_the_usual_codes_mean_what_the_platform_says(code: int, kind: type, clock: FixedClock) -> None:
    assert type(failure_of(PlatformError(code), clock.now())) is kind


def test_an_unknown_code_is_told_to_staff_as_it_is() -> None:
    assert reason_of(99999) == "微信平台拒绝了请求（99999）"


def test_the_quota_comes_back_at_midnight_in_shanghai(clock: FixedClock) -> None:
    assert outcome_of(PlatformError(45009), clock).wait == timedelta(hours=14)
    until = clock.now() + timedelta(minutes=7)
    assert outcome_of(OverQuotaError(until), clock).wait == timedelta(minutes=7)
    clock.move(timedelta(hours=14))
    assert next_day(clock.now()) - clock.now() == timedelta(days=1)


@pytest.mark.parametrize("code", [0, 40125, 48001, 99999])
def test_what_stops_the_token_is_a_problem_of_the_token(code: int, clock: FixedClock) -> None:
    outcome = outcome_of(TokenError(code), clock)
    assert outcome.state == "later" and outcome.reason.startswith("微信凭证获取失败：")


def test_a_busy_platform_is_busy_for_tokens_too(clock: FixedClock) -> None:
    assert isinstance(failure_of(TokenError(-1), clock.now()), TryLater)


def test_what_is_not_known_is_never_tried_again(clock: FixedClock) -> None:
    assert outcome_of(UnknownOutcomeError("ReadTimeout"), clock) == Outcome("unknown", outcomes.UNKNOWN)
    assert outcome_of(RuntimeError("o-1 said something"), clock) == Outcome("unknown", "发送出错（RuntimeError）")


def test_what_certainly_did_not_go_out_may_be_tried_again(clock: FixedClock) -> None:
    assert outcome_of(UnreachableError("ConnectError"), clock).state == "later"
    assert outcome_of(MediaError("文件太大"), clock) == Outcome("failed", "文件太大")
