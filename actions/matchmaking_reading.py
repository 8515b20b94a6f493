"""What a message tells for a matchmaking profile: facts of oneself, wishes about the other. Pure.

"我92年的，本科，想找28到35岁的" speaks of two people: from a word of wishing on, until 我 comes again, it is the other.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from actions.matchmaking_numbers import age_range, birth_year, height
from knowledge.places import find_places
from union.matchmaking.fields import ANY, FACTS, WISHES, Field

_CUT = re.compile(r"(?=想找|希望|最好|对方|另一半)|[，,。；;、\n！!？?]|(?<=\S)\s+(?=\S)")
_RANGE = re.compile(r"(?<=[\d岁年])\s*(?:到|至|-|—|~|～)+\s*(?=\d)")
_OTHER = re.compile("想找|希望|要求|最好|对方|找个|找一|另一半|接受|介意|期望|必须|一定要")
_SELF = re.compile("我(?!想找|要求|希望|想要|接受|不?介意)|本人|自己")
_ANY = re.compile("不限|无所谓|都行|都可以|都可|没要求|没有要求|随意|随便|不介意|不要求|都没关系|都接受")
_ALL_ANY = re.compile(
    "(?:(?:其他|其它|别的|全)都?|都)(?:不限|没要求|没有要求|无所谓|可以|行)|都?没有?(?:什么|别的|其他)要求"
)
_MUST = re.compile("必须|一定要|只找|只接受|只要")
_RATHER = re.compile("最好|优先|尽量")
_ABOUT = {
    "want_age": "年龄|岁",
    "want_place": "地区|地方|哪里|所在地",
    "want_education": "学历|文化",
    "want_marital": "婚史|离异|离婚",
}
_NOT_AFTER = {"education": "(?!老师|教师|教书|同学)", "gender": "(?!朋友|友|儿|孩|方)"}
_NOT_BEFORE = {"gender": "(?<![子儿妇])"}


@dataclass
class Told:
    """Values by the names of fields.yml, not checked yet; which wishes are called musts, and which not."""

    values: dict[str, str] = field(default_factory=dict)
    musts: set[str] = field(default_factory=set)
    rather: set[str] = field(default_factory=set)


def read_told(text: str, asked: str | None, now: datetime) -> Told:
    """Everything a message tells. `asked`: the field just asked for; its answer may be bare ("92", "都行")."""
    told = Told()
    wishes = {wish.name for wish in WISHES}
    of_other = asked in wishes
    for clause in _clauses(text):
        of_other = bool(_OTHER.search(clause)) or (of_other and not _SELF.match(clause))
        found = dict(_wishes(clause, asked, now) if of_other else _facts(clause, asked, now))
        told.values |= {name: value for name, value in found.items() if name not in told.values}
        if _MUST.search(clause):
            told.musts |= found.keys() & wishes
        elif _RATHER.search(clause):
            told.rather |= found.keys() & wishes
    if of_other and any(_ALL_ANY.fullmatch(clause) for clause in _clauses(text)):
        told.values = dict.fromkeys(_ABOUT, ANY) | told.values
    return told


def _clauses(text: str) -> list[str]:
    joined = _RANGE.sub("-", unicodedata.normalize("NFKC", text))
    return [clause.strip() for clause in _CUT.split(joined) if clause and clause.strip()]


def _facts(clause: str, asked: str | None, now: datetime) -> Iterator[tuple[str, str]]:
    for fact in FACTS:
        value = _fact(fact, clause, fact.name == asked, now)
        if value is not None:
            yield fact.name, value


def _fact(fact: Field, clause: str, asked: bool, now: datetime) -> str | None:
    match fact.kind:
        case "choice":
            return _option(fact, clause, asked)
        case "birth_year":
            return birth_year(clause, asked, now)
        case "number":
            return height(clause)
        case "place":
            return next((f"{place.city}/{place.district or ''}" for place in find_places(clause) if place.city), None)
        case _:
            return None


def _wishes(clause: str, asked: str | None, now: datetime) -> Iterator[tuple[str, str]]:
    if _ANY.search(clause):
        named = [name for name, words in _ABOUT.items() if re.search(words, clause)]
        yield from ((name, ANY) for name in named or [asked or ""] if name in _ABOUT)
    for wish in WISHES:
        value = _wish(wish, clause, now)
        if value is not None:
            yield wish.name, value


def _wish(wish: Field, clause: str, now: datetime) -> str | None:
    match wish.kind:
        case "choice":
            return _option(wish, clause, asked=False)
        case "age_range":
            return age_range(clause, wish, now)
        case "number":
            return height(clause)
        case _:
            return None


def _option(choice: Field, clause: str, asked: bool) -> str | None:
    """The option the clause names, by its longest spelling; 其他 only where it was asked for, 不限 never alone."""
    spelled = {word: option for option in choice.options for word in (option, *choice.spelled.get(option, ()))}
    for spelling, option in sorted(spelled.items(), key=lambda one: -len(one[0])):
        if spelling == ANY or (spelling == "其他" and not asked):
            continue
        around = f"{_NOT_BEFORE.get(choice.name, '')}{re.escape(spelling)}{_NOT_AFTER.get(choice.name, '')}"
        if re.search(around, clause):
            return option
    return None
