"""Reads the knowledge files and says everything that is wrong with them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from base.errors import UserError
from knowledge.content import Content
from knowledge.entries import Program
from knowledge.guides import Guide
from knowledge.normalise import normalise
from knowledge.rights import NEEDED_HOTLINES, NUMBER, Hotline, Right

T = TypeVar("T")
Entry = TypeVar("Entry", Program, Right, Hotline, Guide)

SENTENCES = {
    "extra_forbidden": "unknown field",
    "missing": "missing",
    "string_too_short": "empty",
    "string_type": "not a text (put it in quotes)",
    "list_type": "not a list",
    "too_short": "empty list",
    "string_pattern_mismatch": "not an id (small letters, digits and hyphens)",
}


class KnowledgeError(UserError):
    """Knowledge files are wrong; `lines` name file, entry and field."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


class _Loader(yaml.CSafeLoader):
    """YAML that refuses a key written twice instead of letting the last one win."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(None, None, f'"{key}" is written twice', node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_folder(path: Path) -> list[Program]:
    """All programs of a folder's .yml files, in the order of file names.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    return _refused_unless_right(*_load(sorted(path.glob("*.yml")), Program, path))


def load_content(path: Path) -> Content:
    """A whole knowledge folder: programs/*.yml, faq/*.yml, hotlines.yml, and guides/*.yml where there are any.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    programs, wrong_programs = _load(sorted((path / "programs").glob("*.yml")), Program, path / "programs")
    rights, wrong_rights = _load(sorted((path / "faq").glob("*.yml")), Right, path / "faq")
    hotlines, wrong_hotlines = load_hotlines(path / "hotlines.yml")
    guides, wrong_guides = load_guides(path / "guides")
    content = Content(tuple(programs), tuple(rights), tuple(hotlines), tuple(guides))
    both = {program.id for program in programs} & {guide.id for guide in guides}
    twice = [f"guides: entry {id_}: field id: used by a program too" for id_ in sorted(both)]
    return _refused_unless_right(content, [*wrong_programs, *wrong_rights, *wrong_hotlines, *wrong_guides, *twice])


def load_guides(folder: Path) -> tuple[list[Guide], list[str]]:
    """The union's own answers, and what is wrong with them; there need not be any."""
    files = sorted(folder.glob("*.yml"))
    return _load(files, Guide, folder) if files else ([], [])


def load_hotlines(file: Path) -> tuple[list[Hotline], list[str]]:
    """The hotlines of a file, and what is wrong with it; every number that replies name must be there."""
    found, problems = _load([file] if file.exists() else [], Hotline, file)
    missing = [id_ for id_ in NEEDED_HOTLINES if id_ not in {hotline.id for hotline in found}]
    return found, problems or [f"{file.name}: entry {id_}: missing; replies name this number" for id_ in missing]


def _refused_unless_right(found: T, problems: list[str]) -> T:
    if problems:
        raise KnowledgeError(problems)
    return found


def _load(files: list[Path], model: type[Entry], place: Path) -> tuple[list[Entry], list[str]]:
    """The right entries of some files, and a line for every problem. `place`: named when there are no files."""
    if not files:
        return [], [f"{place}: no knowledge files (*.yml) here"]
    found: list[tuple[str, Entry]] = []
    problems: list[str] = []
    for file in files:
        entries, wrong = read_file(file.name, file.read_bytes(), model)
        found += [(file.name, entry) for entry in entries]
        problems += wrong
    return [entry for _, entry in found], [*problems, *_repeated_ids(found)]


def read_file(name: str, content: bytes, model: type[Entry]) -> tuple[list[Entry], list[str]]:
    """The right entries of one file, and a line for every problem of the others."""
    try:
        entries = yaml.load(content.decode("utf-8"), _Loader)  # noqa: S506  (a safe loader, made stricter)
    except UnicodeDecodeError as error:
        return [], [f"{name}: not UTF-8 text (byte {error.start})"]
    except yaml.YAMLError as error:
        return [], [f"{name}: {_yaml_problem(error)}"]
    if not isinstance(entries, list):
        return [], [f"{name}: a list of entries is expected"]
    right: list[Entry] = []
    problems: list[str] = []
    for position, entry in enumerate(entries, 1):
        try:
            right.append(model.model_validate(entry))
        except ValidationError as error:
            label = entry.get("id") if isinstance(entry, dict) and entry.get("id") else f"number {position}"
            problems += [f"{name}: entry {label}: {line}" for line in _problems(error)]
    return right, problems


def shared_aliases(programs: Iterable[Program]) -> list[str]:
    """A warning for every name that two entries of one area share: nothing would tell them apart."""
    owners: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for program in programs:
        for name in {normalise(name) for name in [program.name, *program.aliases]}:
            owners[(name, program.area.city, program.area.district)].append(program.id)
    return [
        f'entries {", ".join(sorted(ids))}: field aliases: "{name}" is shared and no area tells them apart'
        for (name, _, _), ids in owners.items()
        if len(ids) > 1
    ]


def _repeated_ids(found: Sequence[tuple[str, Program | Right | Hotline | Guide]]) -> list[str]:
    files = defaultdict(list)
    for file, entry in found:
        files[entry.id].append(file)
    return [f"{', '.join(names)}: entry {id_}: field id: used twice" for id_, names in files.items() if len(names) > 1]


def _yaml_problem(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}: " if mark else ""
    return f"{place}not readable as YAML: {getattr(error, 'problem', None) or error}"


def _problems(error: ValidationError) -> list[str]:
    return [f"{_field(problem['loc'])}: {_sentence(problem)}" for problem in error.errors()]


def _field(location: tuple[int | str, ...]) -> str:
    """`facts.figures[2].as_of` of its parts; the whole entry when there is none."""
    path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return f"field {path.removeprefix('.')}" if path else "the whole entry"


def _sentence(problem: Any) -> str:
    kind = problem["type"]
    if kind in ("literal_error", "enum"):
        return f'"{problem["input"]}" is not one of {problem["ctx"]["expected"]}'
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "fields with values are expected"
    if kind == "string_pattern_mismatch" and problem["ctx"]["pattern"] == NUMBER:
        return "not a number of 3 to 12 digits"
    return SENTENCES.get(kind) or str(problem["msg"]).removeprefix("Value error, ")
