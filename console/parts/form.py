"""A form that stands on a page: fields in sections, one button, and what is wrong said at the field it is about."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import uuid4

from nicegui import ui

from console.layout.frame import box
from console.parts.facts import heading
from console.parts.fields import Answers, Field, Input, answer_of, make_input, put

Wrong = Mapping[str, str]  # name of the field -> what is wrong with it; "" for what is about none

FEW = 6  # fields that are all in sight with the button
MARKED = "有 {} 处要改，已标在上面。"


class Form:
    """`done` gets the answers and a key that stays the same until it succeeds; it returns what is wrong, or nothing.

    What was typed stays whatever happens. `sections`: heading (may be empty) -> fields.
    """

    def __init__(
        self,
        sections: Mapping[str, Sequence[Field]],
        yes: str,
        done: Callable[[Answers, str], Awaitable[Wrong]],
    ) -> None:
        self.done, self.key = done, uuid4().hex
        self.inputs: dict[str, Input] = {}
        with box("form", tag="section") as self.root:
            for title, fields in sections.items():
                if title:
                    heading(title)
                with box("fields"):
                    for one in fields:
                        self.inputs[one.name] = made = make_input(one, is_first=not self.inputs)
                        made.classes("wide" if one.kind in ("long", "many") else "")
                        made.on_value_change(lambda _, name=one.name: self.say({name: ""}))
            self.wrong = ui.label().classes("wrong").props('role="alert"')
            self.wrong.set_visibility(False)
            with box("buttons") as self.buttons:
                self.yes = ui.button(yes, on_click=self.submit).props("unelevated")

    def fill(self, values: Mapping[str, str]) -> None:
        """Put something in the fields."""
        for name, value in values.items():
            put(self.inputs[name], value)

    @property
    def answers(self) -> Answers:
        return {name: answer_of(one) for name, one in self.inputs.items()}

    def clear_wrong(self) -> None:
        """Nothing is wrong any more: what stands in the fields is new."""
        self.say(dict.fromkeys(self.inputs, "") | {"": ""})

    async def submit(self) -> None:
        """Do it; once at a time."""
        if not self.yes.enabled:
            return
        self.yes.disable()
        try:
            wrong = await self.done(self.answers, self.key)
        finally:
            self.yes.enable()
        if self.root.is_deleted:
            return
        marked = [name for name in self.inputs if wrong.get(name)]
        below = {"": MARKED.format(len(marked))} if len(self.inputs) > FEW and marked else {"": ""}
        self.say(dict.fromkeys(self.inputs, "") | below | dict(wrong))
        if marked:
            self.inputs[marked[0]].run_method("focus")  # which brings it into sight
        if not wrong:
            self.key = uuid4().hex

    def say(self, wrong: Wrong) -> None:
        """Say it at the fields; of a field that is not there, below them."""
        for name, text in wrong.items():
            element = self.inputs.get(name)
            if element is None or isinstance(element, ui.switch):
                self.wrong.text = text
                self.wrong.set_visibility(bool(text))
            else:
                element.props.update({"error": bool(text), "error-message": text})
                element.update()
