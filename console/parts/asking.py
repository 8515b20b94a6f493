"""A dialog that asks once more, or for what a step needs (a reason, an amount), and says why it was refused."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import uuid4

from nicegui import ui

from console.layout.frame import box
from console.parts.fields import Answers, Field, answer_of, make_input, put


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
        self.first = {one.name: one.value for one in fields}
        with ui.dialog() as self.dialog, ui.card().classes("dialog"):
            with box(tag="h1"):
                ui.label(title)
            self.words = ui.label(words)
            self.inputs = {one.name: make_input(one, is_first=one is fields[0]) for one in fields}
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
        for one in self.inputs.values():
            one.update()  # a field that is taken from the page puts its last text back, after we have emptied it
        self.dialog.open()

    def fill(self, **values: str) -> None:
        """Put something in the fields before it is opened."""
        for name, value in values.items():
            put(self.inputs[name], value)

    async def submit(self) -> None:
        """Do it; once at a time."""
        if not self.yes.enabled:
            return
        self.yes.disable()
        try:
            wrong = await self.done({name: answer_of(one) for name, one in self.inputs.items()}, self.key)
        finally:
            self.yes.enable()
        if self.dialog.is_deleted:
            return
        self._say(wrong)
        if not wrong:
            self.key = uuid4().hex
            self.dialog.close()
            for name, one in self.inputs.items():
                put(one, self.first[name])

    def _say(self, wrong: str) -> None:
        self.wrong.text = wrong
        self.wrong.set_visibility(bool(wrong))
