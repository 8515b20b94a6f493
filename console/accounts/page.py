"""The accounts of staff: who they are, what they may do, and for which union."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.accounts.changing import Changing
from console.accounts.words import chips, seen
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import search
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from union.staff.accounts import AccountShown, accounts, unions_within

PATH = "/accounts"
NONE = "这里还没有您管的账号。点“添加账号”给同事开一个。"
NOT_FOUND = "没有名字里有这几个字的账号。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="账号 · 工会服务台")
    async def accounts_page(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "accounts", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        unions = await unions_within(session, here.scope)
    with frame(here, here=PATH), box("inbox"):
        page = Accounts(deps, here, unions)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Accounts:
    """Open accounts by name, then closed ones."""

    def __init__(self, deps: ConsoleDeps, here: Visit, unions: dict[str, str]) -> None:
        self.deps, self.here = deps, here
        self.changing = Changing(deps, here, unions, self.refresh)
        with box("titled"):
            with box(tag="h1"):
                ui.label("账号")
            ui.button("添加账号", on_click=self.changing.ask_new).props("unelevated")
        with box("filters"):
            self.wanted = search("账号名", self.refresh)
        self.rows: Rows[AccountShown] = Rows(NONE, lambda one: one.id, lambda one: AccountRow(one, self.changing))

    async def refresh(self) -> None:
        """Read and show."""
        wanted = (self.wanted.value or "").strip().casefold()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "accounts"):
                ui.navigate.reload()
                return
            found = [one for one in await accounts(session, self.here.scope) if wanted in one.name.casefold()]
        if self.rows.is_deleted:
            return
        self.rows.empty.text = NOT_FOUND if wanted else NONE
        self.rows.show(found, self.deps.clock.now())


class AccountRow:
    """One account, with a menu of what can be done; one's own has none."""

    def __init__(self, one: AccountShown, changing: Changing) -> None:
        self.one, self.changing = one, changing
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    ui.label(one.name)
                    self.chips = box("chips")
                self.seen = ui.label().classes("hint")
            with box("buttons") as self.buttons:
                ui.button("改岗位", on_click=lambda: changing.ask_change(self.one)).props("outline color=grey-8")
                ui.button("重设密码", on_click=lambda: changing.ask_password(self.one)).props("outline color=grey-8")
                self.factor = ui.button("取消手机验证", on_click=lambda: changing.ask_factor(self.one))
                self.factor.props("outline color=grey-8")
                self.close = ui.button("停用", on_click=lambda: changing.ask_disable(self.one))
                self.close.props("outline color=negative")
                self.open = ui.button("启用", on_click=lambda: changing.ask_enable(self.one)).props("unelevated")
            if one.id == changing.here.staff.id:
                self.buttons.delete()
                ui.link("我的账号", "/me").classes("back", remove="nicegui-link")

    def update(self, one: AccountShown, now: datetime) -> None:
        self.one = one
        self.chips.clear()
        with self.chips:
            for text, look in chips(one):
                ui.label(text).classes(f"chip {look}")
        self.seen.text = seen(one, now)
        if not self.buttons.is_deleted:
            self.factor.set_visibility(one.second_factor)
            self.close.set_visibility(not one.disabled)
            self.open.set_visibility(one.disabled)
