"""What a member sees of a passive reply, by its kind."""

from collections.abc import Callable, Mapping
from typing import Any

from webhook.simulator.actions.base import Shown

# The member sees nothing of a reply that is longer.
MAX_TEXT_BYTES = 2047
NAMES = {"video": "视频", "music": "音乐"}

Fields = Mapping[str, Any]


class BrokenReplyError(Exception):
    """The platform would not deliver this reply; `str(error)` says why, for the drawer."""


def visible(fields: Fields) -> Shown | None:
    """What the phone shows; None for a conversation given to the platform's own customer service.

    Raises:
        BrokenReplyError: the reply lacks what its kind needs, or is too long.
    """
    kind = str(fields.get("MsgType"))
    if kind == "transfer_customer_service":
        return None
    if kind in NAMES:
        return Shown("text", f"〔{NAMES[kind]}，模拟器不播放〕")
    if kind not in _KINDS:
        raise BrokenReplyError(f"MsgType 是 {kind[:40]}，平台不认识")
    return _KINDS[kind](fields)


def _text(fields: Fields) -> Shown:
    content = str(fields.get("Content") or "")
    if not content:
        raise BrokenReplyError("Content 为空")
    size = len(content.encode())
    if size > MAX_TEXT_BYTES:
        raise BrokenReplyError(f"Content 有 {size} 字节，超过 {MAX_TEXT_BYTES}")
    return Shown("text", content)


def _image(fields: Fields) -> Shown:
    return Shown("image", "", {"media_id": _within(fields, "Image", "MediaId")})


def _voice(fields: Fields) -> Shown:
    return Shown("voice", "", {"media_id": _within(fields, "Voice", "MediaId")})


def _news(fields: Fields) -> Shown:
    """The first article: the platform drops all others without a word."""
    articles = fields.get("Articles")
    items = articles.get("item") if isinstance(articles, Mapping) else None
    first = items[0] if isinstance(items, list) and items else items
    if not isinstance(first, Mapping) or not first.get("Title"):
        raise BrokenReplyError("Articles 里没有带标题的图文")
    data = {name.lower(): str(first.get(name) or "") for name in ("Title", "Description", "PicUrl", "Url")}
    return Shown("news", data["title"], data)


def _within(fields: Fields, outer: str, inner: str) -> str:
    holder = fields.get(outer)
    value = holder.get(inner) if isinstance(holder, Mapping) else None
    if not isinstance(value, str):
        raise BrokenReplyError(f"缺少 {outer}/{inner}")
    return value


_KINDS: Mapping[str, Callable[[Fields], Shown]] = {"text": _text, "image": _image, "voice": _voice, "news": _news}
