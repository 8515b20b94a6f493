"""What the platform reports about notices, written down: answers to its question, and how a sending ended.

Called in the transaction that claims the message: an event that is delivered again is not counted again.
"""

from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.grants import record_opt_in, withdraw
from webhook.contents import OptIns, SendResult, SendResults
from webhook.platform.outcomes import reason_of
from webhook.templates import Registry

REFUSED = "43101"
NOT_DELIVERED = "微信平台没有送达"
STATUSES = {"user block": "用户拒收通知", "system failed": "微信平台发送失败"}


class Settle(Protocol):
    """union.notices' settle_result."""

    async def __call__(
        self, session: AsyncSession, message_id: str, ok: bool, reason: str, now: datetime, *, account: str = ""
    ) -> bool: ...


async def note_opt_ins(
    session: AsyncSession, member_id: str, content: OptIns, registry: Registry, now: datetime
) -> None:
    """The member's answers. Templates that are not of the account's registry are left out."""
    known = registry.subscribe_templates()
    for answer in content.answers:
        template = known.get(answer.template_id)
        if content.in_settings and not answer.accepted:
            await withdraw(session, member_id, answer.template_id, now)
        elif template is not None and not content.in_settings:  # what is allowed in the settings allows no sending
            lasting = template.long_term
            await record_opt_in(session, member_id, template.id, answer.accepted, now, long_term=lasting)


async def note_results(
    session: AsyncSession, member_id: str, account: str, content: SendResults, settle: Settle, now: datetime
) -> None:
    """How sendings ended; one that the member refused says that the consent is gone."""
    for result in content.results:
        if result.code == REFUSED and result.template_id:
            await withdraw(session, member_id, result.template_id, now)
        if result.message_id:
            await settle(session, result.message_id, result.delivered, why_not_delivered(result), now, account=account)


def why_not_delivered(result: SendResult) -> str:
    """In words for staff; empty for what was delivered."""
    if result.delivered:
        return ""
    code = result.code.strip()
    if code.isascii() and code.isdigit() and len(code) < 10:
        return reason_of(int(code))
    return STATUSES.get(result.reason.rpartition(":")[2].strip(), NOT_DELIVERED)
