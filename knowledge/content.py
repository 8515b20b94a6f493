"""Everything one version of the knowledge base holds."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.entries import Program, Strict
from knowledge.guides import Guide, as_found
from knowledge.rights import Hotline, Right

EntryKind = Literal["program", "right", "hotline", "guide"]
Entry = Program | Right | Hotline | Guide
MODELS: dict[EntryKind, type[Entry]] = {"program": Program, "right": Right, "hotline": Hotline, "guide": Guide}


@dataclass(frozen=True)
class Content:
    """The entries of each kind, in their order."""

    programs: tuple[Program, ...] = ()
    rights: tuple[Right, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    guides: tuple[Guide, ...] = ()

    def entries(self) -> Iterator[tuple[EntryKind, Entry]]:
        """Every entry with its kind."""
        yield from (("program", program) for program in self.programs)
        yield from (("right", right) for right in self.rights)
        yield from (("hotline", hotline) for hotline in self.hotlines)
        yield from (("guide", guide) for guide in self.guides)

    def found(self) -> list[Program]:
        """What search over programs finds: the programs, and the union's own answers."""
        return [*self.programs, *map(as_found, self.guides)]

    def hash(self) -> str:
        """The same for the same entries, whatever their order and whatever their files are called."""
        digest = hashlib.sha256()
        for line in sorted(f"{kind} {_as_json(entry)}\n" for kind, entry in self.entries()):
            digest.update(line.encode())
        return digest.hexdigest()


def _as_json(entry: Strict) -> str:
    return entry.model_dump_json(exclude_defaults=True, by_alias=True)
