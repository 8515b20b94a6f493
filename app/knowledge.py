"""Knowledge files into SQL and out again."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from app.parts import Parts
from base.errors import UserError
from knowledge.content import Content
from knowledge.loader import load_content, load_folder, shared_aliases
from knowledge.store import import_content, load_current

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
PROGRAMS = KNOWLEDGE / "programs"


async def import_folder(parts: Parts, folder: Path) -> str:
    """Bring knowledge files into the database; returns a line about it.

    Args:
        parts: of this process.
        folder: with `programs/`, `faq/` and `hotlines.yml`; or program files alone, then the rest stays as it is.

    Raises:
        KnowledgeError: files are wrong; nothing was imported.
    """
    async with parts.database.read() as session:
        before, current = await load_current(session)
    whole = (folder / "programs").is_dir()
    content = load_content(folder) if whole else replace(current, programs=tuple(load_folder(folder)))
    number = await parts.database.transact(lambda session: import_content(session, content, parts.clock.now()))
    state = "is current" if number == before else "is new"
    warnings = [f"warning: {line}" for line in shared_aliases(content.programs)]
    return "\n".join([*warnings, f"Knowledge: {_counted(content)}, version {number} {state}."])


async def export_folder(parts: Parts, folder: Path) -> str:
    """Write the current version: programs by area, labour rights by topic, hotlines; returns a line about it.

    Raises:
        UserError: the folder holds files already, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"{folder}: not empty; take a new folder.")
    async with parts.database.read() as session:
        number, content = await load_current(session)
    files: dict[Path, list[Any]] = {}
    for program in content.programs:
        files.setdefault(Path("programs", f"{program.area.city}{program.area.district or ''}.yml"), []).append(program)
    for right in content.rights:
        files.setdefault(Path("faq", f"{right.topic}.yml"), []).append(right)
    if content.hotlines:
        files[Path("hotlines.yml")] = list(content.hotlines)
    for path, entries in files.items():
        _write(folder / path, entries)
    return f"Version {number}: {_counted(content)} in {len(files)} files under {folder}."


def _write(file: Path, entries: Iterable[Any]) -> None:
    data = [entry.model_dump(mode="json", exclude_defaults=True, by_alias=True) for entry in entries]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8")


def _counted(content: Content) -> str:
    return f"{len(content.programs)} programs, {len(content.rights)} labour rights, {len(content.hotlines)} hotlines"
