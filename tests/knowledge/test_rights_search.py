"""Stories and questions of labour law lead to the entry that answers them, or to a choice that holds it."""

from pathlib import Path

import pytest
import yaml

from knowledge.content import Content
from knowledge.normalise import normalise
from knowledge.rights_search import RightsIndex, certain, fitting

HELD_OUT = Path(__file__).parents[1] / "language" / "rights.yml"
CASES = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))


def test_no_held_out_story_was_written_into_the_entries(content: Content) -> None:
    known = {normalise(text) for right in content.rights for text in [right.title, *right.questions]}

    assert [case["text"] for case in CASES if normalise(case["text"]) in known] == []


def test_every_labelled_entry_exists(rights: RightsIndex) -> None:
    assert [id_ for case in CASES for id_ in case["rights"] if rights.get(id_) is None] == []


def test_stories_are_answered_rightly_or_with_a_choice_that_holds_the_answer(rights: RightsIndex) -> None:
    found = [({right.id for right in fitting(rights.search(case["text"]))}, set(case["rights"])) for case in CASES]
    right = [len(ids) == 1 and ids <= meant for ids, meant in found]
    held = [bool(ids & meant) for ids, meant in found]
    wrong = [len(ids) == 1 and not ids & meant for ids, meant in found]
    for (ids, _), case, is_held in zip(found, CASES, held, strict=True):
        if not is_held:
            print("miss", case["text"], ids)
    print(f"answered {sum(right)}, held {sum(held)}, wrong {sum(wrong)} of {len(CASES)}")

    assert sum(right) >= 0.72 * len(CASES)
    assert sum(held) >= 0.95 * len(CASES)
    assert sum(wrong) <= 0.04 * len(CASES)


@pytest.mark.parametrize("text", ["附近有没有驿站", "我想找对象", "阿巴阿巴", ""])
def test_what_is_no_question_of_law_finds_nothing(rights: RightsIndex, text: str) -> None:
    assert fitting(rights.search(text)) == ()


def test_a_title_leads_to_its_entry(rights: RightsIndex, content: Content) -> None:
    lost = [right.id for right in content.rights if right not in fitting(rights.search(right.title))]
    doubtful = [right.id for right in content.rights if certain(rights.search(right.title)) != right]

    assert lost == []
    assert len(doubtful) <= 0.06 * len(content.rights), doubtful


def test_an_entry_told_already_is_left_out(rights: RightsIndex) -> None:
    first = rights.search("劳动仲裁怎么申请")[0].right

    assert first.id == "arbitration-how-to-apply"
    assert first not in [hit.right for hit in rights.search("劳动仲裁怎么申请", past=first.id)]


def test_an_empty_index_finds_nothing() -> None:
    assert RightsIndex([]).search("加班费") == []
