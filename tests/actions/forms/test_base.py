"""The base of all forms, with a form of three questions that are read from plain words."""

from typing import Any, ClassVar

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Narrowed, Question, Reader, Reading, Value
from actions.forms.readers import read_yes_or_no
from actions.turn import Turn


def _after(word: str) -> Reader:
    """Reads what stands behind a word: "size:9"; "size:?" leaves several, "size:!" is refused."""

    async def read(turn: Turn, asked: bool) -> Reading:
        _, found, given = turn.text.partition(f"{word}:")
        if not found:
            return Value(turn.text) if asked and turn.intent == "inform" else None
        if given == "!":
            return Invalid("utter_invalid", {"word": word}, {"hint": "narrower"})
        return Narrowed({"hint": "several"}) if given == "?" else Value(given)

    return read


class Form(TaskForm):
    form = "test_form"
    questions: ClassVar[tuple[Question, ...]] = (
        Question("colour", _after("colour"), ("颜色",)),
        Question("size", _after("size"), ("大小", "尺寸")),
        Question("name", _after("name"), ("名字",)),
        Question(CONFIRM, read_yes_or_no),
    )
    settled: ClassVar[dict[str, Any]] = {}
    unasked: ClassVar[frozenset[str]] = frozenset()

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        return {slot: value for slot, value in self.settled.items() if filled.get(slot) is None}

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot not in self.unasked


class FormWithKnownName(Form):
    settled: ClassVar[dict[str, Any]] = {"name": "known"}


class FormWithOneSize(Form):
    unasked: ClassVar[frozenset[str]] = frozenset({"size"})


async def changes(
    text: str, intent: str, slots: dict[str, Any] | None = None, asked: str | None = None, form: type[Form] = Form
) -> tuple[dict[str, Any], list[str]]:
    """What a message changes, and the responses it says. `asked` None: the message begins the form."""
    message = {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": []}
    loop = {"name": "test_form"} if asked else {}
    filled = {"colour": None, "size": None, "name": None, CONFIRM: None, **(slots or {}), "requested_slot": asked}
    tracker = Tracker("m1", filled, message, [], False, None, loop, "action_listen")
    dispatcher = CollectingDispatcher()
    domain = {"forms": {"test_form": {"required_slots": [question.slot for question in form.questions]}}}
    made = await form(None).run(dispatcher, tracker, domain)  # type: ignore[arg-type]
    return {event["name"]: event["value"] for event in made}, [said["response"] for said in dispatcher.messages]


FILLED = {"colour": "red", "size": "9", "name": "Li"}


async def test_the_first_message_fills_what_it_names() -> None:
    assert await changes("colour:red", "sign_up") == ({"colour": "red"}, [])


async def test_the_first_message_fills_what_is_known_even_if_it_names_nothing() -> None:
    assert await changes("hello", "sign_up", form=FormWithKnownName) == ({"name": "known"}, [])


async def test_an_answer_fills_the_question_that_was_asked() -> None:
    assert await changes("red", "inform", asked="colour") == ({"colour": "red"}, [])


async def test_a_message_that_is_not_meant_for_the_form_changes_nothing() -> None:
    assert await changes("what is this", "ask_program", asked="colour", form=FormWithKnownName) == ({}, [])


async def test_what_is_known_fills_only_what_is_empty() -> None:
    assert await changes("9", "inform", {"name": "Li"}, asked="size", form=FormWithKnownName) == ({"size": "9"}, [])


async def test_a_later_message_may_correct_an_earlier_answer() -> None:
    assert await changes("size:10", "inform", FILLED, asked=CONFIRM) == ({"size": "10"}, [])


async def test_a_refused_answer_says_why_and_is_asked_again() -> None:
    assert await changes("size:!", "inform", asked="size") == ({"hint": "narrower", "size": None}, ["utter_invalid"])


async def test_an_answer_that_leaves_several_narrows_what_is_offered() -> None:
    assert await changes("size:?", "inform", asked="size") == ({"hint": "several", "size": None}, [])


@pytest.mark.parametrize(("intent", "answer"), [("affirm", True), ("deny", False)])
async def test_the_last_yes_or_no_is_taken(intent: str, answer: bool) -> None:
    assert await changes("好", intent, FILLED, asked=CONFIRM) == ({CONFIRM: answer}, [])


async def test_a_yes_before_the_summary_confirms_nothing() -> None:
    assert await changes("好", "affirm", {"colour": "red"}, asked="size") == ({}, [])


async def test_naming_a_question_with_a_correction_empties_it() -> None:
    assert await changes("尺寸填错了", "correct", FILLED, asked=CONFIRM) == ({"size": None}, [])


async def test_naming_a_question_at_the_summary_empties_it_whatever_the_intent() -> None:
    assert await changes("颜色不对", "deny_maybe", FILLED, asked=CONFIRM) == ({"colour": None}, [])


async def test_a_correction_with_the_new_value_needs_no_question() -> None:
    assert await changes("尺寸错了size:10", "correct", FILLED, asked=CONFIRM) == ({"size": "10"}, [])


async def test_giving_up_is_left_to_the_rules() -> None:
    assert await changes("算了", "cancel_task", {"colour": "red"}, asked="size") == ({}, [])


@pytest.mark.parametrize(
    ("form", "asked", "emptied"),
    [
        (Form, CONFIRM, ["name"]),
        (Form, "name", ["size"]),
        (Form, "size", ["colour"]),
        (Form, "colour", ["colour"]),
        (Form, "a_slot_that_is_gone", ["colour"]),
        (FormWithOneSize, "name", ["colour", "size"]),
        (FormWithKnownName, CONFIRM, ["name"]),
    ],
)
async def test_stepping_back_empties_the_question_put_before(form: type[Form], asked: str, emptied: list[str]) -> None:
    made, said = await changes("上一步", "go_back", FILLED, asked=asked, form=form)
    assert made == dict.fromkeys(emptied)
    assert said == []
