"""One's own second factor: on, off, and new recovery codes."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.accounts.words import why_not
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.factor import show_recovery, show_secret
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.session import Visit
from union.staff import own, second_factor
from union.staff.models import Staff
from union.staff.second_factor import SetUp
from union.staff.service import Refused

ON = "已开启。登录时除了密码，还要手机上的验证码。备用码还剩 {left} 个。"
OFF = "还没有开启。开启后，别人就算知道密码也登录不了。"


class OwnFactor:
    """How it stands, and what can be done about it."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "own_account")
        password = Field("password", "现在的密码", "password", longest=128)
        self.off = Ask("关闭手机验证？", "之后只凭密码登录。", "关闭", self.on_off, [password], is_grave=True)
        self.codes = Ask("换一批备用码？", "原来的备用码都会作废。", "换一批", self.on_codes)
        with box("section", tag="section"):
            heading("手机验证")
            self.body = box("sheet")

    async def refresh(self) -> None:
        """Read and show."""
        async with self.deps.database.read() as session:
            staff = await session.get_one(Staff, self.here.staff.id)
            left = await second_factor.recovery_left(session, staff.id)
        self.body.clear()
        with self.body:
            ui.label(ON.format(left=left) if staff.totp_secret else OFF).classes("hint")
            with box("buttons"):
                if staff.totp_secret:
                    ui.button("换一批备用码", on_click=self.ask_codes).props("outline")
                    ui.button("关闭手机验证", on_click=self.ask_off).props("outline color=negative")
                else:
                    ui.button("开启手机验证", on_click=self.begin).props("unelevated")

    def ask_off(self) -> None:
        self.off.open()

    def ask_codes(self) -> None:
        self.codes.open()

    def begin(self) -> None:
        """The picture, and a field for the first code."""
        secret = second_factor.new_secret()
        self.body.clear()
        with self.body:
            show_secret(secret, self.here.staff.name)
            field = ui.input("手机上的 6 位数字").props('outlined autofocus autocomplete="one-time-code" maxlength=20')
            wrong = ui.label().classes("wrong").props('role="alert"')
            with box("buttons"):
                yes = ui.button("确认").props("unelevated")
                ui.button("先不开启", on_click=self.refresh).props("flat color=grey-8")

        async def confirm() -> None:
            wrong.text = await self.on_confirm(secret, field.value or "")

        yes.on_click(confirm)
        field.on("keydown.enter", confirm)

    async def on_confirm(self, secret: str, code: str) -> str:
        keyring, staff_id, now = self.deps.database.keyring, self.here.staff.id, self.deps.clock.now()
        done: list[SetUp | Refused] = []

        async def work(session: AsyncSession) -> SetUp | Refused:
            done[:] = [await second_factor.set_up(session, keyring, staff_id, secret, code, now)]
            return done[0]

        wrong = await self.do(work, why_not, what="开启手机验证", done="已开启手机验证")
        if not wrong and isinstance(done[0], SetUp):
            self._show(done[0].recovery)
        return wrong

    async def on_off(self, answers: Answers, key: str) -> str:
        staff_id, need = self.here.staff.id, self.deps.settings.admin_second_factor
        password = str(self.off.inputs["password"].value or "")
        wrong = await self.do(
            lambda s: own.turn_off_second_factor(s, staff_id, password, admins_need_it=need),
            why_not,
            what="关闭手机验证",
            done="已关闭手机验证",
        )
        if not wrong:
            await self.refresh()
        return wrong

    async def on_codes(self, answers: Answers, key: str) -> str:
        keyring, staff_id, found = self.deps.database.keyring, self.here.staff.id, list[str]()

        async def work(session: AsyncSession) -> None:
            found[:] = await second_factor.new_recovery_codes(session, keyring, staff_id)

        wrong = await self.do(work, why_not, what="换备用码")
        if not wrong:
            self._show(found)
        return wrong

    def _show(self, codes: list[str] | tuple[str, ...]) -> None:
        self.body.clear()
        with self.body:
            show_recovery(codes)
            with box("buttons"):
                ui.button("我已经抄好", on_click=self.refresh).props("unelevated")
