"""Requests that the platform would not send, or not so: a message again, an hour later, forged, or for another account.

What comes back is judged, and shown in the drawer; the chat stays as it is.
"""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from webhook.simulator.actions.base import Fields
from webhook.simulator.envelope import Envelope, Sealed
from webhook.simulator.phones import Exchange, Phone
from webhook.simulator.platform import Platform, Try
from webhook.simulator.simulator import Simulator
from webhook.simulator.time_machine import TimeMachine

How = Literal["again", "hour_later", "wrong_signature", "foreign_appid", "other_account", "flood"]
HOWS: tuple[str, ...] = get_args(How)
FOREIGN = "wx9999999999foreign"
FLOOD = 200  # requests with wrong signatures at once
NAMES: dict[How, str] = {
    "again": "同一条再投一次",
    "hour_later": "一小时后原样重放",
    "wrong_signature": "签名不对",
    "foreign_appid": "密文里是别的 appid",
    "other_account": "用另一个公众号的密钥",
    "flood": f"{FLOOD} 个签名不对的请求",
}


@dataclass(frozen=True)
class Verdict:
    """How the account took it, in Chinese, for people."""

    title: str
    answer: str


async def repeat(simulator: Simulator, phone: Phone, how: How) -> Verdict:
    """Send this member's last message again in that way."""
    last = simulator.last_of(phone)
    if last is None:
        return Verdict(NAMES[how], "请先在聊天里发一条消息，再来重投它")
    fields, first = last
    platform = simulator.platform_of(phone)
    if how == "hour_later":
        return await _replay(simulator, phone, platform, fields, first)
    if how == "flood":
        return await _flood(platform, fields)
    sealed = _seal(simulator, platform, fields, how)
    if isinstance(sealed, str):
        return Verdict(NAMES[how], sealed)
    return _show(phone, how, await platform.attempt(1, fields, sealed))


def _seal(simulator: Simulator, platform: Platform, fields: Fields, how: How) -> Sealed | str:
    """The request, or why there is none."""
    account = platform.account
    if how == "wrong_signature":
        return _forged(platform.seal(fields))
    if how == "foreign_appid":
        if account.mode == "plain":
            return "明文模式的报文里没有 appid，试不了"
        return platform.seal(fields, Envelope(account.model_copy(update={"appid": FOREIGN})))
    if how == "other_account":
        other = next((one for one in simulator.accounts if one.appid != account.appid), None)
        return platform.seal(fields, Envelope(other)) if other else "只有一个公众号，试不了"
    return platform.seal(fields)


async def _replay(simulator: Simulator, phone: Phone, platform: Platform, fields: Fields, first: Try) -> Verdict:
    """The recorded request byte for byte, an hour later by all clocks."""
    TimeMachine(simulator).move(timedelta(hours=1))
    return _show(phone, "hour_later", await platform.replay(first, fields))


async def _flood(platform: Platform, fields: Fields) -> Verdict:
    loop = asyncio.get_running_loop()
    began = loop.time()
    requests = (platform.attempt(1, fields, _forged(platform.seal(fields))) for _ in range(FLOOD))
    tries = await asyncio.gather(*requests)
    refused = sum(one.status == 403 for one in tries)
    milliseconds = (loop.time() - began) * 1000
    return Verdict(NAMES["flood"], f"{refused} 个被拒绝（HTTP 403），共用 {milliseconds:.0f} 毫秒")


def _forged(sealed: Sealed) -> Sealed:
    wrong = {name: secrets.token_hex(20) for name in ("signature", "msg_signature") if name in sealed.query}
    return Sealed(sealed.query | wrong, sealed.body)


def _show(phone: Phone, how: How, attempt: Try) -> Verdict:
    title = f"试验：{NAMES[how]}"
    phone.show_exchange(Exchange(title=title, tries=[attempt]))
    return Verdict(NAMES[how], _answer(attempt))


def _answer(attempt: Try) -> str:
    match attempt.outcome:
        case "replied":
            return f"公众号回复：{attempt.text or attempt.kind}"
        case "accepted":
            return "公众号收下了，没有再回复"
        case "refused":
            return f"公众号拒绝了（HTTP {attempt.status}）"
        case _:
            return attempt.note
