"""A dialog that asks once more, or for what a step needs (a reason, an amount), and says why it was refused."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from nicegui import ui

from console.layout.frame import box

Answers = dict[str, str]


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `choices`: value -> what is read; `longest` in characters."""

    name: str
    label: str
    kind: Literal["line", "long", "number", "date", "choice"] = "line"
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 200


class Ask:
    """Built once with its page and opened when needed; what was typed stays until the step was done.

    `done` gets the answers and a key that stays the same until it succeeds (so a second click does nothing twice);
    it returns why not, in a sentence, or "".
    """

    def __init__(
        self,
        title: str,
        words: str,
        yes: str,
        done: Callable[[Answers, str], Awaitable[str]],
        fields: Sequence[Field] = (),
        *,
        is_grave: bool = False,
    ) -> None:
        self.done, self.key = done, uuid4().hex
        with ui.dialog() as self.dialog, ui.card().classes("dialog"):
            with box(tag="h1"):
                ui.label(title)
            self.words = ui.label(words)
            self.inputs = {one.name: _input(one, is_first=one is fields[0]) for one in fields}
            for one in self.inputs.values():
                one.on_value_change(lambda: self._say(""))
            self.wrong = ui.label().classes("wrong").props('role="alert"')
            with box("buttons"):
                ui.button("先不了", on_click=self.dialog.close).props("flat color=grey-8")
                self.yes = ui.button(yes, on_click=self.submit)
                self.yes.props(f"unelevated {'color=negative' if is_grave else ''} {'' if fields else 'autofocus'}")

    def open(self, words: str | None = None) -> None:
        """Ask; `words` say what is special this time."""
        if words is not None:
            self.words.text = words
        self._say("")
        self.dialog.open()

    def fill(self, **values: str) -> None:
        """Put something in the fields before it is opened."""
        for name, value in values.items():
            self.inputs[name].value = value

    async def submit(self) -> None:
        """Do it; once at a time."""
        if not self.yes.enabled:
            return
        self.yes.disable()
        try:
            wrong = await self.done({name: str(one.value or "").strip() for name, one in self.inputs.items()}, self.key)
        finally:
            self.yes.enable()
        if self.dialog.is_deleted:
            return
        self._say(wrong)
        if not wrong:
            self.key = uuid4().hex
            self.dialog.close()
            for one in self.inputs.values():
                one.value = None if isinstance(one, ui.select) else ""

    def _say(self, wrong: str) -> None:
        self.wrong.text = wrong
        self.wrong.set_visibility(bool(wrong))


def _input(one: Field, *, is_first: bool) -> ui.input | ui.textarea | ui.select:
    focus = "autofocus" if is_first else ""
    if one.kind == "choice":
        select = ui.select(dict(one.choices), label=one.label)
        select.props(f"outlined options-dense {focus}")
        return select
    if one.kind == "long":
        return ui.textarea(one.label).props(f"outlined autogrow maxlength={one.longest} {focus}")
    line = ui.input(one.label).props(f"outlined maxlength={one.longest} {focus}")
    if one.kind == "number":
        line.props('inputmode="numeric"')
    elif one.kind == "date":
        line.props('type="date" stack-label')
    return line


def whole_number(text: str) -> int | None:
    """What was typed as a number, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
