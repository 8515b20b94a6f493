"""The kinds are data: they load, fit the facts of the knowledge base, and a broken one is told."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.loader import load_folder
from union.applications.kinds import Ask, Kind, kinds, kinds_of_program

FOLDER = Path("knowledge/programs")


def test_there_is_a_kind_for_each_promise() -> None:
    assert set(kinds()) == {
        *("hardship", "degree", "homecoming", "checkup", "wish", "skills", "heat", "mutual", "join"),
    }


def test_every_figure_stands_so_in_the_knowledge_base() -> None:
    programs = {program.id: program for program in load_folder(FOLDER)}
    for kind in kinds().values():
        assert set(kind.programs) <= set(programs)
        for fact in kind.facts:
            figures = [(figure.label, figure.value, figure.as_of) for figure in programs[fact.program].facts.figures]
            assert (fact.label, fact.value, fact.as_of) in figures


def test_no_kind_says_free_or_promises_an_amount() -> None:
    for kind in kinds().values():
        shown = [kind.title, kind.about, *kind.steps, *(ask.label for ask in kind.asks)]
        assert not [text for text in shown if "免费" in text]


def test_no_word_belongs_to_two_kinds() -> None:
    words = [word for kind in kinds().values() for word in kind.words]
    assert len(words) == len(set(words))


def test_a_program_knows_how_one_applies_for_it() -> None:
    assert [kind.id for kind in kinds_of_program("qiantang-care-fund")] == ["hardship"]
    assert kinds_of_program("wuxing-legal-aid") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "choice"},
        {"choices": ["a"]},
        {"kind": "yes_no", "rule": {"allows": ["也许"], "says": "不行"}},
        {"required": False, "kind": "yes_no", "rule": {"allows": ["是"], "says": "不行"}},
        {"kind": "choice", "choices": ["a"], "spelled": {"b": ["c"]}},
    ],
)
def test_a_question_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Ask.model_validate({"id": "x", "label": "？", "short": "问", **wrong})


def test_a_condition_must_name_a_question_and_its_choice() -> None:
    ask = {"id": "x", "label": "？", "short": "问", "when": {"y": ["a"]}}
    with pytest.raises(ValidationError):
        Kind.model_validate(
            {"id": "k", "title": "t", "words": ["w"], "asks": [ask], "decided_by": "d", "steps": ["1", "2", "3", "4"]}
        )
