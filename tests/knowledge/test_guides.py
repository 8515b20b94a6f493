"""Answers of the union's own are found beside the programs, by the words that were written for them and by others."""

import pytest

from knowledge.content import Content
from knowledge.decide import Answered, decide
from knowledge.guides import Guide
from knowledge.live import Version
from knowledge.search import Index
from knowledge.telling import told_of_guide
from knowledge.trying import matched, try_programs, try_rights
from knowledge.wording import read_as
from tests.knowledge.entries import guide, program

FEES = Guide.model_validate(
    guide(id="fees", title="会费怎么交", questions=["工会会费交多少", "不交会费会怎么样"], answer="按工资的千分之五。")
)
CARD = Guide.model_validate(guide())


@pytest.fixture(scope="module")
def version(content: Content) -> Version:
    """The project's entries, and two guides."""
    return Version.of(1, Content(content.programs, content.rights, content.hotlines, (CARD, FEES)))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("会员卡掉了去哪补", "lost-card"),
        ("会员卡掉了，去哪补？", "lost-card"),
        ("我的工会卡丢了怎么补办啊", "lost-card"),
        ("请问工会卡丢了咋办", "lost-card"),
        ("工会会费交多少", "fees"),
        ("会费要交多少钱", "fees"),
    ],
)
def test_a_guide_answers_its_questions(version: Version, question: str, found: str) -> None:
    decision = decide(version.index.search(question, most=8))

    assert isinstance(decision, Answered)
    assert decision.program.id == found


@pytest.mark.parametrize("question", ["小营的相亲工作站每周哪几天有人", "吴兴的工会律师什么时候在", "今天天气怎么样"])
def test_a_guide_is_in_nobodys_way(version: Version, content: Content, question: str) -> None:
    alone = Index(content.programs)

    assert decide(version.index.search(question, most=8)) == decide(alone.search(question, most=8))


def test_words_written_for_one_entry_mean_it_and_those_written_for_two_mean_neither() -> None:
    first, second = program(id="a", questions=["几点开门"]), program(id="b", questions=["几点开门", "周末开门吗"])
    index = Index([first, second])

    assert [hit.program.id for hit in index.search("周末开门吗") if hit.is_exact] == ["b"]
    assert decide(index.search("周末开门吗")) == Answered(second)
    assert not any(hit.is_exact for hit in index.search("几点开门"))


def test_the_chances_still_sum_to_one_at_most(version: Version) -> None:
    for question in ("会员卡掉了去哪补", "拖欠工资怎么办"):
        assert sum(hit.score for hit in version.index.search(question, most=24)) <= 1.001
        assert sum(hit.score for hit in version.rights.search(question, most=24)) <= 1.001


def test_the_reply_is_told_whole_with_its_source(version: Version) -> None:
    with_contact = Guide.model_validate(guide(contact="0571-12351"))

    assert read_as(told_of_guide(with_contact), version.hotlines) == [
        "工会卡丢了怎么补办\n带身份证到所在单位工会登记，十个工作日后领新卡。",
        "联系：0571-12351",
        "（来源：市总工会组织部，核对于 2026-11）",
    ]


def test_trying_says_what_is_found_why_and_what_the_member_reads(version: Version) -> None:
    tried = try_programs(version, "我的工会卡丢了怎么补办")

    assert tried.outcome == "answered"
    assert tried.ranked[0].entry_id == "lost-card" and tried.ranked[0].kind == "guide"
    assert any("工会卡" in word for word in tried.ranked[0].words)
    assert tried.reply[0].startswith("工会卡丢了怎么补办\n")
    assert try_programs(version, "文成县工会有没有电影票团购").outcome == "not_found"
    law = try_rights(version, "老板拖欠工资怎么办")
    assert law.outcome == "answered" and "12351" in law.reply[-1]
    assert try_rights(version, "餐馆老板拖着两个月工资不给我").offered


def test_the_words_in_common_are_shown_as_they_stand_in_the_question() -> None:
    assert matched("请问工会卡丢了咋补办", ["工会卡丢了怎么补办"]) == ("工会卡丢", "补办")
    assert matched("", ["工会卡"]) == ()
