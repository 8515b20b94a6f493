"""What an entry says to a question: facts with their date and source, or honestly that it says nothing.

Only data: the sentences around it are responses. Nothing here is made up: every text comes from the entry.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.entries import Attribute, Program
from knowledge.entries import Gap as KnownGap
from knowledge.figures import FEE, FREE, MOST, figures_asked
from knowledge.normalise import normalise

OVERVIEW: tuple[Attribute, ...] = ("what", "when", "where")
OFFERED: tuple[Attribute, ...] = ("when", "where", "how", "contact", "who", "what")
MOST_OFFERED = 2
_ADDRESS = re.compile(r"[路街道巷弄]\d*号|\d+号|[省市区县].{1,12}[路街道]")


@dataclass(frozen=True)
class Part:
    """One piece of an answer. `label`: what a figure counts, "" for other attributes; `as_of`: date it was true."""

    attribute: Attribute
    text: str
    as_of: str
    label: str = ""


@dataclass(frozen=True)
class Fact:
    """The entry says it. `missing`: what it does not say about the same attribute; `caveats`: doubts to be told."""

    program: Program
    attribute: Attribute | None
    parts: tuple[Part, ...]
    as_of: str
    source: str
    missing: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """The entry does not say it. `say`: the entry's own words for that, None if it has none; `known`: told instead."""

    program: Program
    attribute: Attribute
    say: str | None
    known: tuple[Part, ...]
    as_of: str
    source: str
    caveats: tuple[str, ...] = ()


def answer(program: Program, attribute: Attribute | None, question: str) -> Fact | Gap:
    """What the entry says to a question that asks for `attribute` (None: an overview)."""
    gap = _gap_asked(program, attribute, normalise(question))
    if gap is not None:
        return _no_fact(program, gap.attribute, gap.say, _parts(program, gap.attribute, question))
    if attribute is None:
        return _fact(program, None, [part for wanted in OVERVIEW for part in _parts(program, wanted, question)])
    parts = _parts(program, attribute, question)
    if parts:
        return _fact(program, attribute, parts)
    say = next((gap.say for gap in program.gaps if gap.attribute == attribute and not gap.about), None)
    return _no_fact(program, attribute, say, [])


def _gap_asked(program: Program, attribute: Attribute | None, question: str) -> KnownGap | None:
    """The gap about this attribute that the question asks for by a word of its `about` (免费 and 要不要钱 are one)."""
    for gap in program.gaps:
        if gap.attribute != attribute:
            continue
        if any(normalise(word) in question for word in gap.about):
            return gap
        if FEE.search(question) and any(map(FEE.search, gap.about)):
            return gap
    return None


def _parts(program: Program, attribute: Attribute, question: str) -> list[Part]:
    if attribute == "figures":
        found = figures_asked(question, program.facts.figures)
        parts = [Part("figures", figure.value, figure.as_of, figure.label) for figure in found]
        return [*_fee_parts(program, question), *parts]
    if attribute == "where" and (program.facts.where is None or "地址" in question):
        contact = program.facts.contact
        if contact is not None and _ADDRESS.search(contact):
            return [Part("contact", contact, program.published)]
    if attribute == "contact" and program.facts.contact is None and "地址" in question:
        attribute = "where"
    text = program.fact(attribute)
    return [] if text is None else [Part(attribute, text, program.published)]


def _fee_parts(program: Program, question: str) -> list[Part]:
    """Whether something is free is often told in words, not as a figure."""
    texts = [(other, program.fact(other)) for other in OFFERED if FEE.search(question)]
    return [Part(other, text, program.published) for other, text in texts if text and FREE.search(text)][:1]


def _fact(program: Program, attribute: Attribute | None, parts: list[Part]) -> Fact:
    missing = [gap.say for gap in program.gaps if gap.attribute == attribute and not gap.about]
    return Fact(
        program,
        attribute,
        tuple(parts),
        max((part.as_of for part in parts), default=program.published),
        program.source,
        tuple(missing) if attribute != "figures" else (),
        _caveats(program, (part.attribute for part in parts)),
    )


def _no_fact(program: Program, attribute: Attribute, say: str | None, near: list[Part]) -> Gap:
    """What is known of the same attribute is offered; otherwise other attributes, the more practical first."""
    known = near or _offered(program, attribute)
    date = max((part.as_of for part in known), default=program.published)
    told = {attribute, *(part.attribute for part in known)}
    return Gap(program, attribute, say, tuple(known), date, program.source, _caveats(program, told))


def _offered(program: Program, attribute: Attribute) -> list[Part]:
    if attribute == "figures" and program.facts.figures:
        return [Part("figures", figure.value, figure.as_of, figure.label) for figure in program.facts.figures[:MOST]]
    texts = [(other, program.fact(other)) for other in OFFERED if other != attribute]
    return [Part(other, text, program.published) for other, text in texts if text is not None][:MOST_OFFERED]


def _caveats(program: Program, attributes: Iterable[Attribute]) -> tuple[str, ...]:
    told = set(attributes)
    return tuple(caveat.say for caveat in program.caveats if told & set(caveat.attributes))
