"""What can be made to go wrong with outbound calls, from the panel and in tests.

Errcodes and broken answers take the place of the call; with `takes_effect` the call is done first, and only its
answer is spoilt: then nothing comes back although the message was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

FaultKind = Literal["errcode", "html", "status", "half", "hang", "cut"]


@dataclass(frozen=True)
class Fault:
    """One fault. `path`: the end of the call's path ("/menu/create"), empty for every call, the token's too.

    `calls`: for so many calls, None until it is cleared. `errcode` counts for kind errcode only; kind `status`
    answers HTTP 500, `hang` answers never, `cut` closes the connection in the middle of the answer.
    """

    kind: FaultKind
    errcode: int = -1
    path: str = ""
    calls: int | None = None
    takes_effect: bool = False


class Faults:
    """The faults that are set: of those that fit a call, the one set last."""

    def __init__(self) -> None:
        self._set: list[Fault] = []

    @property
    def current(self) -> Sequence[Fault]:
        return tuple(self._set)

    def set(self, fault: Fault) -> None:
        """Let it happen from now on, instead of another one for the same path."""
        self._set = [one for one in self._set if one.path != fault.path]
        self._set.append(fault)

    def clear(self) -> None:
        self._set.clear()

    def take(self, path: str) -> Fault | None:
        """The fault of a call that arrives now; it is used up once its calls are counted."""
        fault = next((one for one in reversed(self._set) if path.endswith(one.path)), None)
        if fault is None or fault.calls is None:
            return fault
        rest = [replace(one, calls=fault.calls - 1) if one is fault else one for one in self._set]
        self._set = [one for one in rest if one.calls != 0]
        return fault


# What the panel offers, with its words.
PRESETS: tuple[tuple[str, Fault], ...] = (
    ("系统繁忙（-1）", Fault("errcode", -1)),
    ("凭证无效（40001）", Fault("errcode", 40001)),
    ("凭证过期（42001）", Fault("errcode", 42001)),
    ("IP 不在白名单（40164）", Fault("errcode", 40164)),
    ("今日次数用完（45009）", Fault("errcode", 45009)),
    ("调用太频繁（45011）", Fault("errcode", 45011)),
    ("超过 48 小时（45015）", Fault("errcode", 45015, path="/message/custom/send")),
    ("可发条数用完（45047）", Fault("errcode", 45047, path="/message/custom/send")),
    ("没有接口权限（48001）", Fault("errcode", 48001, path="/message/custom/send")),
    ("用户未关注（43004）", Fault("errcode", 43004, path="/message/custom/send")),
    ("用户拒收订阅通知（43101）", Fault("errcode", 43101, path="/message/subscribe/bizsend")),
    ("素材失效（40007）", Fault("errcode", 40007)),
    ("拿不到凭证（40125）", Fault("errcode", 40125, path="/stable_token")),
    ("回答网页（HTML）", Fault("html")),
    ("状态 500", Fault("status")),
    ("半截 JSON", Fault("half")),
    ("没有回答", Fault("hang")),
    ("已发出但连接断开", Fault("cut", path="/message/custom/send", takes_effect=True)),
)
