"""Who wants a counsellor or a mediator, and who only asks about them."""

import pytest

from actions.counsel import service_named, wants_counsel


@pytest.mark.parametrize(
    "text",
    ["我想预约心理咨询", "帮我约个心理咨询师", "想找心理医生聊聊", "找人调解", "我要申请调解", "约心理咨询",
     "需要找个心理老师", "能帮我约一下心理辅导吗", "跟公司闹矛盾 想找人调解一下"],
)  # fmt: skip
def test_a_wish_for_counsel_is_one(text: str) -> None:
    assert wants_counsel(text)


@pytest.mark.parametrize(
    "text",
    ["心理咨询怎么预约", "心理热线是多少", "心理讲座帮我报一个", "三级调解是哪三级", "预约律师", "调解不成能直接仲裁吗",
     "我的心理咨询预约", "我约的心理咨询是几点", "心理咨询改个时间", "转人工 想找人调解", "心理咨询免费吗",
     "取消心理咨询", "想约电影", "调解书签了老板不履行", "我心理价位是五千"],
)  # fmt: skip
def test_a_question_about_counsel_is_none(text: str) -> None:
    assert not wants_counsel(text)


def test_the_service_is_known_by_its_words() -> None:
    assert [service_named(text) for text in ("约律师", "心理咨询", "找人调解", "约一个")] == [
        "legal", "counselling", "mediation", None,
    ]  # fmt: skip
