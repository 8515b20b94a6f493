"""What the platform tells by itself of a notice it sent: no member does it, so no page can post it."""

from typing import Literal

from webhook.simulator.messages import Action, Fields


class TemplateSent(Action):
    """How a template message ended: `status` is "success", "failed:user block" or "failed: system failed"."""

    title = "模板消息送达事件"
    is_event = True
    kind: Literal["template_sent"] = "template_sent"
    message_id: int
    status: str = "success"

    def fields(self) -> Fields:
        result: Fields = {"MsgID": self.message_id, "Status": self.status}
        return {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", **result}
