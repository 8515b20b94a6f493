"""All of consent behind one door, for the webhook: what an event says of it, and the link that a reply ends with."""

from datetime import datetime
from html import escape
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.settings import Settings
from union.conversations.reply import Link, Reply
from union.members.models import Member
from webhook.contents import Content, OptIns, SendResults
from webhook.opt_in.events import Settle, note_opt_ins, note_results
from webhook.opt_in.links import TASK, base_url, opt_in_link
from webhook.templates import Registry
from webhook.templates_file import registry_of


class Consents:
    """Of the members of all accounts.

    Raises:
        UsageError: at its making, when an account's file of templates is wrong.
    """

    def __init__(self, settings: Settings, settle: Settle) -> None:
        self._registries = {account.appid: registry_of(account, settings) for account in settings.accounts}
        self._base_url = base_url(settings)
        self._settle = settle

    async def note(self, session: AsyncSession, member_id: str, account: str, content: Content, now: datetime) -> None:
        """Write down what an event says about notices; does nothing for any other content."""
        match content:
            case OptIns():
                await note_opt_ins(session, member_id, content, self._registries.get(account, Registry()), now)
            case SendResults():
                await note_results(session, member_id, account, content, self._settle, now)

    async def page(self, session: AsyncSession, member_id: str, link: Link) -> str | None:
        """The tag that leads to a page of the member's account; None where nobody could open it."""
        account = await session.scalar(select(Member.account).where(Member.id == member_id))
        if not self._base_url or account is None:
            return None
        address = f"{self._base_url.rstrip('/')}/wechat/{quote(account, safe='')}/{link.path}"
        return f'<a href="{escape(address)}">{escape(link.label)}</a>'

    async def link(self, session: AsyncSession, member_id: str, reply: Reply, outcome: str) -> str | None:
        """The link below this reply to a turn with this outcome; None for almost all. Asks only after a task."""
        if outcome != TASK or not self._base_url:
            return None
        account = await session.scalar(select(Member.account).where(Member.id == member_id))
        registry = self._registries.get(account or "", Registry())
        return await opt_in_link(session, member_id, reply, outcome, registry, self._base_url, account or "")
