"""By which route a message outside of a reply may go. Pure: what is known of account, member and kind in, a list out.

First a customer-service message, which carries the words themselves; then a subscribe notice the member allowed; then
a template message. Of each the platform has the last word, so the next one stands behind it.
"""

from dataclasses import dataclass
from datetime import datetime

from union.allowances import rules
from union.allowances.rules import Allowance, Reason, Refused
from webhook.templates import Rendered

UNVERIFIED = "公众号未认证，不能发客服消息"
NOT_ALLOWED: dict[Reason, str] = {
    "used_up": "48小时内可发条数已用完",
    "window": "会员超过48小时没有互动，不能发客服消息",
}
NO_CONSENT = "会员没有订阅这类通知"
NO_NOTICE = "没有可用的订阅通知"


@dataclass(frozen=True)
class CustomerService:
    """The words themselves."""


@dataclass(frozen=True)
class SubscribeNotice:
    """A notice for which the member's consent is spent."""

    rendered: Rendered


@dataclass(frozen=True)
class TemplateMessage:
    """A notice that needs no consent."""

    rendered: Rendered


Route = CustomerService | SubscribeNotice | TemplateMessage


@dataclass(frozen=True)
class Situation:
    """What decides about the routes.

    `subscribe`, `template`: this very notice as one, None where the account has none for its kind or facts are missing.
    `consented`: the member has allowed a subscribe notice of that template.
    """

    verified: bool
    allowance: Allowance
    subscribe: Rendered | None = None
    consented: bool = False
    template: Rendered | None = None


def routes(situation: Situation, now: datetime) -> tuple[list[Route], list[str]]:
    """The routes in the order in which to try them, and why each of the others is closed (for staff)."""
    found: list[Route] = []
    closed: list[str] = []
    if why := _why_no_customer_service(situation, now):
        closed.append(why)
    else:
        found.append(CustomerService())
    if situation.subscribe is not None:
        if situation.consented:
            found.append(SubscribeNotice(situation.subscribe))
        else:
            closed.append(NO_CONSENT)
    if situation.template is not None:
        found.append(TemplateMessage(situation.template))
    return found, closed


def why_not(closed: list[str], situation: Situation) -> str:
    """Why a message went by no route, in words for staff."""
    has_notice = situation.subscribe is not None or situation.template is not None
    reasons = list(dict.fromkeys(reason for reason in closed if reason))
    return "；".join(reasons) if has_notice else f"{'；'.join(reasons)}，且{NO_NOTICE}"


def _why_no_customer_service(situation: Situation, now: datetime) -> str:
    if not situation.verified:
        return UNVERIFIED
    allowed = rules.spend(situation.allowance, now)
    return NOT_ALLOWED[allowed.reason] if isinstance(allowed, Refused) else ""
