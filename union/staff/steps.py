"""What a log-in still needs after the password. Pure."""

from collections.abc import Collection
from typing import Literal

from union.staff.models import Staff

Step = Literal["code", "new_password", "set_up", "enter"]


def next_step(staff: Staff, done: Collection[Step], *, admins_need_it: bool) -> Step:
    """The next step; `enter`: nothing is missing.

    Args:
        staff: whose password was right.
        done: the steps taken since.
        admins_need_it: whether administrators must have a second factor. Accounts of the demo never must: they are
            there only where nothing reaches the real platform.
    """
    if staff.totp_secret is not None and not {"code", "set_up"} & set(done):
        return "code"
    if staff.must_change and "new_password" not in done:
        return "new_password"
    if needs_second_factor(staff, admins_need_it=admins_need_it) and staff.totp_secret is None and "set_up" not in done:
        return "set_up"
    return "enter"


def needs_second_factor(staff: Staff, *, admins_need_it: bool) -> bool:
    """Whether the account may not be without one."""
    return admins_need_it and staff.role == "admin" and not staff.demo
