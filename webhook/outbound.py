"""Messages to members outside of a response, by the best route that is open (webhook/routes.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from base.accounts import Account
from base.clock import Clock
from base.database import Database
from base.logging import get_logger
from base.settings import Settings
from union.allowances.service import allowance_of
from union.members.models import Member
from union.notices.grants import granted
from union.notices.sender import Outcome, Outgoing
from webhook import bodies
from webhook.bodies import Body
from webhook.carriers import Carriers, NextRoute, Tried
from webhook.platform.apis import PlatformApis
from webhook.platform.errors import PlatformCallError
from webhook.platform.media import Media
from webhook.render import plain_text
from webhook.routes import CustomerService, Route, Situation, SubscribeNotice, routes, why_not
from webhook.templates import Registry
from webhook.templates_file import registry_of

log = get_logger("outbound")

GONE = "会员资料已删除"
UNFOLLOWED = "用户未关注"
CLOSED_ACCOUNT = "公众号已停用"
NO_PICTURES = "不能发送图片"
PICTURE_LEFT = "文字已送达，图片未送达：{reason}"


class RenderedSender(Protocol):
    """Sends a text that webhook/render.py has made: its links are kept."""

    async def send_rendered(self, member_id: str, text: str) -> Outcome: ...

    async def show_typing(self, member_id: str) -> None:
        """Let the member see that an answer is being made, where the account may. Never raises."""
        ...


@dataclass(frozen=True)
class _Addressee:
    account: Account
    carriers: Carriers


@dataclass(frozen=True)
class _Message:
    """One message in all its forms. `forms`: as a customer-service message, the best one first; may be empty."""

    forms: list[Body]
    picture: bytes | None = None
    kind: str = ""
    facts: Mapping[str, str] | None = None
    key: str = ""


class WeChatSender:
    """Sends to members by their pseudonym. Is a union.notices.sender.Sender, and sends late replies.

    Never raises for what the platform or the network may do. Without `media` it sends no pictures.

    Raises:
        UsageError: at its making, when an account's file of templates is wrong.
    """

    def __init__(
        self, apis: PlatformApis, database: Database, settings: Settings, clock: Clock, media: Media | None = None
    ) -> None:
        self._apis = apis
        self._database = database
        self._clock = clock
        self._media = media
        self._accounts = {account.appid: account for account in settings.accounts}
        self._registries = {account.appid: registry_of(account, settings) for account in settings.accounts}

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send plain text: what looks like a tag is made harmless, what is too long is cut with an honest tail."""
        forms = bodies.words(outgoing.text, outgoing.choices) if outgoing.text else []
        facts = {"text": plain_text([outgoing.text]), **outgoing.facts}
        message = _Message(forms, outgoing.picture, outgoing.kind, facts, outgoing.key)
        return await self._send(outgoing.member_id, message)

    async def send_rendered(self, member_id: str, text: str) -> Outcome:
        """Send a text that was rendered, as a customer-service message or not at all: a late reply can be fetched."""
        return await self._send(member_id, _Message([bodies.text(text)]))

    async def show_typing(self, member_id: str) -> None:
        """See RenderedSender."""
        try:
            addressee = await self._addressee(member_id)
            if isinstance(addressee, _Addressee) and addressee.account.verified:
                await addressee.carriers.api.typing(addressee.carriers.openid)
        except (PlatformCallError, SQLAlchemyError) as error:  # nothing depends on it
            log.info("typing_failed", error=type(error).__name__)

    async def _send(self, member_id: str, message: _Message) -> Outcome:
        addressee = await self._addressee(member_id)
        if isinstance(addressee, Outcome):
            return addressee
        situation = await self._situation(addressee, message)
        open_routes, closed = routes(situation, self._clock.now())
        later: Outcome | None = None
        for route in open_routes:
            tried = await self._try(addressee, route, message)
            if isinstance(tried, Outcome):
                return tried
            closed.append(tried.outcome.reason)
            if tried.outcome.state == "later":
                later = later or tried.outcome
        return later or Outcome("failed", why_not(closed, situation))

    async def _addressee(self, member_id: str) -> _Addressee | Outcome:
        async with self._database.read() as session:
            query = select(Member.account, Member.openid, Member.following).where(Member.id == member_id)
            member = (await session.execute(query)).first()
        if member is None:
            return Outcome("failed", GONE)
        if not member.following:
            return Outcome("failed", UNFOLLOWED)
        account, api = self._accounts.get(member.account), self._apis.of(member.account)
        if account is None or api is None:
            return Outcome("failed", CLOSED_ACCOUNT)
        return _Addressee(account, Carriers(self._database, self._clock, api, member_id, member.openid))

    async def _situation(self, addressee: _Addressee, message: _Message) -> Situation:
        account, member_id = addressee.account, addressee.carriers.member_id
        registry: Registry = self._registries[account.appid]
        facts = {"account": account.name, **message.facts} if message.facts else {}
        subscribe, template = registry.subscribe(message.kind, facts), registry.template(message.kind, facts)

        async def consented(session: AsyncSession) -> bool:
            return bool(subscribe and await granted(session, member_id, [subscribe.template_id]))

        async with self._database.read() as session:
            allowance = await allowance_of(session, member_id)
            return Situation(account.verified, allowance, subscribe, await consented(session), template)

    async def _try(self, addressee: _Addressee, route: Route, message: _Message) -> Tried:
        carriers = addressee.carriers
        if isinstance(route, CustomerService):
            return await self._customer_service(addressee, message)
        if isinstance(route, SubscribeNotice):
            return await carriers.subscribe_notice(route.rendered)
        return await carriers.template_message(route.rendered, message.key)

    async def _customer_service(self, addressee: _Addressee, message: _Message) -> Tried:
        """The words, then the picture. Once the words are out the message is sent, whatever becomes of the picture."""
        picture = message.picture
        if not message.forms:
            return await self._picture(addressee, picture or b"")
        tried = await addressee.carriers.customer_service(message.forms)
        if picture is None or isinstance(tried, NextRoute) or tried.state != "sent":
            return tried
        second = await self._picture(addressee, picture)
        ended = second.outcome if isinstance(second, NextRoute) else second
        return tried if ended.state == "sent" else Outcome("sent", PICTURE_LEFT.format(reason=ended.reason))

    async def _picture(self, addressee: _Addressee, content: bytes) -> Tried:
        media, carriers = self._media, addressee.carriers
        if media is None or not content:
            return NextRoute(Outcome("failed", NO_PICTURES))
        mime = bodies.type_of_picture(content)
        post = lambda media_id: carriers.post_custom(bodies.image(media_id))  # noqa: E731
        return await carriers.counted(lambda: media.using(addressee.account.appid, content, mime, post))
