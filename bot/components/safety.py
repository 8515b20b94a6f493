"""Crisis and urgent disputes: rules and model together, recall first (safety.yml).

A rule alone is enough; so is a sign of danger that the model finds at least a little likely; so is the
model alone when it is not merely guessing. What is harmless (累死了, 跳楼价) is taken out first; and where
nothing of a danger is left, the model's own alarm does not count. Nor does any alarm where the text is
calm: a question of law, something long past, a story, with nothing that presses.
"""

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("safety.yml")
DANGERS = ("crisis", "legal.urgent")  # in the order in which they count
LEAST = {"crisis": 0.10, "legal.urgent": 0.20}  # probability from which a sign is enough
ALONE = 0.25  # probability from which the model is enough without any sign
SURE = 0.5  # probability from which the model's crisis counts before a rule's urgent dispute
CERTAIN = 0.97  # confidence given to what a rule has found

Ranking = list[tuple[str, float]]


@dataclass(frozen=True)
class _Danger:
    certain: re.Pattern[str]
    unless: re.Pattern[str]
    signs: re.Pattern[str]
    calm: re.Pattern[str]
    pressing: re.Pattern[str]

    def is_certain(self, text: str) -> bool:
        if not self.certain.search(text):
            return False
        return bool(self.pressing.search(text)) or not (self.unless.search(text) or self.calm.search(text))

    def is_possible(self, text: str) -> bool:
        return bool(self.certain.search(text) or self.signs.search(text))

    def is_calm(self, text: str) -> bool:
        return bool(self.calm.search(text)) and not self.pressing.search(text)


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, _Danger]]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    parts = [field.name for field in fields(_Danger)]
    dangers = {name: _Danger(**{part: _any(data[name][part]) for part in parts}) for name in DANGERS}
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
    rules = _rules()[1]
    likely = dict(ranking)
    signless = not any(rule.is_possible(rest) for rule in rules.values())
    doubtful = signless and (rest != text or max(likely.values(), default=0.0) < ALONE)
    for name in DANGERS:
        if rules[name].is_calm(rest) or doubtful:
            ranking = _with(ranking, name, 0.0) if ranking and ranking[0][0] in DANGERS else ranking
            continue
        chance = likely.get(name, 0.0)
        if rules[name].is_certain(rest) or chance >= (LEAST[name] if rules[name].is_possible(rest) else SURE):
            return _with(ranking, name, max(CERTAIN, chance))
    return ranking


def _with(ranking: Ranking, name: str, probability: float) -> Ranking:
    """The ranking with `name` at this probability and the others scaled to the rest."""
    others = sum(value for other, value in ranking if other != name) or 1.0
    scaled = [(other, value * (1 - probability) / others) for other, value in ranking if other != name]
    return sorted([(name, probability), *scaled], key=lambda one: -one[1])
