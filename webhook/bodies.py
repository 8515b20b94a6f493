"""What the platform is posted for each kind of message. Pure."""

from collections.abc import Sequence
from typing import Any

from union.conversations.reply import Choice, Reply
from webhook.render import MAX_BYTES, cut, plain_text, render
from webhook.templates import Rendered

Body = dict[str, Any]

_PICTURES = ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif"), (b"BM", "image/bmp"))


def text(rendered: str) -> Body:
    """A text that webhook/render.py has made."""
    return {"msgtype": "text", "text": {"content": rendered}}


def words(plain: str, choices: Sequence[Choice] = ()) -> list[Body]:
    """The message of a text and its choices: the best form first, then what every account may send."""
    if not choices:
        return [text(cut(plain_text([plain]), MAX_BYTES))]
    with_links = text(render(Reply(texts=[plain], choices=list(choices))).text)
    menu = _menu(plain, choices)
    return [menu, with_links] if menu else [with_links]


def image(media_id: str) -> Body:
    return {"msgtype": "image", "image": {"media_id": media_id}}


def template(rendered: Rendered, client_msg_id: str = "") -> Body:
    """`client_msg_id`: the platform drops a second message with the same one for ten minutes."""
    body = _notice(rendered)
    if rendered.url:
        body["url"] = rendered.url
    if client_msg_id:
        body["client_msg_id"] = client_msg_id
    return body


def subscribe(rendered: Rendered) -> Body:
    body = _notice(rendered)
    if rendered.url:
        body["page"] = rendered.url
    return body


def type_of_picture(content: bytes) -> str:
    """By its first bytes."""
    return next((mime for start, mime in _PICTURES if content.startswith(start)), "application/octet-stream")


def _notice(rendered: Rendered) -> Body:
    data = {name: {"value": value} for name, value in rendered.data.items()}
    return {"template_id": rendered.template_id, "data": data}


def _menu(plain: str, choices: Sequence[Choice]) -> Body | None:
    """A msgmenu; a tap says what is read, so only choices that say what they show can be one."""
    head = plain_text([plain])
    labels = [plain_text([choice.label]) for choice in choices]
    if any(label != choice.send or not label for label, choice in zip(labels, choices, strict=True)):
        return None
    if not head or len("".join([head, *labels]).encode()) > MAX_BYTES:
        return None
    entries = [{"id": str(number), "content": label} for number, label in enumerate(labels, 1)]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": entries, "tail_content": ""}}
