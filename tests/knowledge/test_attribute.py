"""What a question asks for is read from its wording."""

import pytest

from knowledge.attribute import attribute_asked


@pytest.mark.parametrize(
    ("question", "attribute"),
    [
        ("几点开门", "when"),
        ("哪天办", "when"),
        ("这个还办吗", "when"),
        ("那什么时候", "when"),
        ("在哪儿", "where"),
        ("怎么走", "where"),
        ("地址在哪", "where"),
        ("怎么报名", "how"),
        ("去哪里报名", "how"),
        ("要什么手续", "how"),
        ("要带什么", "how"),
        ("什么人能参加", "who"),
        ("我是骑手能去吗", "who"),
        ("要什么条件", "who"),
        ("外地人也有吗", "who"),
        ("电话多少", "contact"),
        ("关注哪个公众号", "contact"),
        ("找谁", "contact"),
        ("多少钱", "figures"),
        ("要不要钱", "figures"),
        ("一共几家", "figures"),
        ("覆盖多少人", "figures"),
        ("是什么", "what"),
        ("里面有哪些服务", "what"),
        ("怎么回事", "what"),
        ("微舞直播间", None),
        ("", None),
    ],
)
def test_the_wording_tells_the_attribute(question: str, attribute: str | None) -> None:
    assert attribute_asked(question) == attribute


def test_the_last_part_of_a_story_decides() -> None:
    assert attribute_asked("不知道在哪里上班的都能去，反正我下了班，想问问几点开门") == "when"
    assert attribute_asked("听同事说每周三有，具体在什么地方") == "where"


def test_being_on_a_shift_is_not_asking_for_a_time() -> None:
    assert attribute_asked("我在青山湖上班，班车是什么") == "what"
