"""The file of unions: the tree, and who is allied with whom."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from base.errors import UserError
from union.roster.service import Place


class UnionEntry(BaseModel):
    """A union with those below it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    name: str
    level: Literal["city", "district", "street", "company", "trade"]
    city: str = ""
    district: str = ""
    below: list["UnionEntry"] = []


class UnionsFile(BaseModel):
    """`unions`: trees from the top; `alliances`: pairs of ids."""

    model_config = ConfigDict(extra="forbid")

    unions: list[UnionEntry]
    alliances: list[tuple[str, str]] = []


def read_unions(path: Path) -> tuple[list[Place], list[tuple[str, str]]]:
    """The unions of a file, parents first, and its alliances.

    Raises:
        UserError: it cannot be read, or a field is wrong; the line names it.
    """
    try:
        content: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        file = UnionsFile.model_validate(content)
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}).") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: no YAML in UTF-8.") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return places_of(file.unions), file.alliances


def places_of(entries: list[UnionEntry], parent: str | None = None) -> list[Place]:
    """The trees as a list, parents first."""
    found: list[Place] = []
    for one in entries:
        found.append(Place(one.id, one.name, one.level, parent, one.city, one.district))
        found += places_of(one.below, one.id)
    return found
