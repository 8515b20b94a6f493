"""The check of the dialogue's data: ours fits, and each kind of misfit is found in a small made-up project."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import registry
from bot import check_data
from bot.check_data import problems, read_domain

Write = Callable[[str, Any], None]

DOMAIN = {
    "intents": ["greet", "book"],
    "slots": {"name": {"type": "any"}, "day": {"type": "any"}},
    "forms": {"book_form": {"required_slots": ["name", "day"]}},
    "actions": ["action_book", "validate_book_form", "action_ask_book_form_day"],
    "responses": {
        "utter_greet": [{"text": "您好"}],
        "utter_booked": [{"text": "好了"}],
        "utter_book_refused_full": [{"text": "满了"}],
        "utter_ask_book_form_name": [{"text": "贵姓？"}],
    },
}
RULES = [
    {"rule": "greet", "steps": [{"intent": "greet"}, {"action": "action_book"}]},
    {"rule": "book", "steps": [{"intent": "book"}, {"action": "book_form"}, {"active_loop": "book_form"}]},
]


class Book:
    called = "action_book"


class AskDay:
    called = "action_ask_book_form_day"


class BookForm:
    form = "book_form"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file of a made-up project that fits together; it may add to it or replace a file."""

    def write(path: str, content: Any) -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True))

    write("bot/domain/book.yml", DOMAIN)
    write("bot/rules/book.yml", {"rules": RULES})
    write("intents/a/greet.yml", {"nlu": [{"intent": "greet", "examples": "- 你好\n"}]})
    write("intents/a/book.yml", {"nlu": [{"intent": "book", "examples": "- 预约\n"}]})
    write("actions/book.py", 'turn.say("utter_booked")\n')
    monkeypatch.setattr(check_data, "ROOT", tmp_path)
    monkeypatch.setattr(registry, "ACTIONS", (Book, AskDay, BookForm))
    return write


def found(tmp_path: Path) -> list[str]:
    return problems(read_domain(tmp_path / "bot/domain"))


def test_our_own_data_fits() -> None:
    assert problems(read_domain()) == []


def test_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_data.main() == 0
    assert capsys.readouterr().out == "Dialogue data: fits together.\n"


def test_the_made_up_project_fits(write: Write, tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        ({"intents": ["greet"]}, ["intent greet: defined 2 times"]),
        ({"slots": {"name": {"type": "any"}}}, ["slot name: defined 2 times"]),
        ({"forms": {"book_form": {"required_slots": ["name"]}}}, ["form book_form: defined 2 times"]),
        ({"actions": ["action_book"]}, ["action action_book: defined 2 times"]),
        ({"responses": {"utter_greet": [{"text": "嗨"}]}}, ["response utter_greet: defined 2 times"]),
        (
            {"intents": ["leave"]},
            ["intent leave: no training sentences in intents/", "intent leave: no rule answers it"],
        ),
        ({"actions": ["action_gone"]}, ["action action_gone: declared, but no class is registered"]),
        ({"responses": {"utter_unused": [{"text": "…"}]}}, ["response utter_unused: nothing says it"]),
        (
            {"forms": {"other_form": {"required_slots": ["place"]}}},
            ["form other_form: slot place is not defined", "form other_form: nothing asks for place"],
        ),
        ({"forms": {"other_form": {"required_slots": ["day"]}}}, ["form other_form: nothing asks for day"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_misfit_in_the_domain_is_found(write: Write, tmp_path: Path, more: Any, lines: list[str]) -> None:
    write("bot/domain/more.yml", more)
    assert found(tmp_path) == lines


def test_an_action_that_no_domain_file_declares_is_found(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undeclared = type("Undeclared", (), {"called": "action_undeclared"})
    monkeypatch.setattr(registry, "ACTIONS", (*registry.ACTIONS, undeclared))
    assert found(tmp_path) == ["action action_undeclared: registered, but not declared in a domain file"]


def test_a_trained_intent_that_the_domain_lacks_is_found(write: Write, tmp_path: Path) -> None:
    write("intents/a/stray.yml", {"nlu": [{"intent": "stray", "examples": "- 啊\n"}]})
    assert found(tmp_path) == ["intent stray: trained but not in the domain"]


def test_an_intent_trained_in_two_files_is_found(write: Write, tmp_path: Path) -> None:
    write("intents/b/greet.yml", {"nlu": [{"intent": "greet", "examples": "- 嗨\n"}]})
    assert found(tmp_path) == ["intent greet: trained in 2 files"]


def test_a_response_that_is_said_but_nowhere_written_is_found(write: Write, tmp_path: Path) -> None:
    write("actions/more.py", "turn.say('utter_nowhere')\n")
    assert found(tmp_path) == ["response utter_nowhere: said, but in no domain file"]


def test_the_fallback_needs_no_training_sentences(write: Write, tmp_path: Path) -> None:
    write("bot/domain/more.yml", {"intents": ["nlu_fallback"]})
    rule = {"rule": "fallback", "steps": [{"intent": "nlu_fallback"}, {"action": "action_book"}]}
    write("bot/rules/more.yml", {"rules": [rule]})
    assert found(tmp_path) == []


def test_an_intent_may_be_a_mapping(write: Write, tmp_path: Path) -> None:
    write("bot/domain/more.yml", {"intents": [{"greet": {"use_entities": []}}]})
    assert found(tmp_path) == ["intent greet: defined 2 times"]


def test_problems_are_printed_a_line_each_with_status_1(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("bot/domain/more.yml", {"intents": ["greet"], "actions": ["action_gone"]})
    monkeypatch.setattr(check_data, "read_domain", lambda: read_domain(tmp_path / "bot/domain"))
    assert check_data.main() == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
