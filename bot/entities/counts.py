"""How many (两个人, 3张, 一家三口) and which one (第二个, 最后一个)."""

import re
from collections.abc import Iterator

from bot.entities.entity import Entity
from bot.entities.numbers import NUMBER, to_int

_COUNT_SIGN = re.compile(r"[人张位名口个份俩仨大我]")
_ORDINAL_SIGN = re.compile(r"[第后数选]")

# A plain "一个" is an article (给我报一个); 几十个人 and 三十多人 are no exact count.
_COUNTS = re.compile(
    rf"(?:(?<=[周拜期][一二三四五六日天])|(?<![第几\d.年月周每前后头零〇一二两三四五六七八九十百]))(?P<n>{NUMBER})\s*(?:"
    r"(?:个|位|名)?(?:大人|成人|人(?!间|民|座|份证|月|天|数|才))"
    r"|个?(?:名额|位子|座位|同事|工友|职工|员工|工人|朋友)"
    r"|张(?!桌|床|图|表|证|照)|位(?!置|数|领导)|口人"
    r"|名(?=$|[\s,，。]|职|员|工|骑|司)"
    r"|[个份](?=$|[\s,，。!！吧啊呢的]))"
)
_EITHER = re.compile(r"[一二三四五六七八九]{2}")  # 七八个人: seven or eight, no count
_FAMILY = re.compile(rf"(?:一家|全家|我们家)({NUMBER})口人?")
_ADULTS_AND_CHILDREN = re.compile(rf"({NUMBER})大({NUMBER})小")
_ALONE = re.compile(r"(?:就|只有|只)我(?:自己)?(?:一个人?|自己)|我自己一个人?|我一个人(?:去|来|参加|报)")
_PAIR = re.compile(
    r"(?:我[和跟同与](?:我)?(?:老婆|老公|爱人|媳妇|同事|朋友|闺蜜|对象|家属|爸|妈|女儿|儿子)|我们?(?:俩|两口子)|夫妻(?:俩|两个)?|小两口)"
)

_THING = r"(?:个|场|批|期|条|项|位|家|张|种|款|行|页|档|班|轮|道|只|趟|节|样|组|堂|件)"
_ORDINALS = re.compile(
    rf"第(?P<n>{NUMBER})(?P<thing>{_THING})(?!人民|医院|中学|小学|月|季度|年|星期|周|礼拜)"
    rf"|(?P<last>最后(?:面)?(?:那|这)?(?:一)?{_THING}(?!月)|倒数第一{_THING}?)"
    rf"|倒数第(?P<back>{NUMBER}){_THING}?"
    rf"|^(?:我?(?:选|要)第?|第)(?P<whole>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?:个|号)?(?:吧|的)?$"
)


def find_counts(text: str) -> Iterator[Entity]:
    """Value: the number in digits."""
    if not _COUNT_SIGN.search(text):
        return
    for pattern, value in ((_FAMILY, _first), (_ADULTS_AND_CHILDREN, _sum), (_ALONE, _one), (_PAIR, _two)):
        if match := pattern.search(text):
            yield from _entity("count", value(match), match)
            return
    for match in _COUNTS.finditer(text):
        count = None if _EITHER.fullmatch(match["n"]) else to_int(match["n"])
        if count and not (count == 1 and match[0][-1] in "个份" and match[0] != text):
            yield from _entity("count", count, match)


def find_ordinals(text: str) -> Iterator[Entity]:
    """Value: the place in digits, counted from the end when negative (最后一个 = -1)."""
    if not _ORDINAL_SIGN.search(text):
        return
    for match in _ORDINALS.finditer(text):
        if match["last"]:
            place: int | None = -1
        elif match["back"]:
            place = -(to_int(match["back"]) or 0) or None
        else:
            place = to_int(match["n"] or match["whole"])
        if place:
            yield from _entity("ordinal", place, match)


def _entity(kind: str, value: int | None, match: re.Match[str]) -> Iterator[Entity]:
    if value:
        yield Entity(kind, str(value), match.start(), match.end(), match[0])


def _first(match: re.Match[str]) -> int | None:
    return to_int(match[1])


def _sum(match: re.Match[str]) -> int | None:
    return (to_int(match[1]) or 0) + (to_int(match[2]) or 0)


def _one(_match: re.Match[str]) -> int:
    return 1


def _two(_match: re.Match[str]) -> int:
    return 2
