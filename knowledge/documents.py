"""An entry as search sees it: its names, and all of its words with those of the questions written for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.entries import Program
from knowledge.ragged import Ints, Numbers
from knowledge.terms import place_terms, terms

NAME_WEIGHT = 2  # a term of the name counts as often as if it were said twice

KIND_WORDS = {
    "activity": "活动",
    "benefit": "福利 补贴",
    "community_service": "服务 志愿",
    "digital_platform": "线上平台 应用 公众号",
    "family": "家庭 孩子",
    "hardship_aid": "困难帮扶",
    "health": "体检 健康",
    "homecoming": "返乡 回家",
    "labour_rights": "劳动关系 维权",
    "legal_aid": "律师 法律",
    "matchmaking": "相亲 交友",
    "organising": "建会 入会",
    "psychological": "心理",
    "recruitment": "招聘",
    "rest_recreation": "疗休养",
    "selection_honour": "评选 荣誉",
    "skills_wage": "技能 竞赛 津贴",
    "station": "驿站 职工之家",
    "training": "培训 学习",
    "transport": "通勤 班车",
    "guide": "",
}


@dataclass(frozen=True)
class Document:
    """One entry as numbers of terms: of each of its names, all its words with their counts, the places in its names."""

    names: Sequence[Ints | Numbers]
    words: Ints | Numbers
    counts: Ints | Numbers
    places: Ints | Numbers


def document_of(program: Program, numbering: dict[str, int]) -> Document:
    """The document of an entry; terms not met before are added to `numbering`."""
    titles = [program.name, *program.aliases]
    said = [(found, place_terms(title)) for title in titles if (found := terms(title))] or [({program.id}, set())]
    words: Counter[str] = Counter()
    for name, _ in said:
        words.update(dict.fromkeys(name, NAME_WEIGHT))
    for part in map(terms, [*program.questions, *_told(program)]):
        words.update(part)
    words.update(_kind_terms(program.kind))
    ordered = sorted(words)  # the same in every process, whatever order its sets have
    return Document(
        # 庆元工匠 is not said by 工匠 alone: in names (and only there) the place is a term too.
        [_numbers(name | places, numbering) for name, places in said],
        _numbers(ordered, numbering),
        np.array([words[term] for term in ordered], np.int32),
        _numbers({place for _, places in said for place in places}, numbering),
    )


def _numbers(found: Iterable[str], numbering: dict[str, int]) -> Numbers:
    return np.array([numbering.setdefault(term, len(numbering)) for term in sorted(found)], np.int32)


def _told(program: Program) -> list[str]:
    facts = program.facts
    texts = [facts.what, facts.who, facts.when, facts.where, facts.how, facts.contact, program.organiser]
    gaps = [word for gap in program.gaps for word in gap.about]
    labels = [f"{figure.label} {figure.value}" for figure in facts.figures]
    return [text for text in [*texts, *labels, *gaps] if text]


@lru_cache(maxsize=len(KIND_WORDS))
def _kind_terms(kind: str) -> frozenset[str]:
    return frozenset(terms(KIND_WORDS[kind]))
