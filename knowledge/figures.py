"""Which of an entry's figures a question asks for."""

import math
import re
from collections.abc import Sequence

from knowledge.entries import Figure
from knowledge.normalise import normalise
from knowledge.terms import terms

# What a question counts, and how the value of a fitting figure looks. "多少/几个" alone counts anything.
COUNTED = [
    (re.compile(asked), re.compile(value))
    for asked, value in [
        ("多少钱|几(百|千|万)?(块|元)|金额|经费|资金|花了|奖金|费用|价格|票价|补多少|拨了|多少万", "元"),
        ("学费|报销|资助", "元|费|全额|%|成"),
        ("免费|收费|要钱|要不要钱|自费|掏钱|花钱|交钱", "元|费|钱"),
        ("[多好]少(个|名|位)?(人|职工|员工|会员|司机|工人|师傅|志愿者)|几(个人|名|位)|人数|多少[名位]", "[人名位]|万$"),
        ("比例|占比|百分|率|几成|涨幅", "%|分之|全额|成|开|:"),
        ("(多少|几)年|几几年|哪年", "年"),
        ("(多少|几)天|多久|多长时间", "天|小时|年|月|周"),
        ("年龄|几岁|多大年纪", "岁"),
        ("面积|平方|多大", "平方|亩"),
        ("(多少|几)个", "^[^元%岁]*$"),
        *((f"(多少|几){sign}", sign) for sign in "家对场次支门所种项处件份批期辆条起组队"),
    ]
]
FEE = re.compile(r"免费|收费|要钱|要不要钱|交学费|自费|掏钱|花钱|交钱|票价|费用")  # does it cost anything?
FREE = re.compile(r"免费|不收|收费|自费|不要钱|费用")
UNIT_BONUS = 0.35
CLOSE = 0.8  # figures nearly as fitting as the best are told too
MOST = 3


def figures_asked(question: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures a question asks for, in the entry's order; none when no figure counts what is asked."""
    text = normalise(question)
    units = [value for asked, value in COUNTED if asked.search(text)]
    countable = [figure for figure in figures if not units or any(unit.search(figure.value) for unit in units)]
    if len(countable) == 1:
        return countable
    asked = terms(text)
    fits = [_fit(asked, figure) + UNIT_BONUS * bool(units) for figure in countable]
    best = max(fits, default=0.0)
    return [figure for figure, fit in zip(countable, fits, strict=True) if best > 0 and fit >= CLOSE * best][:MOST]


def _fit(asked: set[str], figure: Figure) -> float:
    """Likeness of question and label: shared terms, pairs and meanings counting more than single characters."""
    label = terms(figure.label)
    shared, whole = sum(map(_worth, asked & label)), sum(map(_worth, label))
    return shared / math.sqrt(max(whole, 1.0))


def _worth(term: str) -> float:
    return 0.3 if len(term) == 1 else 1.0
