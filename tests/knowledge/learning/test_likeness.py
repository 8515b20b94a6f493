"""Questions that ask the same come together; another place or another matter does not."""

from knowledge.content import Content
from knowledge.learning.likeness import ALIKE, Group, grouped, likeness
from knowledge.normalise import normalise
from knowledge.places import find_places
from knowledge.terms import terms


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


def test_looking_at_rare_terms_alone_finds_the_same_groups(content: Content) -> None:
    questions = [text for entry in content.programs[:60] for text in entry.questions]

    assert grouped((text, text) for text in questions) == compared_with_all(questions)


def compared_with_all(questions: list[str]) -> list[Group[str]]:
    """What `grouped` does, slowly."""
    groups: list[Group[str]] = []
    for text in questions:
        said = frozenset(terms(text))
        scored = [
            (likeness(said, frozenset(terms(group.leader))), number)
            for number, group in enumerate(groups)
            if places_of(group.leader) == places_of(text)
        ]
        score, number = max(scored, default=(0.0, -1))
        if score < ALIKE:
            groups.append(Group(text))
            number = len(groups) - 1
        groups[number].items.append(text)
    return sorted(groups, key=lambda group: -len(group.items))


def places_of(text: str) -> set[tuple[str | None, str | None]]:
    return {(place.city, place.district) for place in find_places(normalise(text))}
