"""Template messages and subscribe notices."""

from collections.abc import Mapping
from datetime import datetime

from webhook.simulator.api.errors import Json, Outcome
from webhook.simulator.api.sides import Side
from webhook.simulator.api.templates import values_of
from webhook.simulator.phones import Kind, Phone


def send_template(side: Side, phone: Phone, message: Json, now: datetime) -> Outcome:
    """message/template/send. The same client_msg_id within ten minutes gives the same msgid and shows nothing new."""
    values = _checked(side, message)
    if isinstance(values, int):
        return values
    client_id = str(message.get("client_msg_id") or "")
    if client_id and (known := side.templates.sent_before(phone.openid, client_id, now)):
        return _sent(known)
    if not side.count("template", side.limits.template_sends_a_day, now):
        return 45009
    _show(side, phone, message, "template", values, now)
    return _sent(side.templates.note_sent(phone.openid, client_id, now))


def send_subscribe(side: Side, phone: Phone, message: Json, now: datetime) -> Outcome:
    """message/subscribe/bizsend: one sending for one opt-in."""
    values = _checked(side, message)
    if isinstance(values, int):
        return values
    if not side.count("subscribe", side.limits.subscribe_sends_a_day, now):
        return 45009
    if not side.templates.spend_opt_in(phone.openid, str(message["template_id"])):
        return 43101
    _show(side, phone, message, "subscribe", values, now)
    return _sent(side.templates.note_sent(phone.openid, "", now))


def _sent(message_id: int) -> Json:
    return {"errcode": 0, "errmsg": "ok", "msgid": message_id}


def _checked(side: Side, message: Json) -> Mapping[str, str] | int:
    if not side.account.verified:
        return 48001
    if side.templates.title(str(message.get("template_id"))) is None:
        return 40037
    return values_of(message.get("data"))


def _show(side: Side, phone: Phone, message: Json, kind: Kind, values: Mapping[str, str], now: datetime) -> None:
    template_id = str(message["template_id"])
    title = side.templates.title(template_id) or ""
    data = {
        "template_id": template_id,
        "title": title,
        "fields": dict(values),
        "url": str(message.get("url") or message.get("page") or ""),
    }
    phone.show("account", kind, title, now, data)
