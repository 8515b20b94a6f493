"""What administrators do with an account: a dialog each, built once."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from console.accounts.once import Once
from console.accounts.words import ALL, ALL_UNIONS, ROLES, why_not
from console.deps import ConsoleDeps
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.session import Visit
from union.staff import administration
from union.staff.accounts import AccountShown
from union.staff.administration import By
from union.staff.service import new_password

ENDS = "对方正在打开的页面会立刻退出，要重新登录。"
NAME_HINT = "同事之间用它认人，比如真实姓名；以后不能改"


class Changing:
    """The dialogs, and the account they are about."""

    def __init__(
        self, deps: ConsoleDeps, here: Visit, unions: dict[str, str], refresh: Callable[[], Awaitable[None]]
    ) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "accounts")
        self.chosen: AccountShown | None = None
        self.once = Once()
        choices = ({ALL_UNIONS: ALL} if here.scope.is_everything else {}) | unions
        union = Field("union", "哪个工会", "choice", choices, hint="只能看到这个工会和下级工会的会员和事项")
        role = Field("role", "岗位", "choice", ROLES)
        name = Field("name", "账号名", longest=64, hint=NAME_HINT)
        self.new = Ask("添加账号", "密码会在下一步显示一次，请转交给本人。", "添加", self.on_new, [name, role, union])
        self.change = Ask("改岗位", ENDS, "保存", self.on_change, [role, union])
        words = f"会得到一个新的临时密码，只显示一次。{ENDS}"
        self.password = Ask("重设密码？", words, "重设密码", self.on_password)
        words = f"在本人丢了手机、又没有备用码时用。请先核实是本人。{ENDS}"
        self.factor = Ask("取消手机验证？", words, "取消手机验证", self.on_factor, is_grave=True)
        self.close = Ask("停用账号？", f"以后不能用它登录，记录都保留。{ENDS}", "停用", self.on_disable, is_grave=True)
        self.reopen = Ask("启用账号？", "密码还是原来的。忘了密码的话，再点“重设密码”。", "启用", self.on_enable)

    def ask_new(self) -> None:
        self.new.open()

    def ask_change(self, one: AccountShown) -> None:
        self.chosen = one
        self.change.fill(role=one.role, union=one.union_id or ALL_UNIONS)
        self.change.open(f"{one.name}。{ENDS}")

    def ask_password(self, one: AccountShown) -> None:
        self.chosen = one
        self.password.open()

    def ask_factor(self, one: AccountShown) -> None:
        self.chosen = one
        self.factor.open()

    def ask_disable(self, one: AccountShown) -> None:
        self.chosen = one
        self.close.open()

    def ask_enable(self, one: AccountShown) -> None:
        self.chosen = one
        self.reopen.open()

    @property
    def by(self) -> By:
        return By(self.here.staff.id, self.here.scope)

    async def on_new(self, answers: Answers, key: str) -> str:
        name, role, union, now = answers["name"], answers["role"], answers["union"], self.deps.clock.now()
        if not union:
            return "请选择工会。"
        password = new_password()
        wrong = await self._run(
            lambda s: administration.add_account(s, self.by, name, role, _union(union), password, now),
            f"添加账号 {name}（{ROLES.get(role, '')}）",
        )
        if not wrong:
            self.once.show(name, password)
        return wrong

    async def on_change(self, answers: Answers, key: str) -> str:
        one, role, union, now = self._one(), answers["role"], answers["union"], self.deps.clock.now()
        what = f"账号 {one.name} 改为{ROLES.get(role, '')}"
        return await self._run(
            lambda s: administration.change_account(s, self.by, one.id, role, _union(union), now), what, done="已保存"
        )

    async def on_password(self, answers: Answers, key: str) -> str:
        one, password, now = self._one(), new_password(), self.deps.clock.now()
        wrong = await self._run(
            lambda s: administration.reset_password(s, self.by, one.id, password, now), f"重设账号 {one.name} 的密码"
        )
        if not wrong:
            self.once.show(one.name, password)
        return wrong

    async def on_factor(self, answers: Answers, key: str) -> str:
        one, now = self._one(), self.deps.clock.now()
        what = f"取消账号 {one.name} 的手机验证"
        return await self._run(
            lambda s: administration.reset_second_factor(s, self.by, one.id, now), what, done="已取消手机验证"
        )

    async def on_disable(self, answers: Answers, key: str) -> str:
        one, now = self._one(), self.deps.clock.now()
        return await self._run(
            lambda s: administration.disable(s, self.by, one.id, now), f"停用账号 {one.name}", done="已停用"
        )

    async def on_enable(self, answers: Answers, key: str) -> str:
        one = self._one()
        return await self._run(
            lambda s: administration.enable(s, self.by, one.id), f"启用账号 {one.name}", done="已启用"
        )

    def _one(self) -> AccountShown:
        assert self.chosen is not None  # a button of its row was pressed
        return self.chosen

    async def _run(self, verb: Callable[[AsyncSession], Awaitable[object]], what: str, *, done: str = "") -> str:
        wrong = await self.do(verb, why_not, what=what, done=done)
        await self.refresh()
        return wrong


def _union(answer: str) -> str | None:
    return None if answer in ("", ALL_UNIONS) else answer
