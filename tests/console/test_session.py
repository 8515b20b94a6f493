"""Sessions end after eight hours, and a log-in leads back into the console only."""

from datetime import timedelta

import pytest

from console.session import safe_back, sign_in, signed_in_id
from tests.conftest import WEDNESDAY


def test_a_session_lasts_eight_hours() -> None:
    storage: dict[str, object] = {}
    sign_in(storage, 7, WEDNESDAY)

    assert signed_in_id(storage, WEDNESDAY + timedelta(hours=7, minutes=59)) == 7
    assert signed_in_id(storage, WEDNESDAY + timedelta(hours=8)) is None


@pytest.mark.parametrize("storage", [{}, {"staff_id": 7}, {"staff_id": "7", "signed_in_at": WEDNESDAY.isoformat()}])
def test_half_a_session_is_none(storage: dict[str, object]) -> None:
    assert signed_in_id(storage, WEDNESDAY) is None


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_way_back_out_of_the_console_becomes_the_inbox(path: str) -> None:
    assert safe_back(path) == "/"


def test_a_way_back_inside_the_console_is_kept() -> None:
    assert safe_back("/conversation/12") == "/conversation/12"
