"""Commands on an account's custom menu."""

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.accounts import AccountOption, chosen_account, tell_problems, with_api
from base.errors import UsageError, UserError
from base.settings import load_settings
from webhook.menu import MENU_FILE, Problem, from_platform, read_menu, to_yaml
from webhook.menu_model import Menu

if TYPE_CHECKING:
    from webhook.platform.client import PlatformApi

NO_MENU = 46003

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
MenuFile = Annotated[Path | None, typer.Argument(help="A menu file; without: the account's own, or the built-in one.")]

menu_commands = typer.Typer(help="The custom menu of an account.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.add_typer(menu_commands, name="menu")


@menu_commands.command("check")
def check(file: MenuFile = None, account: AccountOption = "") -> None:
    """Say everything that is wrong with a menu file, one line each."""
    path = file or chosen_account(load_settings(), account).menu or MENU_FILE
    menu = _read(path)
    if isinstance(menu, Menu):
        print(f"{path}: right, {sum(1 for _ in menu.lines())} lines of menu.")
        return
    tell_problems(path, [str(problem) for problem in menu])


@menu_commands.command("push")
def push(file: MenuFile = None, account: AccountOption = "", yes: YesOption = False) -> None:
    """Give the account the menu of a file, after showing what changes."""
    settings = load_settings()
    chosen = chosen_account(settings, account)
    menu = _right(file or chosen.menu or MENU_FILE)

    async def work(api: "PlatformApi") -> None:
        theirs = await _current(api)
        if theirs == menu:
            print(f"{chosen.appid} has this menu already.")
            return
        print("\n".join(_difference(theirs, menu)))
        if not yes and not typer.confirm(f"Give {chosen.appid} ({chosen.name}) this menu?"):
            print("Nothing was changed.")
            return
        await api.post("/cgi-bin/menu/create", menu.model_dump())
        print(f"{chosen.appid} has the new menu; members see it within minutes.")

    with_api(settings, chosen, work)


@menu_commands.command("pull")
def pull(
    file: Annotated[Path | None, typer.Argument(help="Where it is written; without: it is printed.")] = None,
    account: AccountOption = "",
    yes: YesOption = False,
) -> None:
    """Write the menu that the account has as a file that `push` takes."""
    settings = load_settings()
    chosen = chosen_account(settings, account)
    theirs = with_api(settings, chosen, _current)
    if theirs is None:
        raise UserError(f"{chosen.appid} has no menu that was made by a program.")
    if isinstance(theirs, list):
        raise UserError(f"The menu of {chosen.appid} cannot be written as a file: {theirs[0]}{_and_more(theirs)}.")
    if file is None:
        print(to_yaml(theirs), end="")
        return
    if file.exists() and not yes:
        typer.confirm(f"{file} exists. Replace it?", abort=True)
    try:
        file.write_text(to_yaml(theirs), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}).") from error
    print(f"Written to {file}.")


def _read(path: Path) -> Menu | list[Problem]:
    try:
        return read_menu(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error


def _right(path: Path) -> Menu:
    menu = _read(path)
    if isinstance(menu, list):
        raise UserError(f"{path}: {menu[0]}{_and_more(menu)}.")
    return menu


def _and_more(problems: list[Problem]) -> str:
    return f" (and {len(problems) - 1} more: `unionbot menu check` says all)" if len(problems) > 1 else ""


async def _current(api: "PlatformApi") -> Menu | list[Problem] | None:
    """The platform's menu; None where there is none, problems where it has what a file cannot hold."""
    from webhook.platform.errors import PlatformError

    try:
        return from_platform(await api.get("/cgi-bin/menu/get"))
    except PlatformError as error:
        if error.code == NO_MENU:
            return None
        raise


def _difference(theirs: Menu | list[Problem] | None, ours: Menu) -> list[str]:
    """Lines with + and -, the unchanged ones between them. What cannot be read goes as a whole."""
    if isinstance(theirs, list):
        return [
            f"(What the platform has is replaced; it cannot be shown: {theirs[0]})",
            *(f"+ {n}" for n in ours.lines()),
        ]
    before = list(theirs.lines()) if theirs else []
    return [line for line in difflib.ndiff(before, list(ours.lines())) if not line.startswith("?")]
