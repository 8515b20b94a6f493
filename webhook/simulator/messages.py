"""What a member can do on the phone, and the XML the platform makes of it.

A new kind of message is one more class here: the page posts it by its `kind`, the platform sends its `fields`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from webhook.simulator.ledger import CLICK_GRANT, FOLLOW_GRANT, MESSAGE_GRANT, GrantRule

Fields = Mapping[str, str | int]

# Everything XML 1.0 cannot carry, lone surrogates included.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Action(BaseModel):
    """One thing a member does. `grant` is what the account may send in return, `title` names it in the drawer."""

    model_config = ConfigDict(frozen=True)

    grant: ClassVar[GrantRule | None] = None
    title: ClassVar[str]
    is_event: ClassVar[bool] = False

    def fields(self) -> Fields:
        """The XML elements that only this kind has."""
        raise NotImplementedError


class Text(Action):
    """A typed message, or a tapped choice (the platform sends both alike)."""

    grant = MESSAGE_GRANT
    title = "文本消息"
    kind: Literal["text"] = "text"
    text: str = Field(min_length=1, max_length=20_000)

    def fields(self) -> Fields:
        return {"MsgType": "text", "Content": self.text}


class Voice(Action):
    """A voice message; `text` is what the platform recognised, empty where the account has recognition off."""

    grant = MESSAGE_GRANT
    title = "语音消息"
    kind: Literal["voice"] = "voice"
    text: str = Field("", max_length=2_000)

    def fields(self) -> Fields:
        return {"MsgType": "voice", "MediaId": "simulated-voice", "Format": "amr", "Recognition": self.text}


class Click(Action):
    """A tap on an entry of the custom menu. `label` is what the member read; the platform does not send it."""

    grant = CLICK_GRANT
    title = "菜单点击事件"
    is_event = True
    kind: Literal["click"] = "click"
    key: str = Field(min_length=1, max_length=128)
    label: str = Field("", max_length=60)

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "CLICK", "EventKey": self.key}


class Subscribe(Action):
    """The member follows the account."""

    grant = FOLLOW_GRANT
    title = "关注事件"
    is_event = True
    kind: Literal["subscribe"] = "subscribe"

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "subscribe", "EventKey": ""}


class Unsubscribe(Action):
    """The member leaves the account."""

    title = "取消关注事件"
    is_event = True
    kind: Literal["unsubscribe"] = "unsubscribe"

    def fields(self) -> Fields:
        return {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}


AnyAction = Annotated[Text | Voice | Click | Subscribe | Unsubscribe, Field(discriminator="kind")]


def to_xml(fields: Fields) -> str:
    """Write fields as the platform does: numbers bare, strings in CDATA."""
    lines = (f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())
    return "<xml>\n" + "\n".join(lines) + "\n</xml>"


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    clean = _NOT_XML.sub("", value).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{clean}]]>"
