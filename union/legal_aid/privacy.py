"""Who may read what a member told. Pure."""

from dataclasses import dataclass

READERS = ("agent", "admin")  # of what is not private; lawyers read their own


@dataclass(frozen=True)
class Reader:
    """A member of staff: name of the account, and role (union/staff)."""

    name: str
    role: str


def may_read(reader: Reader, privacy: str, lawyer_staff: str | None) -> bool:
    """Whether the reader may see topic, story, intake, outcome and transcript of a talk.

    Args:
        reader: who wants to.
        privacy: of the window: private is for who gives the talk alone, whatever the role.
        lawyer_staff: the account of who gives the talk.
    """
    if lawyer_staff is not None and reader.name == lawyer_staff:
        return True
    return privacy == "ordinary" and reader.role in READERS
