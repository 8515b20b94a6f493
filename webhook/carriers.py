"""One message by one route: what it needs is spent before the call, and given back when the call certainly did nothing.

The platform's answer corrects what we thought was allowed. An unknown outcome is final: nothing is given back, and no
other route is tried.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from base.database import Database
from union.allowances import service as allowances
from union.allowances.rules import Reason, Refused
from union.members.models import Member
from union.notices.grants import give_back_grant, spend_grant, withdraw
from union.notices.sender import Outcome
from webhook import bodies
from webhook.bodies import Body
from webhook.platform.client import PlatformApi
from webhook.platform.errors import PlatformCallError, PlatformError, TokenError, UnknownOutcomeError
from webhook.platform.outcomes import Forbidden, OverQuota, failure_of, outcome_of
from webhook.routes import NO_CONSENT, NOT_ALLOWED
from webhook.templates import Rendered

CUSTOM = "/cgi-bin/message/custom/send"
SUBSCRIBE = "/cgi-bin/message/subscribe/bizsend"
TEMPLATE = "/cgi-bin/message/template/send"

NOT_FOLLOWING, NO_MENU = 43004, 40200
CLOSED: dict[int, Reason] = {45047: "used_up", 45015: "window"}
REFUSES_NOTICES = 43101
REFUSES_MESSAGES = 48002
OTHER_WAY = frozenset({*CLOSED, REFUSES_NOTICES, REFUSES_MESSAGES})

Post = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class NextRoute:
    """Not by this route; `outcome` stands if there is no other."""

    outcome: Outcome


Tried = Outcome | NextRoute


@dataclass(frozen=True)
class Carriers:
    """The three ways to one member of one account."""

    database: Database
    clock: Clock
    api: PlatformApi
    member_id: str
    openid: str

    async def customer_service(self, forms: list[Body]) -> Tried:
        """Send the first of these forms that the account may send."""
        return await self.counted(lambda: self._first_allowed(forms))

    async def counted(self, post: Post) -> Tried:
        """A customer-service message, made by `post`, taken from the member's allowance."""
        now = self.clock.now()
        spent = await self.database.transact(lambda s: allowances.spend(s, self.member_id, now))
        if isinstance(spent, Refused):
            return NextRoute(Outcome("failed", NOT_ALLOWED[spent.reason]))
        try:
            await post()
        except PlatformCallError as error:
            if isinstance(error, UnknownOutcomeError):
                return outcome_of(error, self.clock)
            reason = CLOSED.get(_code(error) or 0)

            async def correct(session: AsyncSession) -> None:
                if reason is None:
                    await allowances.give_back(session, self.member_id, spent)
                else:
                    await allowances.correct(session, self.member_id, spent, reason, self.clock.now())

            return await self._refused(error, correct, NOT_ALLOWED[reason] if reason else "")
        return Outcome("sent")

    async def subscribe_notice(self, rendered: Rendered) -> Tried:
        """A subscribe notice, for which one consent of the member is spent."""
        template_id, now = rendered.template_id, self.clock.now()
        if not await self.database.transact(lambda s: spend_grant(s, self.member_id, template_id, now)):
            return NextRoute(Outcome("failed", NO_CONSENT))
        try:
            answer = await self._post(SUBSCRIBE, bodies.subscribe(rendered))
        except PlatformCallError as error:
            if isinstance(error, UnknownOutcomeError):
                return outcome_of(error, self.clock)
            settle = withdraw if _code(error) == REFUSES_NOTICES else give_back_grant
            return await self._refused(error, lambda s: settle(s, self.member_id, template_id, self.clock.now()))
        return Outcome("sent", message_id=_message_id(answer))

    async def template_message(self, rendered: Rendered, key: str) -> Tried:
        """A template message."""
        try:
            answer = await self._post(TEMPLATE, bodies.template(rendered, key))
        except PlatformCallError as error:
            if isinstance(error, UnknownOutcomeError):
                return outcome_of(error, self.clock)
            return await self._refused(error, _nothing)
        return Outcome("sent", message_id=_message_id(answer))

    async def post_custom(self, body: Body) -> None:
        """The bare call, for what `counted` is given."""
        await self._post(CUSTOM, body)

    async def _first_allowed(self, forms: list[Body]) -> None:
        """An account without a msgmenu's permission sends the next form; nothing of the first one arrived."""
        for form in forms[:-1]:
            try:
                return await self.post_custom(form)
            except PlatformError as error:
                if _code(error) != NO_MENU:
                    raise
        return await self.post_custom(forms[-1])

    async def _post(self, path: str, body: Body) -> dict[str, object]:
        return await self.api.post(path, {"touser": self.openid, **body})

    async def _refused(
        self, error: PlatformCallError, correct: Callable[[AsyncSession], Awaitable[None]], why: str = ""
    ) -> Tried:
        """The platform certainly did nothing: put our records right, and say whether another route may do."""
        code, now = _code(error), self.clock.now()

        async def work(session: AsyncSession) -> None:
            await correct(session)
            if code == NOT_FOLLOWING:
                await session.execute(update(Member).where(Member.id == self.member_id).values(following=False))

        await self.database.transact(work)
        outcome = outcome_of(error, self.clock)
        if code in OTHER_WAY or _is_about_the_route(error, now):
            return NextRoute(Outcome("failed", why) if why else outcome)
        return outcome


def _is_about_the_route(error: PlatformCallError, now: datetime) -> bool:
    """Whether the same member may well be reached by another kind of message."""
    return isinstance(failure_of(error, now), OverQuota | Forbidden)


def _code(error: PlatformCallError) -> int | None:
    """What the platform said of this message; None where it did not come to that."""
    return error.code if isinstance(error, PlatformError) and not isinstance(error, TokenError) else None


def _message_id(answer: dict[str, object]) -> str:
    return str(answer.get("msgid") or "")


async def _nothing(_: AsyncSession) -> None:
    """No record of ours to put right."""
