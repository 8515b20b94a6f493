"""Which role of staff may open and do what. Pure; asked anew before every step, because a page may stay open."""

from typing import Literal

Task = Literal[
    "talks",  # inbox and conversations
    "notices",
    "applications",  # read what was handed in
    "appointments",  # a lawyer: their own
    "all_appointments",
    "plan",  # leaves and closed days; a lawyer: their own leave
    "link_lawyer",  # say which account is whose
    "voices",
    "members",  # rosters: phones, codes, bindings
    "examples",  # review of anonymous cases
]

_DESK = frozenset({"agent", "organiser", "admin"})
_MAY: dict[Task, frozenset[str]] = {
    "talks": _DESK | {"editor"},
    "notices": _DESK | {"editor"},
    "applications": _DESK,
    "appointments": frozenset({"agent", "lawyer", "admin"}),
    "all_appointments": frozenset({"agent", "admin"}),
    "plan": frozenset({"agent", "lawyer", "admin"}),
    "link_lawyer": frozenset({"admin"}),
    "voices": _DESK,
    "members": frozenset({"agent", "admin"}),
    "examples": frozenset({"editor", "admin"}),
}


def may(role: str, task: Task) -> bool:
    """Whether this role (models.ROLES) may do this."""
    return role in _MAY[task]


def may_decide(role: str, decides: str) -> bool:
    """Whether this role decides applications of a kind that `decides` is named for."""
    return may(role, "applications") and role in (decides, "admin")
