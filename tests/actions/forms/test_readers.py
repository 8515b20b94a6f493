"""How an answer is read from a message, asked for or not."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.forms.question import Invalid, Value
from actions.forms.readers import (
    read_name,
    read_phone,
    read_yes_or_no,
)
from actions.turn import Turn


def turn(text: str, intent: str = "inform", **entities: str) -> Turn:
    found = [{"entity": kind, "value": value} for kind, value in entities.items()]
    message: dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": found}
    tracker = Tracker("m1", {}, message, [], False, None, {}, "action_listen")
    return Turn(None, tracker, CollectingDispatcher())  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８"])
async def test_a_phone_is_read_as_it_is_typed(typed: str) -> None:
    assert await read_phone(turn(typed), asked=True) == Value("13812345678")


async def test_a_phone_the_message_names_is_taken_unasked() -> None:
    assert await read_phone(turn("我的电话13812345678", phone="13812345678"), asked=False) == Value("13812345678")


@pytest.mark.parametrize("typed", ["12345", "1381234567", "138123456789", "057112345678", "9" * 10_000])
async def test_digits_that_are_no_mobile_number_are_refused_where_it_was_asked_for(typed: str) -> None:
    assert await read_phone(turn(typed), asked=True) == Invalid("utter_invalid_phone")


@pytest.mark.parametrize("typed", ["等一下", "我有2个问题", ""])
async def test_words_are_no_phone(typed: str) -> None:
    assert await read_phone(turn(typed), asked=True) is None


async def test_digits_are_no_phone_where_none_was_asked_for() -> None:
    assert await read_phone(turn("13812345678"), asked=False) is None


@pytest.mark.parametrize("intent", ["inform", "nlu_fallback"])
async def test_the_bare_text_is_the_name_where_it_was_asked_for(intent: str) -> None:
    assert await read_name(turn("阿依古丽·买买提", intent), asked=True) == Value("阿依古丽·买买提")


async def test_a_name_the_message_names_is_taken_unasked() -> None:
    assert await read_name(turn("我叫王小明", person_name="王小明"), asked=False) == Value("王小明")


@pytest.mark.parametrize(("text", "intent"), [("在哪里", "ask_program"), ("算了", "cancel_task"), ("你好", "greet")])
async def test_a_message_with_another_meaning_is_no_name(text: str, intent: str) -> None:
    assert await read_name(turn(text, intent), asked=True) is None


async def test_a_bare_text_is_no_name_where_none_was_asked_for() -> None:
    assert await read_name(turn("王小明"), asked=False) is None


@pytest.mark.parametrize("typed", ["王", "王" * 21, "<b>王</b>", "😀", "\x00\x01", "", "王小明13812345678"])
async def test_what_cannot_be_a_name_is_refused(typed: str) -> None:
    assert await read_name(turn(typed), asked=True) == Invalid("utter_invalid_name")


@pytest.mark.parametrize(("intent", "answer"), [("affirm", True), ("deny", False)])
async def test_yes_and_no_count_only_where_they_were_asked_for(intent: str, answer: bool) -> None:
    assert await read_yes_or_no(turn("好", intent), asked=True) == Value(answer)
    assert await read_yes_or_no(turn("好", intent), asked=False) is None


async def test_anything_else_is_neither_yes_nor_no() -> None:
    assert await read_yes_or_no(turn("什么"), asked=True) is None
