"""Questions that ask the same come together; another place or another matter does not."""

from knowledge.learning.likeness import grouped


def groups_of(*texts: str) -> list[list[str]]:
    return [group.items for group in grouped((text, text) for text in texts)]


def test_other_words_for_the_same_come_together_and_the_most_asked_is_first() -> None:
    found = groups_of(
        "生小孩工会有慰问金吗",
        "电影票团购在哪里买",
        "请问生小孩有没有慰问金啊",
        "工会生小孩慰问金怎么领",
        "住院慰问有吗",
    )

    assert found[0] == ["生小孩工会有慰问金吗", "请问生小孩有没有慰问金啊", "工会生小孩慰问金怎么领"]
    assert len(found) == 3


def test_the_same_about_another_place_is_another_question() -> None:
    assert len(groups_of("余姚有妈咪小屋吗", "慈溪有妈咪小屋吗", "余姚有没有妈咪小屋")) == 2


def test_nothing_gives_nothing() -> None:
    assert groups_of() == []
