"""Answers of the union's own: questions about its everyday matters (工会卡丢了怎么补办), written by staff.

Not programs (they have no attributes: the answer is told whole), not labour rights (no article of law carries them).
"""

from pydantic import Field

from knowledge.entries import Area, Facts, Id, Month, Program, Strict, Text


class Guide(Strict):
    """One question with its answer. `area`: whose answer it is; `source`: who says so or where it is written."""

    id: Id
    title: Text
    area: Area
    questions: list[Text] = Field(min_length=1)
    answer: Text
    contact: Text | None = None
    source: Text
    reviewed: Month


def as_found(guide: Guide) -> Program:
    """The guide as search over programs sees it: every way of asking is a name, for each was really asked so."""
    return Program.model_construct(
        id=guide.id,
        name=guide.title,
        aliases=list(guide.questions),
        organiser=None,
        area=guide.area,
        kind="guide",
        facts=Facts(what=guide.answer, contact=guide.contact),
        gaps=[],
        caveats=[],
        questions=list(guide.questions),
        remark=None,
        source=guide.source,
        published=guide.reviewed,
        reviewed=guide.reviewed,
    )
