"""Crisis and urgent disputes: rules and model together, recall first (safety.yml).

A rule alone is enough; so is a sign of danger that the model finds at least a little likely. What is
harmless (累死了, 跳楼价) is taken out first; and where nothing of a danger is left, the model's own
alarm does not count either.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("safety.yml")
DANGERS = ("crisis", "legal.urgent")  # in the order in which they count
LEAST = {"crisis": 0.10, "legal.urgent": 0.25}  # probability from which a sign is enough
CERTAIN = 0.97  # confidence given to what a rule has found

Ranking = list[tuple[str, float]]


@dataclass(frozen=True)
class _Danger:
    certain: re.Pattern[str]
    unless: re.Pattern[str]
    signs: re.Pattern[str]

    def is_certain(self, text: str) -> bool:
        return bool(self.certain.search(text)) and not self.unless.search(text)

    def is_possible(self, text: str) -> bool:
        return bool(self.certain.search(text) or self.signs.search(text))


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, _Danger]]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    dangers = {name: _Danger(*(_any(data[name][part]) for part in ("certain", "unless", "signs"))) for name in DANGERS}
    return _any(data["harmless"]), dangers


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def without_harmless(text: str) -> str:
    """The normalised text with a blank for every phrase that only sounds dangerous."""
    return _rules()[0].sub(" ", text)


def dangers_named(text: str) -> list[str]:
    """Dangers that a rule finds in the normalised text, crisis first."""
    rest = without_harmless(text)
    return [name for name in DANGERS if _rules()[1][name].is_certain(rest)]


def assess(text: str, ranking: Ranking) -> Ranking:
    """The model's ranking for the normalised text, put right: a danger first, a false alarm last."""
    rest = without_harmless(text)
    likely = dict(ranking)
    for name in DANGERS:
        rule = _rules()[1][name]
        if rule.is_certain(rest) or (likely.get(name, 0.0) >= LEAST[name] and rule.is_possible(rest)):
            return _with(ranking, name, max(CERTAIN, likely.get(name, 0.0)))
    harmless = rest != text and not any(rule.is_possible(rest) for rule in _rules()[1].values())
    if ranking and ranking[0][0] in DANGERS and harmless:
        return _with(ranking, ranking[0][0], 0.0)
    return ranking


def _with(ranking: Ranking, name: str, probability: float) -> Ranking:
    """The ranking with `name` at this probability and the others scaled to the rest."""
    others = sum(value for other, value in ranking if other != name) or 1.0
    scaled = [(other, value * (1 - probability) / others) for other, value in ranking if other != name]
    return sorted([(name, probability), *scaled], key=lambda one: -one[1])
