"""Which attribute a question asks for: when, where, how, who, what, contact or figures."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

import yaml

from knowledge.entries import Attribute, Program
from knowledge.normalise import normalise
from knowledge.terms import terms

FILE = Path(__file__).with_name("attributes.yml")
LONGEST = 400
_LENGTH = re.compile(r"多久|多长时间|[几多][少]?(年|天|个月|小时)")
_LASTING = re.compile(r"[年月天周日]|小时|分钟")
_PARTS = re.compile(r"[\s,;。、!?…~]+")


@dataclass(frozen=True)
class Rule:
    """Any match of `pattern` means that the attribute is asked for."""

    attribute: Attribute
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of attributes.yml, in order.

    Raises:
        ValueError: the file names an attribute that does not exist.
    """
    found = []
    for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        if entry["attribute"] not in get_args(Attribute):
            raise ValueError(f"{FILE.name}: {entry['attribute']} is not an attribute")
        found.append(Rule(entry["attribute"], re.compile("|".join(f"(?:{part})" for part in entry["patterns"]))))
    return tuple(found)


def attribute_asked(question: str) -> Attribute | None:
    """The attribute a question asks for, None when it only names something (an overview is wanted then).

    The last part that asks for anything decides: members tell first and ask at the end.
    """
    text = normalise(question)[-LONGEST:]
    for part in reversed(_PARTS.split(text)):
        found = _asked(part, rules()[:-1])
        if found is not None:
            return found
    return _asked(text, rules()[-1:])


def attribute_of(program: Program, question: str) -> Attribute | None:
    """The attribute that a question about this entry asks for: 合作多久 is a figure where it counts the years."""
    attribute = attribute_asked(question)
    if attribute == "when" and _LENGTH.search(question):
        lasting = [figure for figure in program.facts.figures if _LASTING.search(figure.value)]
        if any(terms(question) & {term for term in terms(figure.label) if len(term) > 1} for figure in lasting):
            return "figures"
    return attribute


def _asked(text: str, tried: tuple[Rule, ...]) -> Attribute | None:
    return next((rule.attribute for rule in tried if rule.pattern.search(text)), None)
