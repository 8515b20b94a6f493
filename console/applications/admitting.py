"""Granting 入会: which union, which card."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.parts.form import Wrong as Said
from console.parts.form_dialog import FormDialog
from console.session import Visit
from union.applications.admitting import Admission, admit
from union.applications.deciding import Decided
from union.applications.desk import Sheet
from union.applications.rules import Refused
from union.applications.texts import decision_refused
from union.entered import Wrong
from union.staff.accounts import role_of
from union.staff.rules import may_decide

OTHER_ROLE = "这类申请不由您的岗位决定，您可以查看。"
WORDS = "通过后会员就在这个工会的名册上，微信也自动绑定好，会员会收到通知。"
FIELDS = [
    Field("union", "进哪个工会", longest=100, hint="写名册里的工会名称，写一部分也行"),
    Field("card", "会员卡号（可不填）", longest=32, hint="不填：自动编一个"),
    Field("reason", "说明（可不填，会员会看到）", "long", longest=500),
]
WHY = {
    "no_union": "您负责的范围里没有叫这个名称的工会，请核对。",
    "several": "有好几个：{detail}。请写全称。",
    "bad_card": "卡号只能是字母和数字，4 到 32 位。",
    "card_taken": "这个卡号名册里已经有了，请换一个或留空。",
    "phone_taken": "名册里已经有人登记了这个手机号。请让会员直接绑定，或者先核对名册。",
    "member_already": "这位会员已经绑定在名册上了，不用再入会。",
}


class Admitting:
    """One dialog; what is wrong is said at its field."""

    def __init__(self, deps: ConsoleDeps, here: Visit, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "applications")
        self.sheet: Sheet | None = None
        self.dialog = FormDialog("通过入会申请？", FIELDS, "通过", self.admit, words=WORDS)

    def ask(self, one: Sheet) -> None:
        self.sheet = one
        self.dialog.open()

    async def admit(self, answers: Answers, key: str) -> Said:
        assert self.sheet is not None  # a button was pressed
        one, now = self.sheet, self.deps.clock.now()
        wrong: dict[str, str] = {}

        async def work(session: AsyncSession) -> Decided | Refused | Wrong | None:
            role = await role_of(session, self.here.staff.id)
            if role is None or not may_decide(role, one.decides):
                return None
            return await admit(
                session,
                self.deps.queue,
                self.deps.database.keyring,
                one.item.id,
                Admission(answers["union"], answers["card"]),
                staff=self.here.staff.name,
                reason=answers["reason"],
                key=f"console:{key}",
                now=now,
                scope=self.here.scope,
            )

        def why_not(result: Decided | Refused | Wrong | None) -> str:
            wrong.clear()
            wrong.update(_said(result))
            return next(iter(wrong.values()), "")

        said = await self.do(work, why_not, done="已通过，会员已在名册上", member_id=one.item.member_id)
        await self.refresh()
        return wrong or ({"": said} if said else {})


def _said(result: Decided | Refused | Wrong | None) -> dict[str, str]:
    if result is None:
        return {"": OTHER_ROLE}
    if isinstance(result, Wrong):
        return {result.field: WHY.get(result.reason, "请核对。").format(detail=result.detail)}
    return {"": decision_refused(result)} if isinstance(result, Refused) else {}
