"""Knowledge files into SQL and out again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from app.parts import Parts
from base.errors import UserError
from knowledge.content import Content
from knowledge.importing import ALL_KINDS, Kept, Kinds, import_content, kept_from
from knowledge.loader import load_content, load_folder, shared_aliases
from knowledge.store import load_current

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
PROGRAMS = KNOWLEDGE / "programs"


async def import_folder(parts: Parts, folder: Path, *, force: bool = False) -> str:
    """Bring knowledge files into the database; returns lines about it.

    Args:
        parts: of this process.
        folder: with `programs/`, `faq/`, `hotlines.yml` and perhaps `guides/`; or program files alone, then the
            rest stays as it is.
        force: take the files also where staff have changed entries in the console; what they wrote stays in the
            entries' history.

    Raises:
        KnowledgeError: files are wrong; nothing was imported.
    """
    async with parts.database.read() as session:
        before, current = await load_current(session)
    whole = (folder / "programs").is_dir()
    content = load_content(folder) if whole else replace(current, programs=tuple(load_folder(folder)))
    kinds: Kinds = ALL_KINDS
    if not whole:
        kinds = ["program"]

    async def work(session: AsyncSession) -> tuple[int, list[Kept]]:
        now = parts.clock.now()
        number = await import_content(session, content, now, kinds=kinds, force=force)
        return number, await kept_from(session, content, kinds)

    number, kept = await parts.database.transact(work)
    state = "is current" if number == before else "is new"
    warnings = [f"warning: {line}" for line in shared_aliases(content.programs)]
    return "\n".join(
        [*warnings, *_told(kept, is_new=number != before), f"Knowledge: {_counted(content)}, version {number} {state}."]
    )


def _told(kept: Sequence[Kept], *, is_new: bool) -> list[str]:
    """Which entries the files would have changed, had staff not; how many, where no file is new."""
    if kept and not is_new:
        return [f"{len(kept)} entries are other than in the files: staff changed them in the console."]
    lines = [f"kept as staff {one.step} it in the console: {one.kind} {one.entry_id}" for one in kept]
    return [*lines, "(--force takes the files instead.)"] if lines else []


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
    for guide in content.guides:
        area = f"{guide.area.city}{guide.area.district or ''}"
        files.setdefault(Path("guides", f"{area}.yml"), []).append(guide)
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
    counted = f"{len(content.programs)} programs, {len(content.rights)} labour rights, {len(content.hotlines)} hotlines"
    return f"{counted}, {len(content.guides)} answers of the union" if content.guides else counted
