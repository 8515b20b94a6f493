"""Which role may open and do what."""

import pytest

from union.staff.models import ROLES
from union.staff.rules import _MAY, may, may_decide


def test_every_task_is_somebodys_and_the_administrators() -> None:
    assert all(may("admin", task) for task in _MAY)
    assert all(roles <= set(ROLES) for roles in _MAY.values())


def test_a_lawyer_has_appointments_and_their_account_and_nothing_else() -> None:
    assert {task for task in _MAY if may("lawyer", task)} == {"appointments", "plan", "own_account"}


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may("boss", task) for task in _MAY)


@pytest.mark.parametrize(
    ("role", "decides", "expected"),
    [
        ("agent", "agent", True),
        ("organiser", "agent", False),
        ("admin", "organiser", True),
        ("agent", "admin", False),
        ("lawyer", "lawyer", False),
    ],
)
def test_a_kind_names_the_role_that_decides(role: str, decides: str, expected: bool) -> None:
    assert may_decide(role, decides) is expected
