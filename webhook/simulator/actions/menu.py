"""Taps on the custom menu. Some open a picker first, and send what was picked as a message after the event."""

import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from webhook.simulator.actions.base import Action, Fields, Key, Latitude, Longitude, MediaId, Shown
from webhook.simulator.actions.messages import Image, Location
from webhook.simulator.built_in import Keep, keep_picture
from webhook.simulator.ledger import CLICK_GRANT


class _Tap(Action):
    is_event = True
    label: str = Field(default="", max_length=60)  # what the member read; the platform does not send it

    def shown(self) -> Shown:
        return Shown("notice", f"点击了菜单“{self.label}”" if self.label else "点击了菜单")


class Click(_Tap):
    """An entry with a key."""

    grant = CLICK_GRANT
    title = "菜单点击事件"
    kind: Literal["click"] = "click"
    key: Key

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "CLICK", "EventKey": self.key}

    def shown(self) -> Shown:
        return Shown("notice", f"点击了菜单“{self.label or self.key}”")


class View(_Tap):
    """An entry that opens a page; the simulator opens nothing."""

    title = "菜单跳转事件"
    kind: Literal["view"] = "view"
    url: str = Field(min_length=1, max_length=1_024)

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "VIEW", "EventKey": self.url, "MenuId": "430000000"}

    def shown(self) -> Shown:
        return Shown("notice", f"菜单“{self.label}”会打开网页：{self.url}（模拟器不打开）")


class ViewMiniProgram(_Tap):
    """An entry that opens a mini program; `path` is its page."""

    title = "打开小程序事件"
    kind: Literal["view_miniprogram"] = "view_miniprogram"
    path: str = Field(min_length=1, max_length=1_024)

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "view_miniprogram", "EventKey": self.path, "MenuId": "430000000"}

    def shown(self) -> Shown:
        return Shown("notice", f"菜单“{self.label}”会打开小程序：{self.path}（模拟器不打开）")


class ScanCode(_Tap):
    """A code read by the phone's camera: at once (push), or while the phone says "消息接收中" (waitmsg)."""

    grant = CLICK_GRANT
    title = "菜单扫码事件"
    kind: Literal["scancode_push", "scancode_waitmsg"]
    key: Key
    result: str = Field(min_length=1, max_length=2_000)

    def fields(self) -> Fields:
        scanned = {"ScanType": "qrcode", "ScanResult": self.result}
        return {"MsgType": "event", "Event": self.kind, "EventKey": self.key, "ScanCodeInfo": scanned}

    def shown(self) -> Shown:
        return Shown("notice", f"扫到了：{self.result}")


class Pictures(_Tap):
    """Pictures taken or chosen after a tap: the event tells how many, the messages bring them."""

    title = "菜单发图事件"
    kind: Literal["pic_sysphoto", "pic_photo_or_album", "pic_weixin"]
    key: Key
    media_ids: list[MediaId] = Field(min_length=1, max_length=9)

    def fields(self) -> Fields:
        items: list[Fields] = [{"PicMd5Sum": _md5(media_id)} for media_id in self.media_ids]
        sent: Fields = {"Count": len(items), "PicList": {"item": items}}
        return {"MsgType": "event", "Event": self.kind, "EventKey": self.key, "SendPicsInfo": sent}

    def kept(self, keep: Keep) -> Action:
        return self.model_copy(update={"media_ids": [keep_picture(one, keep) for one in self.media_ids]})

    def messages(self) -> Sequence[Action]:
        return [Image(media_id=media_id) for media_id in self.media_ids]


class LocationSelect(_Tap):
    """A place chosen on the map after a tap."""

    title = "菜单选位置事件"
    kind: Literal["location_select"] = "location_select"
    key: Key
    x: Latitude
    y: Longitude
    place: str = Field(default="", max_length=200)

    def fields(self) -> Fields:
        # Strings here, unlike in the message: so the platform documents it.
        sent = {"Location_X": f"{self.x:.6f}", "Location_Y": f"{self.y:.6f}", "Scale": "16", "Label": self.place}
        event = {"MsgType": "event", "Event": "location_select", "EventKey": self.key}
        return {**event, "SendLocationInfo": {**sent, "Poiname": ""}}

    def messages(self) -> Sequence[Action]:
        return [Location(x=self.x, y=self.y, label=self.place)]


def _md5(media_id: str) -> str:
    """Stands for the picture's sum: the same picture, the same sum."""
    return hashlib.md5(media_id.encode(), usedforsecurity=False).hexdigest()
