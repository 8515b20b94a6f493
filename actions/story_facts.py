"""What a story tells besides its words: how much money, how many people, which employer. Pure: text in."""

import re
from collections.abc import Iterator
from contextlib import suppress

import cn2an

_DIGITS = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
_HAN = r"[零〇一二两三四五六七八九十百千万]+(?:点[零一二三四五六七八九]+万?)?"
_SUM = re.compile(
    rf"(?<![\d.一二两三四五六七八九十百千万第])(?P<n>{_DIGITS}|{_HAN}|几十|几)\s*(?P<unit>[百千kKwW万]万?)?"
    r"\s*(?:多|来|余|左右|出头)*\s*(?P<yuan>块钱?|元钱?|圆|人民币|钱)?"
)
# A bare number with 万 or 千 is money only where money is spoken of.
_MONEY = re.compile(r"[欠拖扣差少]|工资|工钱|薪|赔|补偿|押金|提成|奖金|费|款|一共|总共|合计|大概|大约|差不多")
_NO_MONEY = re.compile(r"\s*(?:个|号|名|位|多?(?:人|年|月|天|号|小时|次|份|家|平|斤|吨|步|公里|岁|点|分|楼|米))")
_UNITS = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "千万": 10_000_000}

_MANY = {
    "十几": 10,
    "十来": 10,
    "十多": 10,
    "几十": 20,
    "上百": 100,
    "百来": 100,
    "几百": 200,
    "好几百": 200,
    "上千": 1000,
}
_COUNT = rf"(?P<n>\d{{1,5}}|{'|'.join(_MANY)}|[一二两三四五六七八九十百]{{1,6}}[几来多]?|俩|仨)"
_PEOPLE = re.compile(
    rf"(?<![第\d.一二三四五六七八九十百千万几周期])(?:{_COUNT})(?:[几来多余])?\s*(?:个|号|名|位|口)?(?:多)?"
    r"(?:工友|同事|工人|员工|职工|师傅|兄弟|姐妹|农民工|民工|骑手|司机|保洁|人(?![事民才家间次均]))"
)
# Of a story, only people who share the trouble: 我们12个人, 还有5个同事; not 公司有500人, 家里四口人.
_TOGETHER = re.compile(
    r"我们|咱们?|阿拉|大家|一起|一共|总共|共有|还有|另外|其他|和我一样|都|欠|拖|薪|工资|工钱|没发|被|包括我|班组|连我"
)
_NOT_THEM = re.compile(
    r"(?:公司|单位|厂里?|企业|店里?)(?:规模)?(?:大概|大约|差不多|一共|总共|现在)?(?:是|有)\s*$|家里?有?\s*$|一家\s*$"
)
_ONLY_ME = re.compile(r"(?:就|只有|只是?|只欠)我(?:自己|一个人?|一人)?|我(?:自己)?一个人")

_KIND = (
    r"(?:(?:有限)?(?:责任)?公司|集团|工厂|服装厂|制衣厂|厂|酒店|宾馆|饭店|餐厅|餐馆|火锅店|超市|学校|幼儿园|医院|诊所|物业|门店|理发店|奶茶店|工地"
    r"|项目部|站点|工作室|事务所|合作社|培训机构|商场|快递点|配送站|4S店)"
)
_EMPLOYER = re.compile(
    r"(?:(?:单位|公司|厂|店|老板的(?:厂|公司|店))(?:名字|名称|全称)?(?:是|叫做?|[:：])|在|是|叫做?|给|被|^|[\s,，。;；])"
    rf"\s*(?P<name>[一-龥A-Za-z（）()·]{{2,24}}?{_KIND})(?:（[一-龥]{{2,8}}）)?"
)
_NO_NAME = re.compile(
    r"这|那|某|我们?|咱|他们?|她|你|原来的?$|以前的?$|现在的?$|之前的?$|老板|一[家个间]|[几两三四五]家|什么|哪|公司$|单位|的时候|没|不|被|欠|去|到|在|给|把|月|日|天|是|叫|名字"
)
TOO_MUCH = 1_000_000_000  # yuan; a phone number is no sum
# What stands in the names of employers that people give without their kind.
_NAMES_ONE = re.compile(
    r"[厂店司院校站社馆所坊楼园]|集团|中心|工地|科技|电子|纺织|服[饰装]|制衣|建[设筑材]|装饰|工程|物流|快递|运输|物业|保洁|家政|餐饮|食品|超市|外卖|商贸"
    r"|实业|机械|五金|化工|印染|汽[车配]|美团|饿了么|滴滴|顺丰|[中申圆韵]通|京东|闪送|货拉拉"
)
MOST = 40  # characters of an employer's name


def read_sum(text: str, *, asked: bool = False) -> int | None:
    """Yuan, the largest that the text names. `asked`: a bare number is an answer (20000, 两万多)."""
    found = [yuan for yuan in _sums(text, asked) if yuan >= 1]
    return max(found, default=None)


def _sums(text: str, asked: bool) -> Iterator[int]:
    for match in _SUM.finditer(text):
        unit, yuan = (match["unit"] or "").lower(), match["yuan"]
        if _NO_MONEY.match(text, match.end()) and not yuan:
            continue
        near = text[max(0, match.start() - 12) : match.end() + 6]
        large = unit or re.search("[百千万]", match["n"])
        if not (yuan or (large and (asked or _MONEY.search(near))) or (asked and match["n"][0].isdecimal())):
            continue
        value = _value(match["n"])
        if value is not None and value * _UNITS.get(unit, 1) < TOO_MUCH:
            yield round(value * _UNITS.get(unit, 1))


def read_people(text: str, *, asked: bool = False) -> int | None:
    """How many people share the trouble; for 几十 and 十几 the least that it can mean."""
    if _ONLY_ME.search(text):
        return 1
    for match in _PEOPLE.finditer(text):
        around = text[max(0, match.start() - 10) : match.end() + 10]
        if not asked and (_NOT_THEM.search(text[: match.start()]) or not _TOGETHER.search(around)):
            continue
        if (count := _people(match["n"])) and (asked or count > 1):
            return count
    bare = text.strip(" 个人位名。.，,左右大概")
    return _people(bare) if asked and bare else None


def read_employer(text: str, *, asked: bool = False) -> str | None:
    """The employer's name as written; a bare answer where it was asked for."""
    match = _EMPLOYER.search(text)
    while match:
        own = re.sub(rf"{_KIND}$", "", match["name"])
        if len(own) >= 2 and not _NO_NAME.search(own):
            return match["name"][:MOST]
        match = _EMPLOYER.search(text, match.start() + 1)
    bare = re.sub(r"^(?:单位|公司|老板)?(?:名字|名称)?(?:是|叫|[:：])?\s*", "", text.strip(" 。.，,"))
    named = 2 <= len(bare) <= 24 and _NAMES_ONE.search(bare) and not re.search(r"\d{5}|[?？!！\n]", bare)
    return bare[:MOST] if asked and named else None


def _value(written: str) -> float | None:
    plain = written.replace(",", "").replace("，", "").replace("〇", "零")
    if plain in ("几", "几十"):
        return {"几": 2.0, "几十": 20.0}[plain]
    with suppress(ValueError):
        return float(plain)
    with suppress(ValueError):
        return float(cn2an.cn2an(plain.replace("两", "二"), "smart"))
    return None


def _people(written: str) -> int | None:
    if written in _MANY:
        return _MANY[written]
    if written in ("俩", "仨"):
        return 2 if written == "俩" else 3
    if written.isdecimal():
        return int(written) if len(written) <= 5 else None
    value = _value(written.rstrip("几来多")) if re.fullmatch(r"[一二两三四五六七八九十百]+[几来多]?", written) else None
    return int(value) if value else None
