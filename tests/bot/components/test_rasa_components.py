"""The thin shells, with Rasa's own storage."""

from pathlib import Path
from typing import Any

import pytest

from bot.without_tensorflow import install

install()

from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402

from bot.components.entity_extractor import UnionEntityExtractor  # noqa: E402
from bot.components.intent_classifier import UnionIntentClassifier  # noqa: E402
from tests.bot.components.test_linear_model import INTENTS, TEXTS  # noqa: E402


def extracted(text: str, now: str | None) -> list[dict[str, Any]]:
    message = Message({"text": text, "metadata": {"now": now} if now else None})
    UnionEntityExtractor().process([message])
    return list(message.get("entities"))


def test_dates_count_from_the_messages_now() -> None:
    (one,) = extracted("明天", "2026-11-18T10:00:00+08:00")
    assert (one["entity"], one["value"], one["start"], one["end"]) == ("date", "2026-11-19", 0, 2)
    assert one["extractor"] == "UnionEntityExtractor"


def test_without_metadata_the_systems_clock_counts() -> None:
    assert extracted("明天", None)[0]["entity"] == "date"


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        extracted("明天", "2026-11-18T10:00:00")


def test_the_classifier_is_trained_stored_and_loaded(tmp_path: Path) -> None:
    storage, resource = LocalModelStorage.create(tmp_path), Resource("intents")
    data = TrainingData([Message({"text": t, "intent": i}) for t, i in zip(TEXTS, INTENTS, strict=True)])
    UnionIntentClassifier.create({}, storage, resource, None).train(data)
    component = UnionIntentClassifier.load({}, storage, resource, None)
    messages = component.process(
        [Message({"text": "想约个律师"}), Message({"text": ""}), Message({"text": "不想活了"})]
    )
    assert messages[0].get("intent")["name"] == "legal.book"
    assert messages[1].get("intent") == {"name": None, "confidence": 0.0}
    assert messages[2].get("intent")["name"] == "crisis"  # by rule: this model has never heard of it
