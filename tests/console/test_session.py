"""A log-in leads back into the console only; its ticket is good once, for the browser it was made for."""

from datetime import timedelta

import pytest

from base.limits import Limits
from console.known import TICKET, Known, Tickets
from console.login.entering import device
from console.login.progress import too_often
from console.session import safe_back
from tests.conftest import WEDNESDAY


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_way_back_out_of_the_console_becomes_the_inbox(path: str) -> None:
    assert safe_back(path) == "/"


def test_a_way_back_inside_the_console_is_kept() -> None:
    assert safe_back("/conversation/12") == "/conversation/12"


def test_a_ticket_is_good_once() -> None:
    tickets = Tickets()
    ticket = tickets.issue("token", "browser", WEDNESDAY)
    assert tickets.redeem(ticket, "browser", WEDNESDAY) == "token"
    assert tickets.redeem(ticket, "browser", WEDNESDAY) is None


def test_a_ticket_is_for_one_browser_and_a_minute() -> None:
    tickets = Tickets()
    stolen, late = tickets.issue("a", "browser", WEDNESDAY), tickets.issue("b", "browser", WEDNESDAY)
    assert tickets.redeem(stolen, "another", WEDNESDAY) is None
    assert tickets.redeem(stolen, "browser", WEDNESDAY) is None  # whoever tried it has used it up
    assert tickets.redeem(late, "browser", WEDNESDAY + TICKET) is None


def test_all_tabs_of_a_session_end_together() -> None:
    known = Known("id", WEDNESDAY, WEDNESDAY)
    assert known.lasts(WEDNESDAY + timedelta(minutes=119), Limits())
    assert not known.lasts(WEDNESDAY + timedelta(hours=2), Limits())
    known.ended = True
    assert not known.lasts(WEDNESDAY, Limits())


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome，Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari，iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0", "微信，安卓手机"),
        ("<script>alert(1)</script>", "浏览器"),
        ("", "浏览器"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, shown: str) -> None:
    assert device(agent) == shown


def test_a_wait_is_told_in_seconds_or_minutes() -> None:
    assert too_often(WEDNESDAY + timedelta(seconds=30), WEDNESDAY) == "试的次数太多了，请等 30 秒再试。"
    assert too_often(WEDNESDAY + timedelta(minutes=15), WEDNESDAY) == "试的次数太多了，请等 15 分钟再试。"
