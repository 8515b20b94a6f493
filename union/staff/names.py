"""What an account may be called. Pure.

Colleagues and the log know each other by these names, so no two may look alike: 小李1 and 小李l are one.
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 32
RESERVED = frozenset({"command", "member", "staff", "bot", "system"})  # the records call nobody else so
# Han, Latin letters, digits, and what joins them: no control characters, no letters of scripts that look like ours.
_NAME = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fffA-Za-z0-9][\u3400-\u4dbf\u4e00-\u9fffA-Za-z0-9·._-]*")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "·": "", ".": "", "_": "", "-": ""})


def account_name(text: str) -> str | None:
    """The name as it is kept (full-width letters become ordinary ones), or None."""
    name = unicodedata.normalize("NFKC", text[: LONGEST * 4]).strip()
    fits = 0 < len(name) <= LONGEST and len(text) <= LONGEST * 4 and _NAME.fullmatch(name)
    return name if fits and name.casefold() not in RESERVED else None


def skeleton(name: str) -> str:
    """The same for names that people confuse."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_ALIKE)


def looks_like(name: str, others: Iterable[str]) -> str | None:
    """The first of the others that it could be taken for."""
    mine = skeleton(name)
    return next((other for other in others if skeleton(other) == mine), None)
