"""Messages that lean on the one before are told from those that stand on their own."""

import pytest

from knowledge.leaning import Leaning, is_terse, leaning, named_in, on_the_same
from knowledge.search import Index

BARE = ["那什么时候", "在哪儿呀", "具体几点开始", "要交钱不", "吴兴呢", "第二个", "还有别的吗", "电话发一个", "怎么报"]
ALONE = [
    *("加班费怎么算", "律师几点上班", "有啥活动", "体检在哪", "绑定会员怎么弄", "你会干什么", "你是谁", "几点了现在"),
    *("附近哪有充电的", "工资拖着不发怎么办", "给我报个疗休养", "我的预约在哪看", "产假几天", "为什么要填电话"),
    *("wifi密码多少", "谢谢啦"),
]


@pytest.mark.parametrize("text", BARE)
def test_a_message_with_nothing_of_its_own_leans(text: str) -> None:
    assert leaning(text) is Leaning.BARE


@pytest.mark.parametrize("text", ["那合同呢", "那里能洗澡吗", "它有分店吗"])
def test_a_word_that_points_back_leans(text: str) -> None:
    assert leaning(text) is Leaning.POINTING


@pytest.mark.parametrize("text", ALONE)
def test_a_message_that_names_something_stands_alone(text: str) -> None:
    assert leaning(text) is Leaning.NOT


def test_what_it_names_may_belong_to_the_entry_told_last(index: Index) -> None:
    drivers = index.get("qiantang-freight-federation")

    assert leaning("有几家企业", drivers) is not Leaning.NOT
    assert leaning("妈咪小屋有几个", drivers) is Leaning.NOT


def test_a_whole_story_never_leans() -> None:
    assert leaning("那个我之前在那里办的那个什么时候可以去那边拿呢") is Leaning.NOT


def test_the_topic_of_a_question_is_what_is_left_without_places_and_question_words() -> None:
    assert named_in("吴兴的律师什么时候在") == ["律师"]


def test_an_entry_of_another_place_must_speak_of_the_same_thing(index: Index) -> None:
    lawyers, lecture = index.get("wuxing-lawyer-on-duty"), index.get("shangcheng-union-law-outreach")
    assert lawyers is not None
    assert lecture is not None

    assert on_the_same(lawyers, "工会律师几点到几点") == 1
    assert on_the_same(lecture, "工会律师几点到几点") < 0.3


def test_a_few_question_words_could_not_be_about_anything_else() -> None:
    assert is_terse("谁能去")
    assert is_terse("几点开")
    assert not is_terse("怎么绑定")
    assert not is_terse("那边能不能带上家里的老人")
