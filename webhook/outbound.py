"""Texts to members outside of a response: customer-service messages."""

from typing import Protocol

from sqlalchemy import select

from base.database import Database
from union.members.models import Member
from union.notices.sender import Outcome, Outgoing
from webhook.platform_api import BUSY, PlatformApis, PlatformError, UnknownOutcomeError, UnreachableError
from webhook.render import MAX_BYTES, cut, plain_text

SEND = "/cgi-bin/message/custom/send"

# For staff: what the platform's most usual refusals mean.
REASONS = {
    BUSY: "微信平台繁忙",
    40003: "用户标识无效",
    40164: "服务器地址不在公众号的IP白名单中",
    43004: "用户未关注",
    45009: "今日接口调用次数已用完",
    45015: "超过48小时未互动，或已取消关注",
    45047: "本轮可发条数已用完，需等用户再次发言",
    48001: "公众号没有客服消息权限",
    48002: "用户拒收消息",
}


class RenderedSender(Protocol):
    """Sends a text that webhook/render.py has made: its links are kept."""

    async def send_rendered(self, member_id: str, text: str) -> Outcome: ...

    async def show_typing(self, member_id: str) -> None:
        """Let the member see that an answer is being made, where the account may. Never raises."""
        ...


class WeChatSender:
    """Sends customer-service messages to members by their pseudonym. Is a union.notices.sender.Sender."""

    def __init__(self, apis: PlatformApis, database: Database) -> None:
        self._apis = apis
        self._database = database

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send plain text: what looks like a tag is made harmless, what is too long is cut with an honest tail."""
        return await self.send_rendered(outgoing.member_id, cut(plain_text([outgoing.text]), MAX_BYTES))

    async def send_rendered(self, member_id: str, text: str) -> Outcome:
        """Send a text that was rendered. Never raises for what the platform or the network may do."""
        async with self._database.read() as session:
            query = select(Member.account, Member.openid, Member.following).where(Member.id == member_id)
            member = (await session.execute(query)).first()
        if member is None:
            return Outcome("failed", "会员资料已删除")
        if not member.following:
            return Outcome("failed", REASONS[43004])
        api = self._apis.of(member.account)
        if api is None:
            return Outcome("failed", "公众号已停用")
        try:
            await api.post(SEND, {"touser": member.openid, "msgtype": "text", "text": {"content": text}})
        except PlatformError as error:
            return Outcome("failed", f"{REASONS.get(error.code, '微信平台拒绝发送')}（{error.code}）")
        except UnreachableError:
            return Outcome("failed", "无法连接微信平台")
        except UnknownOutcomeError:
            return Outcome("unknown", "微信平台没有确认，可能已送达")
        return Outcome("sent")

    async def show_typing(self, member_id: str) -> None:
        """See RenderedSender."""
        return
