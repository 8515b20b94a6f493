"""Facts that staff put into an answer."""

from dataclasses import dataclass
from typing import cast

from knowledge.live import LiveKnowledge
from knowledge.quoting import quotes
from knowledge.rights_search import RightsIndex
from knowledge.search import Index


@dataclass
class Known:
    index: Index
    rights: RightsIndex


def test_a_quote_has_the_facts_their_date_and_their_source(index: Index, rights: RightsIndex) -> None:
    found = quotes(cast(LiveKnowledge, Known(index, rights)), "吴兴的工会律师什么时候在")

    first = found[0]
    assert "吴兴" in first.title and f"截至{first.as_of}" in first.text and first.source
    assert len(found) <= 7


def test_a_right_is_quoted_with_its_law(index: Index, rights: RightsIndex) -> None:
    found = quotes(cast(LiveKnowledge, Known(index, rights)), "试用期可以不签合同吗")
    assert any("依据《" in one.text for one in found)


def test_nothing_is_found_for_nothing(index: Index, rights: RightsIndex) -> None:
    assert quotes(cast(LiveKnowledge, Known(index, rights)), "") == []
