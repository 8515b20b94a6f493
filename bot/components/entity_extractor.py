"""Rasa's side of bot.entities: puts what `extract` finds into the message."""

from datetime import datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    METADATA,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from base.clock import SystemClock
from bot.entities import Entity, extract

NOW = "now"  # key of the message's metadata: the engine's clock as an ISO time with its zone


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class UnionEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Entities by rules; dates count from the message's `now`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "UnionEntityExtractor":
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training sentences carry their own annotations: left as they are."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = [_as_rasa(one) for one in extract(message.get(TEXT) or "", _now(message))]
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages


def _now(message: Message) -> datetime:
    """The time named by the message, or the system's. A time without its zone is an error of the engine."""
    written = (message.get(METADATA) or {}).get(NOW)
    if not written:
        return SystemClock().now()
    now = datetime.fromisoformat(written)
    if now.tzinfo is None:
        raise ValueError(f"metadata {NOW!r} must name its time zone: {written}")
    return now


def _as_rasa(one: Entity) -> dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: one.entity,
        ENTITY_ATTRIBUTE_VALUE: one.value,
        ENTITY_ATTRIBUTE_START: one.start,
        ENTITY_ATTRIBUTE_END: one.end,
        "text": one.text,
    }
