"""A form in a dialog: where one line of what is wrong would not say which field it is about."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from nicegui import ui

from console.layout.frame import box
from console.parts.fields import Answers, Field, put
from console.parts.form import Form, Wrong


class FormDialog:
    """Built once with its page and opened when needed; closed once `done` finds nothing wrong."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        yes: str,
        done: Callable[[Answers, str], Awaitable[Wrong]],
        *,
        words: str = "",
    ) -> None:
        self._done = done
        self.first = {one.name: one.value for one in fields}
        with ui.dialog() as self.dialog, ui.card().classes("dialog of-form"):
            with box(tag="h1"):
                self.title = ui.label(title)
            self.words = ui.label(words).classes("hint")
            self.words.set_visibility(bool(words))
            self.form = Form({"": fields}, yes, self._submit)
            with self.form.buttons:
                ui.button("先不了", on_click=self.dialog.close).props("flat color=grey-8")

    def open(self, values: Mapping[str, str] | None = None, *, title: str = "") -> None:
        """Ask; `values`: what stands in the fields at first, the others empty as they were built."""
        for name, value in {**self.first, **(values or {})}.items():
            put(self.form.inputs[name], value)
        self.form.clear_wrong()
        if title:
            self.title.text = title
        self.dialog.open()

    async def _submit(self, answers: Answers, key: str) -> Wrong:
        wrong = await self._done(answers, key)
        if not wrong and not self.dialog.is_deleted:
            self.dialog.close()
        return wrong
