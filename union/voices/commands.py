"""Questions about one's own suggestions, known by their words: 我的建议有回复吗, 投诉处理得怎么样了. Pure."""

import re
import unicodedata

LONGEST = 30  # characters; a longer text is a suggestion of its own

_NUMBER = re.compile(r"JY-?\d{8}-?\d{4}")
_THING = r"(?:建议|意见|投诉|举报|反馈|反映|诉求)"
_ASKS = re.compile(
    rf"(?:我|我们|之前|上次|上回|前[天几]|昨天|提|那)[^，。]*{_THING}[^，。]*"
    r"(?:回复|答复|回音|回信|结果|进展|下文|处理|受理|解决|到哪|看到|收到|怎么样|咋样)"
    rf"|^{_THING}(?:有|处理|受理|解决|办)[^，。]*(?:吗|没有?|么|怎么样|咋样|到哪)"
    rf"|^(?:查|查询|查看|看看?)(?:一下)?(?:我的|我)?{_THING}|^我的{_THING}$"
)
_TELLS = re.compile(r"我(?:要|想)(?:提|投诉|举报|反映|反馈)|建议(?:你们|工会|多|把|在|给)")


def asks_for_mine(text: str) -> bool:
    """Whether the member asks what became of what they sent."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if _NUMBER.fullmatch(plain.strip("。.!?吗 ")):
        return True
    if len(plain) > LONGEST or _TELLS.search(plain):
        return False
    return _ASKS.search(re.sub(r"\s+", "", plain)) is not None
