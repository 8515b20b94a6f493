"""Another password, for who knows the one they have."""

from console.accounts.words import why_not
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.login.progress import too_often
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.parts.form import Form, Wrong
from console.session import Visit
from union.staff import own, throttle
from union.staff.service import PasswordSet, Refused

_FIELD = {"wrong_password": "old", "same_password": "new", "bad_password": "new"}


class OwnPassword:
    """A form of three fields."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "own_account")
        fields = [
            Field("old", "现在的密码", "password", longest=128),
            Field("new", "新密码", "password", longest=128, hint="至少 8 个字符"),
            Field("again", "新密码再输一遍", "password", longest=128),
        ]
        with box("section", tag="section"):
            heading("换密码")
            self.form = Form({"": fields}, "换密码", self.on_done)

    async def on_done(self, answers: Answers, key: str) -> Wrong:
        # As typed: blanks belong to a password.
        old, new, again = (str(self.form.inputs[name].value or "") for name in ("old", "new", "again"))
        if new != again:
            return {"again": "两遍不一样，请再输一遍。"}
        if waits := await self._admit():
            return {"": waits}
        staff_id, now, this = self.here.staff.id, self.deps.clock.now(), self.here.known.id
        reasons: list[str] = []

        def said(result: PasswordSet | Refused) -> str:
            reasons[:] = [result.reason] if isinstance(result, Refused) else []
            return why_not(result)

        wrong = await self.do(
            lambda s: own.change_password(s, staff_id, old, new, now, but=this),
            said,
            what="换自己的密码",
            done="密码已换。其他地方的登录都已退出。",
        )
        if wrong:
            return {_FIELD.get(reasons[0], "") if reasons else "": wrong}
        await self._forgive()
        self.form.fill(dict.fromkeys(self.form.inputs, ""))
        return {}

    def _who(self) -> throttle.Free:
        limits, keyring = self.deps.settings.limits, self.deps.database.keyring
        return throttle.of_account(keyring, limits, self.here.staff.id, "password", "")

    async def _admit(self) -> str:
        limits, now, who = self.deps.settings.limits, self.deps.clock.now(), self._who()
        until = await self.deps.database.transact(lambda s: throttle.admit(s, who, limits, now))
        return "" if until is None else too_often(until, now)

    async def _forgive(self) -> None:
        now, who = self.deps.clock.now(), self._who()
        await self.deps.database.transact(lambda s: throttle.forgive(s, who, now))
