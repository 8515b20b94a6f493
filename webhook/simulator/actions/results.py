"""What the platform tells by itself of a notice sent: no member does it, so no page can post it."""

from typing import Literal

from pydantic import Field

from webhook.simulator.actions.base import Action, Fields


class TemplateSent(Action):
    """How a template message ended: `status` is "success", "failed:user block" or "failed: system failed"."""

    title = "模板消息送达事件"
    is_event = True
    kind: Literal["template_sent"] = "template_sent"
    message_id: int
    status: str = Field(default="success", max_length=60)

    def fields(self) -> Fields:
        result: Fields = {"MsgID": self.message_id, "Status": self.status}
        return {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", **result}


class NoticeSent(Action):
    """How a subscribe notice ended: `error` 0 for delivered."""

    title = "订阅通知送达事件"
    is_event = True
    kind: Literal["notice_sent"] = "notice_sent"
    template_id: str
    message_id: str
    error: int = 0

    def fields(self) -> Fields:
        sent: list[Fields] = [
            {
                "TemplateId": self.template_id,
                "MsgID": self.message_id,
                "ErrorCode": self.error,
                "ErrorStatus": "success" if not self.error else "failed",
            }
        ]
        return {"MsgType": "event", "Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": {"List": sent}}
