"""What the platform reports about notices: answers to its question, consent withdrawn, and how a sending ended.

The webhook reads the events' fields; here they get their meaning, and are written down in its transaction, after the
claim of the message: an event that is delivered again is not counted again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.grants import record_opt_in, withdraw
from webhook.platform.outcomes import reason_of
from webhook.templates import Registry

Fields = Mapping[str, str]

REFUSED = 43101
FAILED_STATUS = {"user block": "用户拒收通知", "system failed": "微信平台发送失败"}


@dataclass(frozen=True)
class Answer:
    """The member answered the platform's question about one template."""

    template_id: str
    accepted: bool


@dataclass(frozen=True)
class Withdrawn:
    """The member switched the notices of a template off."""

    template_id: str


@dataclass(frozen=True)
class Result:
    """How the sending of a notice ended. `template_id`: of a subscribe notice; `refused`: the member allows it not."""

    message_id: str
    ok: bool
    reason: str = ""
    template_id: str = ""
    refused: bool = False


NoticeEvent = Answer | Withdrawn | Result


class Settle(Protocol):
    """union.notices' settle_result."""

    async def __call__(
        self, session: AsyncSession, message_id: str, ok: bool, reason: str, now: datetime, *, account: str = ""
    ) -> bool: ...


def read_event(event: str, fields: Fields, entries: Sequence[Fields] = ()) -> list[NoticeEvent]:
    """The meaning of an event; empty for one that is not about notices, or that says nothing.

    Args:
        event: its name, in any case.
        fields: the elements right below the root (MsgID, Status).
        entries: those of each `List` inside SubscribeMsgPopupEvent, SubscribeMsgChangeEvent, SubscribeMsgSentEvent.
    """
    match event.lower():
        case "subscribe_msg_popup_event":
            return list(_answers(entries))
        case "subscribe_msg_change_event":
            return [Withdrawn(answer.template_id) for answer in _answers(entries) if not answer.accepted]
        case "subscribe_msg_sent_event":
            return [_subscribe_result(entry) for entry in entries if entry.get("MsgID")]
        case "templatesendjobfinish":
            return [_template_result(fields)] if fields.get("MsgID") else []
        case _:
            return []


async def write_down(
    session: AsyncSession,
    member_id: str,
    account: str,
    events: Iterable[NoticeEvent],
    registry: Registry,
    settle: Settle,
    now: datetime,
) -> None:
    """Write down what was reported. Templates that are not of the account's registry are left out."""
    known = registry.subscribe_templates()
    for event in events:
        match event:
            case Answer(template_id, accepted) if template_id in known:
                lasting = known[template_id].long_term
                await record_opt_in(session, member_id, template_id, accepted, now, long_term=lasting)
            case Withdrawn(template_id):
                await withdraw(session, member_id, template_id, now)
            case Result():
                if event.refused:
                    await withdraw(session, member_id, event.template_id, now)
                await settle(session, event.message_id, event.ok, event.reason, now, account=account)


def _answers(entries: Sequence[Fields]) -> Iterable[Answer]:
    for entry in entries:
        status = entry.get("SubscribeStatusString", "").lower()
        if entry.get("TemplateId") and status in ("accept", "reject"):
            yield Answer(entry["TemplateId"], status == "accept")


def _template_result(fields: Fields) -> Result:
    """`success`, `failed:user block`, `failed: system failed`."""
    verdict, _, why = fields.get("Status", "").partition(":")
    if verdict.strip() == "success":
        return Result(fields["MsgID"], ok=True)
    return Result(fields["MsgID"], ok=False, reason=FAILED_STATUS.get(why.strip(), "微信平台没有送达"))


def _subscribe_result(entry: Fields) -> Result:
    """`ErrorCode` 0 is a success."""
    text, template_id = entry.get("ErrorCode", "").strip(), entry.get("TemplateId", "")
    code = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if code == 0:
        return Result(entry["MsgID"], ok=True, template_id=template_id)
    return Result(entry["MsgID"], False, reason_of(code), template_id, refused=code == REFUSED)
