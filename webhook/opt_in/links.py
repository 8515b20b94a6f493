"""When a reply asks for consent to a notice, and with which link. Pure but for one look at what was allowed before.

The moment is right when the member has just booked something that a later notice will be about.
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession

from base.settings import Settings
from union.conversations.reply import Reply
from union.notices.grants import granted
from webhook.render import MAX_BYTES
from webhook.templates import Registry

TASK = "task"  # outcome of a turn that did something


@dataclass(frozen=True)
class Question:
    """Consent that may be asked for: to this template, by a link with this label."""

    template_id: str
    label: str


# The words that end a task (they are promised to members and tests), the notice that follows, the link's label.
_AFTER = (
    ("报名成功", "events.reminder", "接收活动提醒"),
    ("候补", "events.offer", "有名额时通知我"),
    ("预约成功", "legal.reminder", "接收预约提醒"),
    ("已订阅", "news.events", "接收新活动消息"),
    ("已提交", "benefits.decided", "有结果时通知我"),
)


def question(reply: Reply, outcome: str, registry: Registry) -> Question | None:
    """What this reply may ask, by the first line of it and the outcome of its turn; None for any other reply."""
    first_line = next((line for text in reply.texts for line in text.splitlines() if line.strip()), "")
    if outcome != TASK:
        return None
    for words, kind, label in _AFTER:
        template = registry.asks_for(kind) if words in first_line else None
        if template is not None:
            return Question(template.id, label)
    return None


def link(asked: Question, allowed: Collection[str], base_url: str, appid: str) -> str | None:
    """The link that asks; None where the member allows it already, or nobody could open our page."""
    if asked.template_id in allowed or not base_url:
        return None
    return f'<a href="{page_url(base_url, appid, [asked.template_id])}">{asked.label}</a>'


def page_url(base_url: str, appid: str, template_ids: Collection[str]) -> str:
    """Address of the page that asks for these templates."""
    query = ",".join(quote(template_id, safe="") for template_id in template_ids)
    return f"{base_url.rstrip('/')}/wechat/{quote(appid, safe='')}/notices?templates={query}"


def base_url(settings: Settings) -> str:
    """Where members reach our pages; empty where they cannot. The simulator's members are on this machine."""
    return settings.public_url or (settings.self_url if settings.simulator_on else "")


def with_link(rendered: str, the_link: str | None) -> str:
    """The rendered text with the link below it; without it where it would not fit, for a tag is never cut."""
    if not the_link:
        return rendered
    longer = f"{rendered}\n{the_link}" if rendered else the_link
    return longer if len(longer.encode()) <= MAX_BYTES else rendered


async def opt_in_link(
    session: AsyncSession, member_id: str, reply: Reply, outcome: str, registry: Registry, base_url: str, appid: str
) -> str | None:
    """The link for this reply to this member, or None. Asks the database only where a question is due."""
    asked = question(reply, outcome, registry) if base_url else None
    if asked is None:
        return None
    return link(asked, await granted(session, member_id, [asked.template_id]), base_url, appid)
