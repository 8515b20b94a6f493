"""Wrong knowledge files are refused with lines that name file, entry and field, all at once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from base.errors import UserError
from knowledge.entries import Program
from knowledge.loader import KnowledgeError, load_folder, shared_aliases
from tests.knowledge.entries import entry, program


def write(folder: Path, name: str, entries: Any) -> None:
    (folder / name).write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        load_folder(folder)
    assert isinstance(raised.value, UserError)
    return raised.value.lines


def test_all_138_entries_are_right_and_have_questions(programs: list[Program]) -> None:
    assert len({p.id for p in programs}) == 138
    assert [p.id for p in programs if len(p.questions) < 5] == []


def test_aliases_are_told_apart_by_area_but_for_the_known_ones(programs: list[Program]) -> None:
    assert [line for line in shared_aliases(programs) if "健康包" not in line] == []


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"colour": "red"}, "field colour: unknown field"),
        ({"source": None}, "field source: not a text (put it in quotes)"),
        ({"published": 2018}, 'field published: write the date in quotes, as "2020"'),
        ({"published": "January"}, 'field published: not a date like "2020"'),
        ({"published": "2020-13"}, "field published: not a date like"),
        ({"kind": "party"}, 'field kind: "party" is not one of'),
        ({"area": {"city": "宁波市", "district": "上城区"}}, "field area: Zhejiang has no 宁波市上城区"),
        ({"area": {"city": "上海市"}}, "field area: Zhejiang has no 上海市"),
        ({"name": " "}, "field name: empty"),
        ({"id": "Moon Lake"}, "field id: not an id"),
        ({"aliases": "月湖"}, "field aliases: not a list"),
        ({"facts": {"what": "书", "price": "1元"}}, "field facts.price: unknown field"),
        (
            {"facts": {"figures": [{"label": "书", "value": "1万册", "as_of": 2018}]}},
            "field facts.figures[1].as_of: write the date in quotes",
        ),
        ({"gaps": [{"attribute": "price", "say": "没有写"}]}, 'field gaps[1].attribute: "price" is not one of'),
        ({"caveats": [{"attributes": [], "say": "…"}]}, "field caveats[1].attributes: empty list"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, wrong: dict[str, Any], line: str) -> None:
    write(tmp_path, "a.yml", [entry(**wrong)])

    [found] = problems(tmp_path)

    assert found.startswith("a.yml: entry ")
    assert line in found


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    without = entry()
    del without["source"]
    write(tmp_path, "a.yml", [without])

    assert problems(tmp_path) == ["a.yml: entry moon-lake-reading-room: field source: missing"]


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", [entry(colour="red"), entry(kind="party")])
    write(tmp_path, "b.yml", {"id": "not-a-list"})
    (tmp_path / "c.yml").write_text("- id: [unclosed", encoding="utf-8")
    (tmp_path / "d.yml").write_bytes(b"- id: \xff")
    (tmp_path / "e.yml").write_text("- id: a\n  id: b\n", encoding="utf-8")
    write(tmp_path, "f.yml", ["only a text"])

    found = problems(tmp_path)

    assert [line.split(":")[0] for line in found] == ["a.yml", "a.yml", "b.yml", "c.yml", "d.yml", "e.yml", "f.yml"]
    assert 'line 1: not readable as YAML: "id" is written twice' in found[5]
    assert found[6] == "f.yml: entry number 1: the whole entry: fields with values are expected"


def test_an_id_used_twice_names_both_files(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", [entry()])
    write(tmp_path, "b.yml", [entry()])

    assert problems(tmp_path) == ["a.yml, b.yml: entry moon-lake-reading-room: field id: used twice"]


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    assert "no knowledge files" in problems(tmp_path)[0]


def test_an_alias_shared_within_one_area_is_warned_of() -> None:
    here = program(id="a", name="甲书房", aliases=["书房"])
    same_area = program(id="b", name="乙书房", aliases=["书房"])
    elsewhere = program(id="c", name="丙书房", aliases=["书房"], area={"city": "杭州市"})

    assert shared_aliases([here, elsewhere]) == []
    assert shared_aliases([here, same_area]) == [
        'entries a, b: field aliases: "书房" is shared and no area tells them apart'
    ]
