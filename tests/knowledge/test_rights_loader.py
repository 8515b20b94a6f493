"""Wrong files of labour rights and hotlines are refused with lines that name file, entry and field, all at once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.content import Content
from knowledge.loader import KnowledgeError, load_content
from knowledge.rights import NEEDED_HOTLINES
from tests.knowledge.entries import entry, hotline, right
from union.legal_aid.models import TOPICS


def write(folder: Path, *, faq: Any = None, hotlines: Any = None) -> Path:
    """A whole knowledge folder; what is not given is right."""
    needed = [hotline(id=id_, number=f"1230{n}") for n, id_ in enumerate(NEEDED_HOTLINES)]
    files = {
        "programs/a.yml": [entry()],
        "faq/a.yml": [right()] if faq is None else faq,
        "hotlines.yml": needed if hotlines is None else hotlines,
    }
    for name, entries in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        load_content(folder)
    return raised.value.lines


def test_the_projects_own_rights_are_many_and_each_names_its_law(content: Content) -> None:
    assert len(content.rights) >= 80
    assert {r.topic for r in content.rights} == set(TOPICS)
    assert [r.id for r in content.rights if len(r.questions) < 3 or not r.law] == []
    assert set(NEEDED_HOTLINES) <= {h.id for h in content.hotlines}


def test_a_right_folder_loads(tmp_path: Path) -> None:
    content = load_content(write(tmp_path))

    assert [len(content.programs), len(content.rights), len(content.hotlines)] == [1, 1, len(NEEDED_HOTLINES)]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"colour": "red"}, "a.yml: entry moon-break: field colour: unknown field"),
        ({"law": []}, "field law: empty list"),
        ({"law": [{"name": "月历法"}]}, "field law[1].article: missing"),
        ({"law": [{"name": "月历法", "article": 1}]}, "field law[1].article: not a text (put it in quotes)"),
        ({"reviewed": 2026}, 'field reviewed: write the month of review in quotes, as "2026-11"'),
        ({"reviewed": "2026-13"}, "field reviewed: write the month of review in quotes"),
        ({"topic": "月亮"}, 'field topic: "月亮" is not one of'),
        ({"questions": []}, "field questions: empty list"),
        ({"answer": " "}, "field answer: empty"),
        ({"differs": ""}, "field differs: empty"),
    ],
)
def test_a_wrong_field_of_a_right_is_named(tmp_path: Path, wrong: dict[str, Any], line: str) -> None:
    (found,) = problems(write(tmp_path, faq=[right(**wrong)]))

    assert line in found


def test_an_id_used_twice_is_named(tmp_path: Path) -> None:
    assert problems(write(tmp_path, faq=[right(), right()])) == ["a.yml, a.yml: entry moon-break: field id: used twice"]


def test_a_hotline_that_replies_name_may_not_be_missing(tmp_path: Path) -> None:
    lines = problems(write(tmp_path, hotlines=[hotline(id="union")]))

    assert "hotlines.yml: entry psychology: missing; replies name this number" in lines


def test_a_number_is_digits_in_quotes(tmp_path: Path) -> None:
    lines = problems(write(tmp_path, hotlines=[hotline(number="12 351"), hotline(id="b", number=12351)]))

    assert "hotlines.yml: entry moon: field number: not a number of 3 to 12 digits" in lines
    assert "hotlines.yml: entry b: field number: not a text (put it in quotes)" in lines


def test_all_files_problems_come_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, faq=[right(topic="月亮")], hotlines=[hotline(colour="red")])
    (folder / "programs/a.yml").write_text("- {id: x", encoding="utf-8")

    assert [line.split(":")[0] for line in problems(folder)] == ["a.yml", "a.yml", "hotlines.yml"]


def test_a_folder_without_faq_or_hotlines_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "faq/a.yml").unlink()
    (folder / "hotlines.yml").unlink()

    assert [line.endswith("no knowledge files (*.yml) here") for line in problems(folder)] == [True, True]
