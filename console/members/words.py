"""Members and what they did in the words of the desk."""

from collections.abc import Mapping

from union.dossier.entry import Entry, Kind
from union.members.rules import masked_name
from union.staff.rules import Task, may

# Kind -> what it is called, who may open its page, and where that is.
KINDS: Mapping[Kind, tuple[str, Task, str]] = {
    "booking": ("报名", "events", "/events/{ref}"),
    "appointment": ("预约", "appointments", "/appointments/{ref}"),
    "application": ("申请", "applications", "/applications/{ref}"),
    "suggestion": ("建议", "voices", "/voices/{ref}"),
    "case": ("人工", "talks", "/conversation/{ref}"),
    "notice": ("通知", "notices", ""),
}


def path_of(entry: Entry, role: str) -> str:
    """Where the matter itself is; empty where there is no page, or none for this role."""
    _, task, path = KINDS[entry.kind]
    return path.format(ref=entry.ref) if path and entry.ref and may(role, task) else ""


def masked_phone(phone: str) -> str:
    """138****8000"""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def masked_card(card: str) -> str:
    """****0001"""
    return f"****{card[-4:]}" if len(card) > 6 else "****"


def masked(name: str) -> str:
    """王**"""
    return masked_name(name, "") if name else "没有留名"
