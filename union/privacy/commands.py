"""What members say about their data in few words: known exactly, also in the middle of a form. Pure."""

import re
import unicodedata
from typing import Literal

Command = Literal["show", "export", "policy", "withdraw", "erase"]

_NOISE = re.compile(r"[\W_]+")
_FORMS: tuple[tuple[Command, re.Pattern[str]], ...] = (
    ("policy", re.compile(r"(?:查看|看看?)?(?:隐私|个人信息)(?:说明|政策|条款|声明|保护说明)")),
    ("withdraw", re.compile(r"(?:我要|我想)?撤[回销](?:我的|对|.{2,10}的)?(?:同意|授权)")),
    ("export", re.compile(r"(?:我要|我想)?(?:导出|下载)(?:我的|个人)?(?:全部|所有)?(?:数据|资料|信息)?")),
    ("erase", re.compile(r"(?:请|帮我|我要|我想)?删除(?:我的|我)?(?:全部|所有|个人)?(?:信息|数据|资料)")),
    ("show", re.compile(r"你们(?:都)?(?:存|留|记)了?我(?:的)?(?:什么|哪些)(?:信息|数据|资料|东西)?")),
)
# Said where the intent is known: which of the things about one's data is meant.
_EXPORT = re.compile("导出|導出|匯出|下载|下載|打包|副本|导一份|导成|打印|发我一份|给我一份|要一份")

_POLICY = re.compile(
    "谁.{0,4}看|看得[到见]|能看到|会看|给别人|给单位|给谁|第三方|多久|多长|哪一年|安全|存在?哪|存到哪|服务器|授权|采集|收集我"
)


def command(text: str) -> Command | None:
    """The command the text is, word for word: 隐私说明, 撤回同意, 导出我的数据 …"""
    if len(text) > 30:
        return None
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    return next((name for name, form in _FORMS if form.fullmatch(bare)), None)


def wants_copy(text: str) -> bool:
    """Whether a question about one's data asks for the data themselves."""
    return _EXPORT.search(text) is not None


def wants_policy(text: str) -> bool:
    """Whether it asks who sees the data, for how long and why, rather than for the data."""
    return _POLICY.search(text) is not None
