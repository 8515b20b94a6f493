"""How many of a booking came: a clerk says so when companions stayed at home."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from console.door.words import whose, why_not
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field, whole_number
from union.events.door import set_people
from union.events.door_desk import Guest
from union.events.outcomes import CheckedIn
from union.events.refusal import Refused


class Counting:
    """The dialog, built once with its page; `refresh` shows what came of it."""

    def __init__(self, do: Doing, session_id: str, refresh: Callable[[], Awaitable[None]]) -> None:
        self.do, self.session_id, self.refresh, self.booking_id = do, session_id, refresh, ""
        self.dialog = Ask("实到几个人？", "", "保存", self.save, [Field("people", "实到人数", "number")])

    def ask(self, guest: Guest) -> None:
        self.booking_id = guest.booking_id
        self.dialog.fill(people=str(guest.came))
        self.dialog.open(f"{whose(guest)}。没来的同行人，名额不会退给别人。")

    async def save(self, answers: Answers, key: str) -> str:
        people = whole_number(answers["people"])
        if people is None:
            return "请写整数。"
        here, now = self.do.here, self.do.deps.clock.now()

        async def work(session: AsyncSession) -> CheckedIn | Refused:
            name, scope, once = here.staff.name, here.scope, f"people:{key}"
            return await set_people(
                session, self.booking_id, self.session_id, people, by=name, key=once, now=now, scope=scope
            )

        wrong = await self.do(
            work, lambda done: why_not(done) if isinstance(done, Refused) else "", done="已保存", what="改实到人数"
        )
        await self.refresh()
        return wrong
