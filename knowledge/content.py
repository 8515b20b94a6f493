"""Everything one version of the knowledge base holds."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.entries import Program, Strict
from knowledge.rights import Hotline, Right

EntryKind = Literal["program", "right", "hotline"]
MODELS: dict[EntryKind, type[Strict]] = {"program": Program, "right": Right, "hotline": Hotline}


@dataclass(frozen=True)
class Content:
    """The entries of each kind, in their order."""

    programs: tuple[Program, ...] = ()
    rights: tuple[Right, ...] = ()
    hotlines: tuple[Hotline, ...] = ()

    def entries(self) -> Iterator[tuple[EntryKind, Program | Right | Hotline]]:
        """Every entry with its kind."""
        yield from (("program", program) for program in self.programs)
        yield from (("right", right) for right in self.rights)
        yield from (("hotline", hotline) for hotline in self.hotlines)

    def hash(self) -> str:
        """The same for the same entries, whatever their order and whatever their files are called."""
        digest = hashlib.sha256()
        for line in sorted(f"{kind} {_as_json(entry)}\n" for kind, entry in self.entries()):
            digest.update(line.encode())
        return digest.hexdigest()


def _as_json(entry: Strict) -> str:
    return entry.model_dump_json(exclude_defaults=True, by_alias=True)
