"""What a log-in still needs after the password."""

import pytest

from union.staff.models import Staff
from union.staff.steps import Step, next_step


def who(role: str = "agent", *, secret: str | None = None, must_change: bool = False, demo: bool = False) -> Staff:
    return Staff(role=role, totp_secret=secret, must_change=must_change, demo=demo)


@pytest.mark.parametrize(
    ("staff", "done", "step"),
    [
        (who(), [], "enter"),
        (who(must_change=True), [], "new_password"),
        (who(must_change=True), ["new_password"], "enter"),
        (who(secret="X"), [], "code"),
        (who(secret="X", must_change=True), [], "code"),
        (who(secret="X", must_change=True), ["code"], "new_password"),
        (who("admin"), [], "set_up"),
        (who("admin", must_change=True), [], "new_password"),
        (who("admin", must_change=True), ["new_password"], "set_up"),
        (who("admin"), ["set_up"], "enter"),
        (who("admin", secret="X"), [], "code"),
        (who("admin", secret="X"), ["code"], "enter"),
        (who("admin", demo=True), [], "enter"),
    ],
)
def test_the_next_step(staff: Staff, done: list[Step], step: Step) -> None:
    assert next_step(staff, done, admins_need_it=True) == step


def test_a_deployment_may_do_without() -> None:
    assert next_step(who("admin"), [], admins_need_it=False) == "enter"
