"""Customer-service messages: checked, counted, and shown on the member's phone."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from webhook.simulator.api.errors import Json, Outcome
from webhook.simulator.api.sides import Side
from webhook.simulator.ledger import Refused, spend
from webhook.simulator.phones import Kind, Phone

MAX_TEXT_BYTES = 2048
TYPING_AFTER = timedelta(seconds=30)
TYPING_LASTS = timedelta(seconds=15)


class Shown(NamedTuple):
    """What the phone shows of a message: its kind, its words, and the rest of it."""

    kind: Kind
    text: str
    data: dict[str, Any] | None = None


def send(side: Side, phone: Phone, message: Json, now: datetime) -> Outcome:
    """message/custom/send."""
    kind = str(message.get("msgtype"))
    if not side.account.verified:
        return 40200 if kind == "msgmenu" else 48001
    if kind not in _KINDS:
        return 40008
    content = message.get(kind)
    shown = _KINDS[kind](side, content if isinstance(content, dict) else {})
    if isinstance(shown, int):
        return shown
    if not side.count("custom", side.limits.custom_sends_a_day, now):
        return 45009
    spent = spend(phone.grants, now)
    if isinstance(spent, Refused):
        return spent.errcode
    phone.grants = spent.grants
    phone.typing_until = None
    phone.show("account", shown.kind, shown.text, now, shown.data)
    return 0


def typing(side: Side, phone: Phone, message: Json, now: datetime) -> Outcome:
    """message/custom/typing."""
    if not side.account.verified:
        return 48001
    command = message.get("command")
    if command not in ("Typing", "CancelTyping"):
        return 45072
    if phone.last_action is None or now - phone.last_action > TYPING_AFTER:
        return 45080
    on = command == "Typing"
    if on and phone.typing_until and now < phone.typing_until:
        return 45081
    phone.typing_until = now + TYPING_LASTS if on else None
    phone.show_typing(TYPING_LASTS.total_seconds() if on else 0)
    return 0


def _text(_: Side, content: Json) -> Shown | int:
    text = content.get("content")
    if not isinstance(text, str) or not text:
        return 44004
    return 45002 if len(text.encode()) > MAX_TEXT_BYTES else Shown("push", text)


def _medium(kind: Kind) -> Callable[[Side, Json], Shown | int]:
    def check(side: Side, content: Json) -> Shown | int:
        media_id = content.get("media_id")
        if not media_id:
            return 41006
        medium = side.media.get(str(media_id))
        return Shown(kind, "", {"media_id": media_id}) if medium and medium.kind == kind else 40007

    return check


def _news(_: Side, content: Json) -> Shown | int:
    articles = content.get("articles")
    if not isinstance(articles, list) or not articles:
        return 44003
    if len(articles) > 1:
        return 45008
    article = articles[0]
    if not isinstance(article, dict) or not isinstance(article.get("title"), str) or not article["title"]:
        return 44003
    data = {name: str(article.get(name, "")) for name in ("title", "description", "url", "picurl")}
    return 45003 if len(article["title"].encode()) > 128 else Shown("news", article["title"], data)


def _msgmenu(_: Side, content: Json) -> Shown | int:
    entries = content.get("list")
    if not isinstance(entries, list) or not entries:
        return 40097
    if not all(isinstance(one, dict) and str(one.get("id", "")) and one.get("content") for one in entries):
        return 40097
    head, tail = (str(content.get(name, "")) for name in ("head_content", "tail_content"))
    choices = [{"id": str(one["id"]), "content": str(one["content"])} for one in entries]
    size = len("".join([head, tail, *(one["content"] for one in choices)]).encode())
    data = {"head": head, "list": choices, "tail": tail}
    return 45002 if size > MAX_TEXT_BYTES else Shown("msgmenu", head, data)


_KINDS: Mapping[str, Callable[[Side, Json], Shown | int]] = {
    "text": _text,
    "image": _medium("image"),
    "voice": _medium("voice"),
    "news": _news,
    "msgmenu": _msgmenu,
}
