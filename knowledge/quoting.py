"""Facts to be quoted by staff: the same entries that the bot answers from, with source and date."""

from dataclasses import dataclass

from knowledge.answer import Fact, answer
from knowledge.attribute import attribute_of
from knowledge.live import LiveKnowledge

MOST = 5


@dataclass(frozen=True)
class Quote:
    """`text`: as it can be sent, with the date; `source`: where staff can look it up."""

    title: str
    text: str
    source: str
    as_of: str


def quotes(knowledge: LiveKnowledge, question: str) -> list[Quote]:
    """What fits best, best first: of programs, then of labour rights."""
    return [*_programs(knowledge, question), *_rights(knowledge, question)]


def _programs(knowledge: LiveKnowledge, question: str) -> list[Quote]:
    found = []
    for hit in knowledge.index.search(question, most=MOST):
        told = answer(hit.program, attribute_of(hit.program, question), question)
        parts = told.parts if isinstance(told, Fact) else told.known
        lines = [f"{part.label}：{part.text}" if part.label else part.text for part in parts]
        if isinstance(told, Fact):
            lines += [*told.missing]
        elif told.say:
            lines.insert(0, told.say)
        lines += told.caveats
        body = "\n".join(dict.fromkeys(lines))
        found.append(
            Quote(hit.program.name, f"{hit.program.name}\n{body}\n（截至{told.as_of}）", told.source, told.as_of)
        )
    return found


def _rights(knowledge: LiveKnowledge, question: str) -> list[Quote]:
    found = []
    for hit in knowledge.rights.search(question, most=2):
        law = "；".join(f"《{one.name}》{one.article}" for one in hit.right.law)
        text = f"{hit.right.answer}\n（依据{law}，{hit.right.reviewed}核对）"
        found.append(Quote(hit.right.title, text, law, hit.right.reviewed))
    return found
