"""The custom menu as data, in the platform's own format and within its limits."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MENU_FILE = Path(__file__).with_name("menu.yml")


def _bytes(most: int) -> AfterValidator:
    def check(text: str) -> str:
        if not 0 < len(text.encode()) <= most:
            raise ValueError(f"1 to {most} bytes in UTF-8")
        return text

    return AfterValidator(check)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Strict):
    """An entry that sends a CLICK event with `key`."""

    type: Literal["click"]
    name: Annotated[str, _bytes(60)]
    key: Annotated[str, _bytes(128)]


class Button(_Strict):
    """One of the buttons at the bottom, with the entries that it opens."""

    name: Annotated[str, _bytes(16)]
    sub_button: list[Entry] = Field(min_length=1, max_length=5)


class Menu(_Strict):
    """The whole menu."""

    button: list[Button] = Field(min_length=1, max_length=3)


def load_menu(path: Path = MENU_FILE) -> Menu:
    """Read the menu.

    Raises:
        pydantic.ValidationError: it breaks one of the platform's limits; names entry and field.
    """
    return Menu.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
