"""Reading a menu: from a file, from the platform, with everything that is wrong with it; and writing it as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from base.errors import UsageError
from webhook.menu_model import Menu

MENU_FILE = Path(__file__).with_name("menu.yml")
MAX_BUTTONS, MAX_ENTRIES = 3, 5


@dataclass(frozen=True)
class Problem:
    """What is wrong in a menu, and where: `button 1, entry 3, key`."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


def parse_menu(raw: Any) -> Menu | list[Problem]:
    """The menu, or everything that is wrong with it."""
    if not isinstance(raw, dict):
        return [Problem("", "must hold `button:`, a list")]
    counts = list(_wrong_counts(raw))  # apart, for pydantic would say nothing about what is in a list of a wrong length
    try:
        menu = Menu.model_validate(raw)
    except ValidationError as error:
        return counts + [_problem(one["loc"], one["msg"]) for one in error.errors(include_input=False)]
    return counts or menu


def read_menu(path: Path = MENU_FILE) -> Menu | list[Problem]:
    """The menu in a YAML file, or everything that is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        return parse_menu(yaml.safe_load(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError:
        return [Problem("", "not UTF-8")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [Problem(f"line {mark.line + 1}" if mark else "", f"not YAML ({getattr(error, 'problem', error)})")]


def load_menu(path: Path = MENU_FILE) -> Menu:
    """The menu in a file that is right, as the built-in one is.

    Raises:
        UsageError: it is not, or cannot be read; the line says where.
    """
    try:
        menu = read_menu(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if isinstance(menu, Menu):
        return menu
    raise UsageError(f"{path}: {menu[0]} (`unionbot menu check` says all).")


def from_platform(answer: dict[str, Any]) -> Menu | list[Problem]:
    """The menu in the platform's answer to menu/get, without what it adds to it."""
    menu = answer.get("menu")
    buttons = menu.get("button") if isinstance(menu, dict) else None
    return parse_menu({"button": [_tidied(button) for button in buttons] if isinstance(buttons, list) else buttons})


def to_yaml(menu: Menu) -> str:
    """The menu as a file that `read_menu` takes."""
    return yaml.safe_dump(menu.model_dump(), allow_unicode=True, sort_keys=False, width=120)


def _tidied(button: Any) -> Any:
    if not isinstance(button, dict):
        return button
    kept = {key: value for key, value in button.items() if key != "sub_button" and value not in ("", None)}
    entries = button.get("sub_button")
    return {**kept, "sub_button": [_tidied(entry) for entry in entries]} if entries else kept


def _wrong_counts(raw: dict[str, Any]) -> Iterator[Problem]:
    buttons = raw.get("button")
    if not isinstance(buttons, list):
        return
    if not 1 <= len(buttons) <= MAX_BUTTONS:
        yield Problem("button", f"{len(buttons)} of them, 1 to {MAX_BUTTONS} are allowed")
    for number, button in enumerate(buttons, 1):
        entries = button.get("sub_button") if isinstance(button, dict) else None
        if isinstance(entries, list) and not 1 <= len(entries) <= MAX_ENTRIES:
            yield Problem(f"button {number}, sub_button", f"{len(entries)} of them, 1 to {MAX_ENTRIES} are allowed")


def _problem(loc: tuple[int | str, ...], message: str) -> Problem:
    """`button 1, entry 3, key` from pydantic's path, in which the tag of the model stands behind each index."""
    parts: list[str] = []
    levels, before = iter(("button", "entry")), None
    for part in loc:
        if isinstance(part, int):
            parts[-1] = f"{next(levels)} {part + 1}"
        elif not isinstance(before, int):
            parts.append(part)
        before = part
    return Problem(", ".join(parts), message.removeprefix("Value error, "))
