"""Which role of staff may open and do what. Pure; asked anew before every step, because a page may stay open."""

from typing import Literal

Task = Literal[
    "talks",  # inbox and conversations
    "desk",  # groups, hours, canned replies of the inbox
    "notices",
    "events",
    "door",  # check-in and attendance
    "matchmaking",
    "excursions",
    "applications",  # read what was handed in
    "rounds",  # open and close rounds of applications
    "appointments",  # a lawyer: their own
    "all_appointments",
    "plan",  # leaves and closed days; a lawyer: their own leave
    "windows",  # windows, lawyers and their rota
    "link_lawyer",  # say which account is whose
    "voices",
    "members",  # rosters: phones, codes, bindings
    "roster",  # import of rosters, the tree of unions
    "places",
    "knowledge",
    "questions",  # what the bot could not answer
    "examples",  # review of anonymous cases
    "numbers",
    "accounts",
    "audit",
    "own_account",  # everybody: password, second factor, sessions
]

_DESK = frozenset({"agent", "organiser", "admin"})
_AGENT = frozenset({"agent", "admin"})
_ORGANISER = frozenset({"organiser", "admin"})
_EDITOR = frozenset({"editor", "admin"})
_ADMIN = frozenset({"admin"})
_MAY: dict[Task, frozenset[str]] = {
    "talks": _DESK,
    "desk": _ADMIN,
    "notices": _DESK,
    "events": _ORGANISER,
    "door": _DESK,
    "matchmaking": _ORGANISER,
    "excursions": _ORGANISER,
    "applications": _DESK,
    "rounds": _ORGANISER,
    "appointments": _AGENT | {"lawyer"},
    "all_appointments": _AGENT,
    "plan": _AGENT | {"lawyer"},
    "windows": _AGENT,
    "link_lawyer": _ADMIN,
    "voices": _DESK,
    "members": _AGENT,
    "roster": _ADMIN,
    "places": _AGENT,
    "knowledge": _EDITOR,
    "questions": _DESK | _EDITOR,
    "examples": _EDITOR,
    "numbers": _DESK | _EDITOR,
    "accounts": _ADMIN,
    "audit": _ADMIN,
    "own_account": frozenset({"agent", "lawyer", "editor", "organiser", "admin"}),
}


def may(role: str, task: Task) -> bool:
    """Whether this role (models.ROLES) may do this."""
    return role in _MAY[task]


def may_decide(role: str, decides: str) -> bool:
    """Whether this role decides applications of a kind that `decides` is named for."""
    return may(role, "applications") and role in (decides, "admin")
