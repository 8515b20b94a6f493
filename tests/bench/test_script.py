"""The load is a mix of what members really write."""

from collections import Counter

from bench.script import Conversation, mixed_turns

QUESTIONS = [f"第{number}个驿站在哪里？" for number in range(50)]


def _turns(talks: list[Conversation]) -> int:
    return sum(len(talk.lines) for talk in talks)


def test_there_are_at_least_as_many_turns_as_asked_for() -> None:
    assert 1_000 <= _turns(mixed_turns(QUESTIONS, 1_000)) < 1_040


def test_three_of_ten_turns_belong_to_sign_ups() -> None:
    talks = mixed_turns(QUESTIONS, 4_000)
    assert _turns([talk for talk in talks if len(talk.lines) > 1]) / _turns(talks) == 0.3


def test_every_sign_up_is_complete_and_by_a_new_member() -> None:
    sign_ups = [talk for talk in mixed_turns(QUESTIONS, 4_000) if len(talk.lines) > 1]
    assert all([line.expects for line in talk.lines] == ["报名", "手机", "请核对", "报名成功"] for talk in sign_ups)
    assert max(Counter(talk.openid for talk in sign_ups).values()) == 1


def test_every_sign_up_has_a_phone_number_of_its_own() -> None:
    contacts = [talk.lines[2].text for talk in mixed_turns(QUESTIONS, 4_000) if len(talk.lines) > 1]
    phones = [contact.split()[1] for contact in contacts]
    assert len(set(phones)) == len(phones)
    assert all(len(phone) == 11 and phone.isdigit() for phone in phones)


def test_questions_are_varied() -> None:
    asked = Counter(talk.lines[0].text for talk in mixed_turns(QUESTIONS, 400) if len(talk.lines) == 1)
    about_programs = [text for text in asked if "驿站" in text]
    assert len(about_programs) > 100
    assert all("？" not in text.removeprefix("你好，").rstrip("？") for text in about_programs)


def test_the_same_seed_gives_the_same_load() -> None:
    assert mixed_turns(QUESTIONS, 100, seed=3) == mixed_turns(QUESTIONS, 100, seed=3)
    assert mixed_turns(QUESTIONS, 100, seed=3) != mixed_turns(QUESTIONS, 100, seed=4)
