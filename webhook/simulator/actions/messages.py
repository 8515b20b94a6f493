"""Messages: what stands in the chat as the member's own bubble."""

import hashlib
from typing import Literal

from pydantic import Field

from webhook.simulator.actions.base import Action, Fields, Latitude, Longitude, MediaId, Shown
from webhook.simulator.built_in import Keep, keep_picture, keep_video, keep_voice
from webhook.simulator.ledger import MESSAGE_GRANT


class Message(Action):
    """A message; the account may answer it five times within 48 hours."""

    grant = MESSAGE_GRANT


class Text(Message):
    """A typed message, or a tapped choice; `menu_id` is the tapped choice's id."""

    title = "文本消息"
    kind: Literal["text"] = "text"
    text: str = Field(min_length=1, max_length=20_000)
    menu_id: str = Field(default="", max_length=64)

    def fields(self) -> Fields:
        tapped = {"bizmsgmenuid": self.menu_id} if self.menu_id else {}
        return {"MsgType": "text", "Content": self.text, **tapped}

    def shown(self) -> Shown:
        return Shown("text", self.text)


class Voice(Message):
    """A voice message; `text` is what the platform recognised.

    `recognition`: whether the account has it on at all. Without it there is no such element.
    """

    title = "语音消息"
    kind: Literal["voice"] = "voice"
    text: str = Field(default="", max_length=2_000)
    recognition: bool = True
    media_id: MediaId = "builtin-voice"

    def fields(self) -> Fields:
        heard = {"Recognition": self.text} if self.recognition else {}
        return {"MsgType": "voice", "MediaId": self.media_id, "Format": "amr", **heard}

    def kept(self, keep: Keep) -> Action:
        return self.model_copy(update={"media_id": keep_voice(keep)})

    def shown(self) -> Shown:
        return Shown("voice", self.text if self.recognition else "")


class Image(Message):
    """A picture; its address is completed by the platform, which knows where it serves."""

    title = "图片消息"
    kind: Literal["image"] = "image"
    media_id: MediaId

    def fields(self) -> Fields:
        return {"MsgType": "image", "PicUrl": f"/simulator/media/{self.media_id}", "MediaId": self.media_id}

    def kept(self, keep: Keep) -> Action:
        return self.model_copy(update={"media_id": keep_picture(self.media_id, keep)})

    def shown(self) -> Shown:
        return Shown("image", "[图片]", {"media_id": self.media_id})


class Video(Message):
    """A video; a short one is taken in the chat itself."""

    title = "视频消息"
    kind: Literal["video", "shortvideo"] = "video"
    media_id: MediaId = "builtin-video"
    thumb_id: MediaId = "builtin-scene"

    def fields(self) -> Fields:
        return {"MsgType": self.kind, "MediaId": self.media_id, "ThumbMediaId": self.thumb_id}

    def kept(self, keep: Keep) -> Action:
        return self.model_copy(update={"media_id": keep_video(keep), "thumb_id": keep_picture(self.thumb_id, keep)})

    def shown(self) -> Shown:
        return Shown("video", "[小视频]" if self.kind == "shortvideo" else "[视频]", {"media_id": self.thumb_id})


class Location(Message):
    """A place sent from the map. `x` is the latitude, `y` the longitude, in degrees."""

    title = "地理位置消息"
    kind: Literal["location"] = "location"
    x: Latitude
    y: Longitude
    label: str = Field(default="", max_length=200)
    scale: int = Field(default=16, ge=1, le=20)

    def fields(self) -> Fields:
        place: Fields = {"Location_X": self.x, "Location_Y": self.y, "Scale": self.scale, "Label": self.label}
        return {"MsgType": "location", **place}

    def shown(self) -> Shown:
        return Shown("location", self.label or "位置", {"x": self.x, "y": self.y})


class Link(Message):
    """A shared page."""

    title = "链接消息"
    kind: Literal["link"] = "link"
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=500)
    url: str = Field(min_length=1, max_length=1_024)

    def fields(self) -> Fields:
        return {"MsgType": "link", "Title": self.name, "Description": self.description, "Url": self.url}

    def shown(self) -> Shown:
        return Shown("link", self.name, {"description": self.description, "url": self.url})


class File(Message):
    """A file; not in the platform's documentation, but sent. `size` in bytes."""

    title = "文件消息"
    kind: Literal["file"] = "file"
    name: str = Field(min_length=1, max_length=200)
    size: int = Field(default=230_895, ge=0, le=100 * 1024 * 1024)

    def fields(self) -> Fields:
        return {
            "MsgType": "file",
            "Title": self.name,
            "Description": self._size(),
            "FileKey": "SimulatedFileKey",
            "FileMd5": hashlib.md5(self.name.encode(), usedforsecurity=False).hexdigest(),
            "FileTotalLen": self.size,
        }

    def shown(self) -> Shown:
        return Shown("file", self.name, {"size": self._size()})

    def _size(self) -> str:
        return f"{self.size / 1024:.1f} KB"


class UnknownMessage(Message):
    """A kind that the platform may have one day."""

    title = "未知类型的消息"
    kind: Literal["unknown_message"] = "unknown_message"
    name: str = Field(default="hologram", pattern=r"^[a-z_]{1,40}$")

    def fields(self) -> Fields:
        return {"MsgType": self.name, "MediaId": "builtin-unknown", "Extra": {"Version": 2, "Note": "将来的消息"}}

    def shown(self) -> Shown:
        return Shown("text", f"[{self.name}，平台将来的消息类型]")
