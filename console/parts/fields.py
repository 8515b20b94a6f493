"""Fields that ask for one thing each: the same in dialogs (asking.py) and forms (form.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nicegui import ui

Answers = dict[str, str]
Kind = Literal["line", "long", "number", "date", "time", "moment", "choice", "many", "switch", "password"]
Input = ui.input | ui.textarea | ui.select | ui.switch
MANY = "\n"  # between the chosen values of a `many`
ON = "1"


@dataclass(frozen=True)
class Field:
    """One thing that is asked.

    Args:
        name: of its answer. Answers are texts: a date 2026-11-20, a time 09:00, a moment 2026-11-20T09:00 (of
            Shanghai), a switch "1" or "", a `many` its values with `MANY` between them.
        choices: value -> what is read, for `choice` and `many`.
        longest: in characters.
        hint: a line below the field.
        value: what stands in it at first.
    """

    name: str
    label: str
    kind: Kind = "line"
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 200
    hint: str = ""
    value: str = ""


def make_input(one: Field, *, is_first: bool) -> Input:
    """The field's element, made with its value: one put in later would undo what was typed before the connection."""
    made = _made(one, "autofocus" if is_first else "")
    if one.hint and not isinstance(made, ui.switch):
        made.props.update(hint=one.hint)
    return made


def put(element: Input, value: str) -> None:
    """Have this in the field."""
    if isinstance(element, ui.switch):
        element.value = value == ON
    elif isinstance(element, ui.select):
        element.value = [one for one in value.split(MANY) if one] if element.multiple else value or None
    else:
        element.value = value


def answer_of(element: Input) -> str:
    """What stands in the field, without blanks around it."""
    value = element.value
    if isinstance(element, ui.switch):
        return ON if value else ""
    if isinstance(value, list):
        return MANY.join(str(one) for one in value)
    return str(value or "").strip()


def whole_number(text: str) -> int | None:
    """What was typed as a number, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _made(one: Field, focus: str) -> Input:
    if one.kind == "switch":
        return ui.switch(one.label, value=one.value == ON)
    if one.kind in ("choice", "many"):
        many = [value for value in one.value.split(MANY) if value] if one.kind == "many" else one.value or None
        select = ui.select(dict(one.choices), value=many, label=one.label, multiple=one.kind == "many")
        select.props(f"outlined options-dense {focus} {'use-chips' if one.kind == 'many' else ''}")
        return select
    if one.kind == "long":
        return ui.textarea(one.label, value=one.value).props(f"outlined autogrow maxlength={one.longest} {focus}")
    # With its value from the start: one that is set later comes behind the page, and over what was typed by then.
    secret = one.kind == "password"
    line = ui.input(one.label, value=one.value, password=secret, password_toggle_button=secret)
    line.props(f"outlined maxlength={one.longest} {focus}")
    if one.kind == "number":
        line.props('inputmode="numeric"')
    elif one.kind in _TYPES:
        line.props(f'type="{_TYPES[one.kind]}" stack-label')
    elif one.kind == "password":
        line.props('autocomplete="new-password"')
    return line


_TYPES = {"date": "date", "time": "time", "moment": "datetime-local"}
