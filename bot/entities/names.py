"""A person's name, where the member says that it is one, or where the whole message is nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.entities.entity import Entity

_FOLDER = Path(__file__).parent
_END = r"(?=$|[\s,，。.;；:：!！、\d+]|的?(?:电话|手机|号码)|今年|男|女|吧)"
_RELATIVE = "(?:老公|老婆|爱人|儿子|女儿|孩子|妈妈?|爸爸?|同事|工友|徒弟|他|她|我姓.)"
_SAID = re.compile(
    rf"(?P<said>(?:{_RELATIVE}|我的?(?:真名|名字|姓名|大名)?)叫做?|叫我|我的?(?:名字|姓名)?是|(?:真实)?姓名|名字(?:叫|是|[:：\s])|本人叫?"
    r"|(?:联系|报名|登记|申请|预约|参加)人|(?:应该|改)(?:叫|成|为|是)|(?:^|[\s,，。;；])(?=叫))(?P<sign>[\s:：,，是叫]*)"
    rf"(?P<name>[一-龥·]{{2,8}}?){_END}"
)
_NUMBER = r"\+?\d[\d\s-]{9,}"
_BESIDE_PHONE = re.compile(
    r"(?:^|[\s,，。;；:：])(?P<name>[一-龥]{2,4})[\s,，:：]*"
    rf"(?:的?(?:电话|手机|手机号|号码)[\s是:：]*)?(?={_NUMBER})"
)
_AFTER_PHONE = re.compile(r"\d{4}[\s,，:：]*(?P<name>[一-龥]{2,4})$")
_ALONE = re.compile(r"\s*(?P<name>[一-龥]{2,4})[\s。.,，]*")
# 孙丽 女 28: a name among the pieces of a form.
_PIECE = re.compile(r"(?:^|[\s,，、;；])(?P<name>[一-龥]{2,4})(?=$|[\s,，、;；])")
_FORM = re.compile(r"(?:^|[\s,，、;；])(?:男|女|\d{2}岁?|未婚|离异|单身|本科|大专|高中|硕士)(?=$|[\s,，、;；])")
# Signs that stand in sentences, hardly in names: they keep 高兴不 or 何时来 from being taken for one.
_NEVER = frozenset(
    "的了吗呢吧啊不没我你他她它有怎什么哪谁这那要想能会可以是在去到给就还都个点号钱们着过地得或很太最更再被把让从对为因所但而且若则即请报申查办约改换取退看找问说走吃喝打话票班费假卡馆区县市镇路站场活动谢啦呀哈噢侬亲逼错掉痴师傅人开始"
)


@cache
def _surnames() -> frozenset[str]:
    return frozenset((_FOLDER / "surnames.txt").read_text(encoding="utf-8").split())


@cache
def _words() -> frozenset[str]:
    """Ordinary words that begin with the sign of a surname (高兴, 方便, 金华)."""
    return frozenset((_FOLDER / "not_names.txt").read_text(encoding="utf-8").split())


def looks_like_a_name(text: str, *, introduced: bool = False) -> bool:
    """A known surname with one or two signs after it, and no ordinary word unless it was introduced as a name."""
    length = 2 if text[:2] in _surnames() else 1 if text[:1] in _surnames() else 0
    given = text[length:]
    return (
        bool(length)
        and given != text[:length]
        and 1 <= len(given) <= 2
        and (introduced or text not in _words())
        and not _NEVER & set(given)
    )


def find_names(text: str, has_phone: bool) -> Iterator[Entity]:
    """At most one name. `has_phone`: the text holds a phone number, beside which a name may stand."""
    for match in _SAID.finditer(text):  # 我是男的，叫王大明: the first that is said need be no name
        if looks_like_a_name(match["name"]) or _is_called(match):
            yield _entity(match)
            return
    for match in _candidates(text, has_phone):
        if looks_like_a_name(match["name"], introduced=has_phone):
            yield _entity(match)
            return


def _candidates(text: str, has_phone: bool) -> Iterator[re.Match[str]]:
    """Places where a name may stand without being introduced."""
    if has_phone:
        yield from _BESIDE_PHONE.finditer(text)
        yield from _AFTER_PHONE.finditer(text)
    elif _FORM.search(text):
        yield from _PIECE.finditer(text)
    elif match := _ALONE.fullmatch(text):
        yield match


def _is_called(match: re.Match[str]) -> bool:
    """我叫买买提: any name will do after "叫", unless it is a part of a sentence."""
    certain = (match["said"] != "叫我" and "叫" in match["said"] + match["sign"]) or ":" in match["sign"]
    return certain and not _NEVER & set(match["name"]) and match["name"] not in _words()


def _entity(match: re.Match[str]) -> Entity:
    return Entity("person_name", match["name"], match.start("name"), match.end("name"), match["name"])
