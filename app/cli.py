"""The command line, `unionbot`. Wrong use: one line and status 2; a failure: one line and status 1."""

import sys
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from app import (
    command_data,
    command_evaluate,
    command_members,
    command_menu,
    command_notices,
    command_places,
    command_staff,
    command_talk,
    processes,
)
from base.errors import UserError

cli = typer.Typer(
    help="The assistant that answers members of a trade union on WeChat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.callback()
def common(
    debug: Annotated[bool, typer.Option("--debug", help="Show the stack trace of a failure.")] = False,
) -> None:
    """Options of all commands."""


processes.add_to(cli)
command_talk.add_to(cli)
command_data.add_to(cli)
command_evaluate.add_to(cli)
command_members.add_to(cli)
command_menu.add_to(cli)
command_notices.add_to(cli)
command_places.add_to(cli)
command_staff.add_to(cli)


def main() -> None:
    """Entry point of the `unionbot` script."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        sys.exit(cli(arguments, standalone_mode=False) or 0)
    except TyperException as error:
        _refuse(error)
    except typer.Exit as error:
        sys.exit(error.exit_code)
    except typer.Abort:
        _fail("Stopped: no answer was given.", 130)
    except KeyboardInterrupt:
        sys.exit(130)
    except UserError as error:
        if debug:
            raise
        _fail(str(error), error.exit_status)
    except Exception as error:
        if debug:
            raise
        _fail(f"{type(error).__name__}: {error} (`--debug` shows where)", 1)


def _refuse(error: TyperException) -> NoReturn:
    """Wrong use. Without a message the help has been shown already: a command needs its verb."""
    message = error.format_message()
    if not message:
        sys.exit(error.exit_code)
    _fail(f"{message} (`--help` tells more)", error.exit_code)


def _fail(line: str, status: int) -> NoReturn:
    print(f"unionbot: {' '.join(line.split())}", file=sys.stderr)
    sys.exit(status)
