"""Commands on data: database, demo data, knowledge."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from app.parts import Parts, build_parts
from base.errors import UserError
from base.settings import Settings, load_settings

T = TypeVar("T")

knowledge_commands = typer.Typer(help="Programs and their facts.", no_args_is_help=True)
database_commands = typer.Typer(help="The database's tables.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command("demo-data")(demo_data)
    cli.add_typer(knowledge_commands, name="knowledge")
    cli.add_typer(database_commands, name="database")


def demo_data(
    reset: Annotated[bool, typer.Option(help="Replace what is there; its bookings go too.")] = False,
) -> None:
    """Load fictitious events, lawyers and staff; new passwords are shown once."""
    settings = load_settings()
    if settings.calls_real_platform:
        raise UserError("Demo data is refused: outbound calls go to the real platform.")
    from app.demo_data import load_demo_data

    for line in with_parts(lambda parts: load_demo_data(parts.database, parts.clock, reset=reset), settings):
        print(line)


@knowledge_commands.command("import")
def knowledge_import(
    folder: Annotated[Path, typer.Argument(help="A folder of program files.")],
    force: Annotated[bool, typer.Option("--force", help="Also replace what staff changed in the console.")] = False,
) -> None:
    """Bring program files into the database as a new version; what staff changed in the console stays."""
    from app.knowledge import import_folder

    print(with_parts(lambda parts: import_folder(parts, folder, force=force)))


@knowledge_commands.command("export")
def knowledge_export(folder: Annotated[Path, typer.Argument(help="Where the files are written.")]) -> None:
    """Write the current version as program files."""
    from app.knowledge import export_folder

    print(with_parts(lambda parts: export_folder(parts, folder)))


@database_commands.command("upgrade")
def database_upgrade() -> None:
    """Bring the tables up to the newest migration."""

    async def nothing_more(_parts: Parts) -> None: ...

    with_parts(nothing_more)


@database_commands.command("revision")
def database_revision(message: str) -> None:
    """Write a migration from what the models have and the database lacks (for developers)."""
    from alembic import command

    from app.schema import alembic_config

    command.revision(alembic_config(load_settings().sql_url), message, autogenerate=True)


def with_parts(work: Callable[[Parts], Awaitable[T]], settings: Settings | None = None) -> T:
    """Run `work` with parts on an up-to-date database.

    Raises:
        UserError: a setting is wrong, or the database cannot be reached.
    """
    from app.schema import create_schema

    chosen = settings or load_settings()

    async def run() -> T:
        parts = build_parts(chosen)
        try:
            await parts.database.check()
            await asyncio.to_thread(create_schema, chosen.sql_url)
            return await work(parts)
        finally:
            await parts.close()

    return asyncio.run(run())
