"""A log-in on its way: what was shown so far, each secret counted before it is looked at."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.login.entering import PATH
from console.session import LOGIN
from console.words import duration
from union.audit.service import note
from union.staff import second_factor, sessions, throttle
from union.staff.models import Staff
from union.staff.service import Refused, check_password, set_password
from union.staff.steps import Step, next_step

TASK = "log_in"


@dataclass(frozen=True)
class Caller:
    """Who is at the other end: the network address, the id in the browser's cookie, and what it calls itself."""

    address: str
    browser: str
    device: str


class Progress:
    """`staff`: whose password was right. It stays with this page: a browser that reloads begins anew."""

    def __init__(self, deps: ConsoleDeps, caller: Caller) -> None:
        self.deps, self.caller = deps, caller
        self.staff: Staff | None = None
        self.done: set[Step] = set()

    def next_step(self) -> Step:
        assert self.staff is not None  # the password was right
        return next_step(self.staff, self.done, admins_need_it=self.deps.settings.admin_second_factor)

    async def password(self, name: str, password: str) -> str:
        """Why not, in a sentence, or ""."""
        limits, keyring = self.deps.settings.limits, self.deps.database.keyring
        who = throttle.of_log_in(keyring, limits, name, self.caller.address)
        if waits := await self._admit(who):
            return waits
        async with self.deps.database.read() as session:
            self.staff = await check_password(session, name, password)
        if self.staff is None:
            return "账号或密码不对，请再试一次。"
        await self._forgive(who)
        return ""

    async def code(self, said: str) -> str:
        """A code of the app, or a recovery code."""
        assert self.staff is not None  # asked after the password
        staff, keyring, now = self.staff, self.deps.database.keyring, self.deps.clock.now()
        who = throttle.of_account(keyring, self.deps.settings.limits, staff.id, "code", self.caller.address)
        if waits := await self._admit(who):
            return waits
        if not await self.deps.database.transact(lambda s: second_factor.check_code(s, keyring, staff.id, said, now)):
            return "验证码不对，或者已经用过。请等手机上出现下一个再试。"
        await self._forgive(who)
        self.done.add("code")
        return ""

    async def new_password(self, password: str) -> str:
        """Instead of the one somebody else chose."""
        assert self.staff is not None  # asked after the password
        staff, now = self.staff, self.deps.clock.now()
        async with self.deps.database.read() as session:
            if await check_password(session, staff.name, password) is not None:
                return "请换一个和原来不同的密码。"
        done = await self.deps.database.transact(lambda s: set_password(s, staff.name, password, now))
        if isinstance(done, Refused):
            return "密码要有 8 到 128 个字符。"
        async with self.deps.database.read() as session:
            self.staff = await session.get_one(Staff, staff.id)
        self.done.add("new_password")
        return ""

    async def set_up(self, secret: str, said: str) -> tuple[str, ...]:
        """Turn the second factor on; the recovery codes, none where the code was wrong."""
        assert self.staff is not None  # asked after the password
        staff, keyring, now = self.staff, self.deps.database.keyring, self.deps.clock.now()
        done = await self.deps.database.transact(
            lambda s: second_factor.set_up(s, keyring, staff.id, secret, said, now)
        )
        if isinstance(done, Refused):
            return ()
        self.done.add("set_up")
        return done.recovery

    async def enter(self, back: str) -> str:
        """Begin the session; the path that brings it into the browser. An account changed meanwhile begins anew."""
        assert self.staff is not None and self.next_step() == "enter"
        staff, now = self.staff, self.deps.clock.now()

        async def work(session: AsyncSession) -> str | None:
            fresh = await session.get(Staff, staff.id, populate_existing=True)
            if (
                fresh is None
                or fresh.disabled_at
                or (fresh.password_hash, fresh.role) != (staff.password_hash, staff.role)
            ):
                return None
            await note(session, staff=staff.name, task=TASK, what=f"登录（{self.caller.device}）", now=now)
            return await sessions.begin(session, staff.id, now, self.caller.device)

        token = await self.deps.database.transact(work)
        if token is None:
            return LOGIN
        ticket = self.deps.tickets.issue(token, self.caller.browser, now)
        return f"{PATH}?{urlencode({'ticket': ticket, 'back': back})}"

    async def _admit(self, who: throttle.Free) -> str:
        limits, now = self.deps.settings.limits, self.deps.clock.now()
        until = await self.deps.database.transact(lambda s: throttle.admit(s, who, limits, now))
        return "" if until is None else too_often(until, now)

    async def _forgive(self, who: throttle.Free) -> None:
        now = self.deps.clock.now()
        await self.deps.database.transact(lambda s: throttle.forgive(s, who, now))


def too_often(until: datetime, now: datetime) -> str:
    """How long to wait, in a sentence."""
    seconds = max(1, round((until - now).total_seconds()))
    length = f"{seconds} 秒" if seconds < 60 else duration(until - now)
    return f"试的次数太多了，请等 {length}再试。"
