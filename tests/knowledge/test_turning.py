"""Small words that turn a conversation."""

import pytest

from knowledge.turning import asks_for_more, items_told


@pytest.mark.parametrize("text", ["还有吗", "还有别的没", "其他的呢", "还有哪些"])
def test_more_is_asked_for(text: str) -> None:
    assert asks_for_more(text)


@pytest.mark.parametrize("text", ["还有名额吗", "还开着吗", "什么时候"])
def test_more_is_not_asked_for(text: str) -> None:
    assert not asks_for_more(text)


def test_things_told_in_a_row_can_be_counted() -> None:
    assert items_told("一共三项：唱歌、跳舞、下棋。都免费。") == ["唱歌", "跳舞", "下棋"]
    assert items_told("每周三有人，不用预约。") == []
