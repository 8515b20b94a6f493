"""Answers hold only what the entry says, with its date; what it does not say is said to be missing."""

import re

import pytest

from knowledge.answer import Fact, Gap, answer
from knowledge.attribute import attribute_asked
from knowledge.entries import Attribute, Program
from knowledge.search import Index
from tests.knowledge.entries import program

ATTRIBUTES: list[Attribute | None] = ["when", "where", "how", "who", "what", "contact", "figures", None]
ROOM = program(
    facts={
        "what": "给职工看书的地方，不收费用。",
        "when": "每周三下午",
        "contact": "“月湖书房”公众号；宁波市海曙区偃月街8号",
        "figures": [
            {"label": "藏书", "value": "1万册", "as_of": "2019"},
            {"label": "来看书的职工", "value": "300人次", "as_of": "2018-05"},
            {"label": "建房的专项资金", "value": "20万元", "as_of": "2019"},
        ],
    },
    gaps=[
        {"attribute": "when", "about": ["几点"], "say": "几点开门没有写。"},
        {"attribute": "how", "say": "怎么办借书证没有写。"},
        {"attribute": "figures", "about": ["押金"], "say": "押金多少没有写。"},
    ],
    caveats=[{"attributes": ["figures"], "say": "藏书数是估计的。"}],
)


def told(attribute: Attribute | None, question: str) -> list[str]:
    found = answer(ROOM, attribute, question)
    assert isinstance(found, Fact)
    return [part.text for part in found.parts]


def test_a_text_is_told_with_the_date_of_its_source() -> None:
    found = answer(ROOM, "when", "哪天开")

    assert isinstance(found, Fact)
    assert (found.parts[0].text, found.as_of, found.source) == ("每周三下午", "2020-01", "000.txt")


def test_a_figure_is_told_with_its_own_date_and_its_caveat() -> None:
    found = answer(ROOM, "figures", "有多少藏书")

    assert isinstance(found, Fact)
    assert [(part.label, part.text) for part in found.parts] == [("藏书", "1万册")]
    assert (found.as_of, found.caveats) == ("2019", ("藏书数是估计的。",))


def test_what_is_counted_chooses_the_figure() -> None:
    assert told("figures", "有多少人来看书") == ["300人次"]
    assert told("figures", "花了多少钱") == ["20万元"]


def test_a_gap_that_was_asked_for_goes_before_the_figures() -> None:
    found = answer(ROOM, "figures", "押金多少钱")

    assert isinstance(found, Gap)
    assert found.say == "押金多少没有写。"


def test_a_gap_offers_what_is_known_of_the_same() -> None:
    found = answer(ROOM, "when", "周三几点开门")

    assert isinstance(found, Gap)
    assert (found.say, [part.text for part in found.known]) == ("几点开门没有写。", ["每周三下午"])


def test_a_missing_attribute_is_said_and_something_known_offered() -> None:
    found = answer(ROOM, "how", "怎么办借书证")

    assert isinstance(found, Gap)
    assert found.say == "怎么办借书证没有写。"
    assert found.known[0].attribute == "when"


def test_without_a_written_gap_there_are_no_words_made_up() -> None:
    found = answer(ROOM, "who", "谁能去")

    assert isinstance(found, Gap)
    assert found.say is None


def test_an_address_is_found_among_the_contacts() -> None:
    assert told("where", "地址在哪") == ["“月湖书房”公众号；宁波市海曙区偃月街8号"]


def test_whether_it_is_free_is_read_from_the_text() -> None:
    assert told("figures", "要不要钱")[0] == "给职工看书的地方，不收费用。"


def test_an_overview_tells_what_and_when() -> None:
    assert told(None, "月湖职工书房")[:2] == ["给职工看书的地方，不收费用。", "每周三下午"]


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_every_number_of_an_answer_stands_in_its_entry(programs: list[Program], attribute: Attribute | None) -> None:
    for entry in programs:
        entry_numbers = set(re.findall(r"\d+", entry.model_dump_json()))
        for question in ["多少钱", "几点", "在哪", "有多少人", *entry.questions]:
            found = answer(entry, attribute, question)
            parts = found.parts if isinstance(found, Fact) else found.known
            missing = found.missing if isinstance(found, Fact) else (found.say or "",)
            shown = " ".join([*(f"{part.label} {part.text} {part.as_of}" for part in parts), *missing, *found.caveats])
            assert set(re.findall(r"\d+", shown)) <= entry_numbers


def test_every_entry_answers_or_says_what_is_missing(programs: list[Program]) -> None:
    for entry in programs:
        for attribute in ATTRIBUTES:
            found = answer(entry, attribute, "")
            if isinstance(found, Fact):
                assert found.parts
                assert re.fullmatch(r"\d{4}(-\d\d){0,2}", found.as_of)


def test_an_entrys_own_questions_get_something_to_read(index: Index, programs: list[Program]) -> None:
    silent = []
    for entry in programs:
        for question in entry.questions:
            found = answer(entry, attribute_asked(question), question)
            if isinstance(found, Gap) and found.say is None and not found.known:
                silent.append(question)

    assert silent == []
