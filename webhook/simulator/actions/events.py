"""Events besides the menu's: following, codes, positions, opt-ins, and what nobody knows yet."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from webhook.simulator.actions.base import Action, Fields, Latitude, Longitude, Shown
from webhook.simulator.ledger import FOLLOW_GRANT, SCAN_GRANT

TICKET = "gQH_SimulatedTicket"


class Subscribe(Action):
    """The member follows the account; `scene` is that of the code scanned for it."""

    grant = FOLLOW_GRANT
    title = "关注事件"
    is_event = True
    kind: Literal["subscribe"] = "subscribe"
    scene: str = Field(default="", max_length=64)

    def fields(self) -> Fields:
        if not self.scene:
            return {"MsgType": "event", "Event": "subscribe", "EventKey": ""}
        # The prefix stands here only, never at a scan of who follows already.
        return {"MsgType": "event", "Event": "subscribe", "EventKey": f"qrscene_{self.scene}", "Ticket": TICKET}

    def shown(self) -> Shown:
        return Shown("notice", f"您扫码关注了该公众号（场景 {self.scene}）" if self.scene else "您已关注该公众号")


class Unsubscribe(Action):
    """The member leaves the account."""

    title = "取消关注事件"
    is_event = True
    kind: Literal["unsubscribe"] = "unsubscribe"

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}

    def shown(self) -> Shown:
        return Shown("notice", "您已取消关注，不再收到该公众号的消息")


class Scan(Action):
    """A code with a scene, scanned by a member who follows already."""

    grant = SCAN_GRANT
    title = "扫码事件"
    is_event = True
    kind: Literal["scan"] = "scan"
    scene: str = Field(min_length=1, max_length=64)

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "SCAN", "EventKey": self.scene, "Ticket": TICKET}

    def shown(self) -> Shown:
        return Shown("notice", f"扫描了带参数的二维码（场景 {self.scene}）")


class LocationReport(Action):
    """The phone's position, told when the chat is opened or every five seconds. The member sees nothing of it."""

    title = "上报地理位置事件"
    is_event = True
    kind: Literal["report_location"] = "report_location"
    x: Latitude
    y: Longitude
    precision: float = Field(default=65.0, ge=0)

    def fields(self) -> Fields:
        place = {"Latitude": self.x, "Longitude": self.y, "Precision": self.precision}
        return {"MsgType": "event", "Event": "LOCATION", **place}

    def shown(self) -> Shown:
        return Shown("notice", "手机自动上报了位置（成员看不到这一行）")


class Decision(BaseModel):
    """What the member said to one template of notices."""

    model_config = ConfigDict(frozen=True)

    template_id: str = Field(pattern=r"^[\w-]{1,128}$")
    accepted: bool


class OptIn(Action):
    """The dialog "订阅消息" was answered, on a page of the account."""

    title = "订阅通知弹窗事件"
    is_event = True
    kind: Literal["opt_in"] = "opt_in"
    decisions: list[Decision] = Field(min_length=1, max_length=3)

    def fields(self) -> Fields:
        decided: list[Fields] = [
            {"TemplateId": one.template_id, "SubscribeStatusString": _status(one.accepted), "PopupScene": 1}
            for one in self.decisions
        ]
        event = {"MsgType": "event", "Event": "subscribe_msg_popup_event"}
        return {**event, "SubscribeMsgPopupEvent": {"List": decided}}

    def shown(self) -> Shown:
        accepted = sum(one.accepted for one in self.decisions)
        return Shown("notice", f"允许了 {accepted} 项订阅消息" if accepted else "拒绝了订阅消息")


class OptOut(Action):
    """Notices refused later, in the phone's settings of the account."""

    title = "订阅通知管理事件"
    is_event = True
    kind: Literal["opt_out"] = "opt_out"
    template_id: str = Field(pattern=r"^[\w-]{1,128}$")

    def fields(self) -> Fields:
        refused: list[Fields] = [{"TemplateId": self.template_id, "SubscribeStatusString": "reject"}]
        event = {"MsgType": "event", "Event": "subscribe_msg_change_event"}
        return {**event, "SubscribeMsgChangeEvent": {"List": refused}}

    def shown(self) -> Shown:
        return Shown("notice", "在通知管理里拒收了订阅消息")


class UnknownEvent(Action):
    """An event that the platform may have one day."""

    title = "未知的事件"
    is_event = True
    kind: Literal["unknown_event"] = "unknown_event"
    name: str = Field(default="future_event", pattern=r"^[A-Za-z_]{1,40}$")

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": self.name, "EventKey": "", "FutureInfo": {"Version": 2}}

    def shown(self) -> Shown:
        return Shown("notice", f"平台发出了将来的事件 {self.name}")


def _status(accepted: bool) -> str:
    return "accept" if accepted else "reject"
