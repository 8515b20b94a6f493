"""An entry goes into the form and comes back the same; what is wrong is said in Chinese at its field."""

from pathlib import Path

import pytest

import knowledge
from base.clock import FixedClock
from knowledge.content import Content, EntryKind
from knowledge.editing.checking import Wrong, checked
from knowledge.editing.fields import to_answers
from knowledge.editing.review import review_of
from knowledge.entries import Program
from knowledge.guides import Guide
from knowledge.store import as_data
from tests.knowledge.entries import entry, guide, hotline, program, right

FOLDER = Path(knowledge.__file__).parent


def test_every_entry_of_the_project_comes_back_from_the_form_the_same(content: Content, clock: FixedClock) -> None:
    lost = [
        one.id
        for kind, one in content.entries()
        if checked(kind, one.id, to_answers(kind, as_data(one)), clock.now()) != one
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("kind", "answers", "field", "said"),
    [
        ("program", {"name": ""}, "name", "请填写。"),
        ("program", {"published": "去年"}, "published", "请写成 2026"),
        ("program", {"area.district": "上城区"}, "area.district", "没有这个区县"),
        ("program", {"facts.figures": "人数：10个（2019）\n很多人"}, "facts.figures", "第 2 行看不懂"),
        ("program", {"facts.figures": "人数：10个（2019-13）"}, "facts.figures", "第 1 行："),
        ("program", {"gaps": "价钱：没有写"}, "gaps", "第 1 行看不懂"),
        ("program", {"kind": "party"}, "kind", "请从列表里选"),
        ("program", {"reviewed": "2026-12"}, "reviewed", "这个月还没到"),
        ("right", {"law": "劳动法第三条"}, "law", "《中华人民共和国工会法》第三条"),
        ("right", {"law": ""}, "law", "请填写。"),
        ("hotline", {"number": "abc"}, "number", "3 到 12 位数字"),
        ("hotline", {"for": " "}, "for", "请填写。"),
        ("guide", {"questions": "\n"}, "questions", "请填写。"),
        ("guide", {"reviewed": "十一月"}, "reviewed", "2026-11"),
        ("guide", {"area.city": "上海市"}, "area.district", "没有这个区县"),
    ],
)
def test_the_wrong_field_is_named(
    kind: EntryKind, answers: dict[str, str], field: str, said: str, clock: FixedClock
) -> None:
    made = {"program": entry, "right": right, "hotline": hotline, "guide": guide}[kind]()
    found = checked(kind, made["id"], to_answers(kind, made) | answers, clock.now())

    assert isinstance(found, Wrong)
    assert list(found.fields) == [field] and said in found.fields[field]


def test_a_year_after_the_last_look_an_entry_is_overdue(clock: FixedClock) -> None:
    def state(reviewed: str) -> str:
        return review_of(Guide.model_validate(guide(reviewed=reviewed)), clock.now()).state

    assert [state(month) for month in ("2025-10", "2025-11", "2025-12", "2026-01", "2026-11")] == [
        "overdue",
        "soon",
        "soon",
        "fresh",
        "fresh",
    ]


def test_a_program_nobody_looked_at_is_as_old_as_its_source(clock: FixedClock) -> None:
    by_year: Program = program(published="2025")

    assert review_of(by_year, clock.now()).checked == "2025-12"
    assert review_of(program(published="2018-05-01"), clock.now()).state == "overdue"
    assert review_of(program(published="2018", reviewed="2026-10"), clock.now()).state == "fresh"
