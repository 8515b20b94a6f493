"""How an entry is put before the member, as names of responses and what fills them: for the bot and for previews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.answer import Fact, Part, answer
from knowledge.entries import Attribute, Program
from knowledge.guides import Guide
from knowledge.rights import Law, Right


@dataclass(frozen=True)
class Said:
    """One message: a response of the domain, and the values of its braces (hotlines' numbers are added to these)."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)


def told_of_program(program: Program, attribute: Attribute | None, question: str) -> list[Said]:
    """What the entry says to the question, or honestly that it does not."""
    found = answer(program, attribute, question)
    if isinstance(found, Fact):
        said = [Said("utter_fact", {"name": program.name, "told": _joined(found.parts)})]
        said += [Said("utter_fact_missing", {"told": missing}) for missing in found.missing]
    else:
        gap = "utter_gap" if found.say else f"utter_gap_{found.attribute}"
        said = [Said(gap, {"name": program.name, "told": found.say or ""})]
        if found.known:
            said.append(Said("utter_gap_known", {"told": _joined(found.known)}))
    said += [Said("utter_caveat", {"told": caveat}) for caveat in found.caveats]
    return [*said, Said("utter_as_of", {"as_of": found.as_of})]


def told_of_guide(guide: Guide) -> list[Said]:
    """The whole answer, whatever is asked about it; then whom to ask, and since when it is known to hold."""
    said = [Said("utter_guide", {"title": guide.title, "answer": guide.answer})]
    if guide.contact:
        said.append(Said("utter_guide_contact", {"contact": guide.contact}))
    return [*said, Said("utter_guide_source", {"source": guide.source, "reviewed": guide.reviewed})]


def told_of_right(right: Right) -> list[Said]:
    """The answer, what may differ, the articles; and the way to a lawyer."""
    said = [Said("utter_right", {"title": right.title, "answer": right.answer})]
    if right.differs:
        said.append(Said("utter_right_differs", {"told": right.differs}))
    law = Said("utter_right_law", {"law": _in_words(right.law), "reviewed": right.reviewed})
    return [*said, law, Said("utter_right_lawyer")]


def _joined(parts: Sequence[Part]) -> str:
    """One line a part; figures with what they count."""
    return "\n".join(f"{part.label}：{part.text}" if part.label else part.text for part in parts)


def _in_words(laws: Sequence[Law]) -> str:
    """Each law once, with its articles: 《劳动法》第五十条；《劳动合同法》第八十五条、第八十七条"""
    articles: dict[str, list[str]] = {}
    for law in laws:
        articles.setdefault(law.name, []).append(law.article)
    return "；".join(f"《{name}》{'、'.join(found)}" for name, found in articles.items())
