"""One session's door, made for a phone: the camera or a code that is typed, and who came in last."""

import json
from datetime import datetime
from typing import Any

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.door.counting import Counting
from console.door.scanning import FILES, SESSION
from console.door.words import chips, numbers, state, whose, why_not
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, heading
from console.parts.fields import Answers
from console.parts.opening import nowhere, open_page
from console.parts.rows import Rows
from console.session import Visit
from union.events import door_desk
from union.events.door import Undone, undo_check_in
from union.events.door_desk import Guest
from union.events.refusal import Refused

LIST = "/door"
GONE = "它可能已被删除，或者不在您负责的范围里。"
LATEST = 8  # of who came in
NOBODY = "还没有人签到。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{session_id}", title="签到 · 工会服务台")
    async def door(request: Request, session_id: str) -> RedirectResponse | None:
        wanted = session_id if SESSION.fullmatch(session_id) else "-"
        root = request.scope.get("root_path", "")
        path = f"{LIST}/{wanted}"
        return await open_page(deps, request, path, "door", lambda here: show(deps, here, wanted, root))


async def show(deps: ConsoleDeps, here: Visit, session_id: str, root: str) -> None:
    """Build the page. `root`: where the console is mounted."""
    async with deps.database.read() as session:
        found = await door_desk.door_of(session, session_id, here.scope)
    if found is None:
        nowhere(here, "没有找到这一场", GONE, path=LIST, label="签到")
        return
    options = {"session": session_id, "files": f"{root}{FILES}", "check": f"{root}{LIST}/{session_id}/check"}
    ui.add_head_html(f'<script src="{root}{FILES}/door.js"></script><script>door.open({json.dumps(options)})</script>')
    with frame(here, here=LIST), box("inbox door"):
        page = DoorPage(deps, here, session_id)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class DoorPage:
    """The script fills the result, the picture and the kept codes; numbers and the latest are brought by us."""

    def __init__(self, deps: ConsoleDeps, here: Visit, session_id: str) -> None:
        self.deps, self.here, self.session_id = deps, here, session_id
        self.do = Doing(deps, here, "door")
        self.undoing = ""
        back("签到", LIST)
        with box("titled"):
            with box("name", tag="h1"):
                self.title = ui.label()
                self.chips = box("chips")
            ui.link("名单", f"{LIST}/{session_id}/list").classes("back", remove="nicegui-link")
        self.when = ui.label().classes("hint")
        _panel()
        with box("section", tag="section"):
            self.numbers = ui.label().classes("door-numbers")
            heading("刚刚签到的")
            self.rows: Rows[Guest] = Rows(NOBODY, lambda one: one.booking_id, lambda one: GuestRow(self))
        self.counting = Counting(self.do, session_id, self.refresh)
        self.ask = Ask("撤销签到？", "", "撤销", self.undo)
        ui.label("扫到的票只有签到码，没有姓名和电话。忘带手机的会员，可以在名单里按姓名签到。").classes("hint")

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "door")
            found = await door_desk.door_of(session, self.session_id, self.here.scope)
            guests = await door_desk.guests(session, self.session_id, self.here.scope)
        if self.rows.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        now = self.deps.clock.now()
        self.title.text, self.when.text = found.meeting.title, f"{found.meeting.when}　{found.meeting.place}"
        self.numbers.text = numbers(found)
        self.chips.clear()
        with self.chips:
            for text, look in chips(found, now):
                ui.label(text).classes(f"chip {look}")
        inside = [one for one in guests if one.status == "checked_in" and one.checked_in_at]
        inside.sort(key=lambda one: (one.checked_in_at or now, one.booking_id), reverse=True)
        self.rows.show(inside[:LATEST], now)

    def ask_undo(self, guest: Guest) -> None:
        self.undoing = guest.booking_id
        self.ask.open(f"{whose(guest)}。撤销后可以重新签到。")

    async def undo(self, answers: Answers, key: str) -> str:
        """Take back what was a mistake."""
        name, now = self.here.staff.name, self.deps.clock.now()

        async def work(session: AsyncSession) -> Undone | Refused:
            how: dict[str, Any] = {"by": name, "key": f"undo:{key}", "now": now, "scope": self.here.scope}
            return await undo_check_in(session, self.undoing, self.session_id, **how)

        wrong = await self.do(work, lambda done: why_not(done) if isinstance(done, Refused) else "", done="已撤销签到")
        await self.refresh()
        return wrong


class GuestRow:
    """Somebody who is in."""

    def __init__(self, page: DoorPage) -> None:
        with box("row-work") as self.root:
            with box("text"):
                self.name = ui.label().classes("name")
                self.state = ui.label().classes("hint")
            self.fewer = ui.button("改人数", on_click=lambda: page.counting.ask(self.guest)).props("flat")
            ui.button("撤销", on_click=lambda: page.ask_undo(self.guest)).props("flat")

    def update(self, guest: Guest, now: datetime) -> None:
        self.guest = guest
        self.name.text, self.state.text = whose(guest), state(guest, now)
        self.fewer.set_visibility(guest.people > 1)


def _panel() -> None:
    """Result, picture, button and field: worked by the script alone, also without a connection."""
    with box("door-panel", tag="section").props('aria-label="签到"'):
        with box("door-result").props('role="status" aria-live="assertive"'):
            ui.label("请扫会员的电子票，或输入签到码").classes("detail")
        with box("door-camera"):
            box(tag="video").props('muted playsinline aria-label="摄像头画面"')
        with box("door-buttons"):
            for label, classes in (("开始扫码", "start"), ("停止扫码", "stop")):
                button = ui.button(label).classes(classes).props("unelevated")
                button.on("click", js_handler="() => door.camera()")
        with box("door-typing"):
            code = ui.input("签到码").classes("door-code")
            code.props('outlined maxlength=40 autocomplete="off" autocapitalize="characters" spellcheck="false"')
            code.on("keydown.enter", js_handler="(event) => door.typed(event)")
            ui.button("签到").props("outline").on("click", js_handler="() => door.typed()")
        box("door-kept")
