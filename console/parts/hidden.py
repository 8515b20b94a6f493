"""Personal data that stand masked until somebody asks for them; who asked is written down."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.layout.frame import box
from console.parts.doing import Doing


@dataclass(frozen=True)
class Hidden:
    """`shown`: what stands there first (138****8000). `read`: reads the whole of it, when it is asked for.

    `what`: as the log says it (查看手机号); `member_id`: whose it is.
    """

    do: Doing
    shown: str
    read: Callable[[AsyncSession], Awaitable[str]]
    what: str
    member_id: str = ""


def hidden(one: Hidden) -> None:
    """The masked value and 显示; after that the value."""
    with box("hidden-value"):
        value = ui.label(one.shown)
        button = ui.button("显示").props(f'flat dense aria-label="{one.what}"')

        async def show() -> None:
            button.disable()
            found: list[str] = []

            async def read(session: AsyncSession) -> None:
                found[:] = [await one.read(session)]

            wrong = await one.do(read, lambda _: "", what=one.what, member_id=one.member_id)
            if value.is_deleted:
                return
            if wrong:
                button.enable()
                ui.notify(wrong, type="warning")
                return
            value.text = found[0]
            button.delete()

        button.on_click(show)
