"""Commands on an account's templates of notices."""

from pathlib import Path
from typing import Annotated

import typer

from app.accounts import AccountOption, chosen_account, tell_problems
from base.errors import UsageError
from base.settings import load_settings
from webhook.templates import Registry
from webhook.templates_file import notices_file_of, read_notices

notices_commands = typer.Typer(help="Template messages and subscribe notices of an account.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.add_typer(notices_commands, name="notices")


@notices_commands.callback()
def group() -> None:
    """Keeps `check` a command of its own: Typer would make a single one the group itself."""


@notices_commands.command("check")
def check(
    file: Annotated[Path | None, typer.Argument(help="A file of templates; without: the account's own.")] = None,
    account: AccountOption = "",
) -> None:
    """Say everything that is wrong with a file of templates, one line each."""
    settings = load_settings()
    chosen = chosen_account(settings, account)
    path = file or notices_file_of(chosen, settings)
    if path is None:
        print(f"{chosen.appid} has no templates: what cannot go as a customer-service message is not sent.")
        return
    try:
        registry = read_notices(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if isinstance(registry, Registry):
        print(f"{path}: right, {len(registry.titles())} templates for {len(registry.notices)} kinds of notices.")
    else:
        tell_problems(path, [str(problem) for problem in registry])
