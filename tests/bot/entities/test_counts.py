import pytest

from bot.entities.counts import find_counts, find_ordinals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我们两个人来", "2"),
        ("留3张", "3"),
        ("一家三口", "3"),
        ("两大一小", "3"),
        ("就我自己", "1"),
        ("四位", "4"),
        ("我跟老公去", "2"),
    ],
)
def test_a_count_is_understood(text: str, value: str) -> None:
    assert [one.value for one in find_counts(text)] == [value]


@pytest.mark.parametrize(
    "text", ["给我报一个茶会", "七八个人", "十几个人", "三个月", "两个小时", "第二人民医院", "带两个孩子", "个人会员"]
)
def test_an_article_or_an_amount_is_no_count(text: str) -> None:
    assert list(find_counts(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("第二个呢", "2"), ("最后一个", "-1"), ("第3场", "3"), ("倒数第二个", "-2"), ("选2", "2"), ("第一批", "1")],
)
def test_an_ordinal_is_understood(text: str, value: str) -> None:
    assert [one.value for one in find_ordinals(text)] == [value]


@pytest.mark.parametrize("text", ["市第一医院怎么走", "第三人民医院", "第几个", "最后一个月"])
def test_a_name_with_a_number_is_no_ordinal(text: str) -> None:
    assert list(find_ordinals(text)) == []
