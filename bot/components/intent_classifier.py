"""Rasa's side of the intent model: trains it, keeps it in Rasa's model archive, asks it.

All that matters is in linear_model, training and safety, which know nothing of Rasa.
"""

from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import safety
from bot.components.linear_model import LinearModel
from knowledge.normalise import normalise

RANKED = 10  # intents that are named in a parse
CACHED = 2048  # texts: a parse is a pure function of the text and the model


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UnionIntentClassifier(GraphComponent, IntentClassifier):
    """Intents by a sparse linear model and safety rules; needs no tokenizer and no featurizer before it."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LinearModel | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._use(model)

    def _use(self, model: LinearModel | None) -> None:
        self._model = model
        self._ranking = lru_cache(maxsize=CACHED)(self._rank)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "UnionIntentClassifier":
        """A component without a model."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "UnionIntentClassifier":
        """The trained component. Raises ValueError if the archive holds none."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        from bot.components import training

        examples = [one for one in training_data.intent_examples if one.get(INTENT) and one.get(TEXT)]
        self._use(training.train([one.get(TEXT) for one in examples], [one.get(INTENT) for one in examples]))
        self.persist()
        return self._resource

    def persist(self) -> None:
        if self._model is not None:
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._ranking(message.get(TEXT) or "")
            named = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: value} for name, value in ranking]
            top = named[0] if named else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, top, add_to_output=True)
            message.set(INTENT_RANKING_KEY, named, add_to_output=True)
        return messages

    def _rank(self, text: str) -> tuple[tuple[str, float], ...]:
        plain = normalise(text)
        if self._model is None or not plain:
            return ()
        return tuple(safety.assess(plain, self._model.ranking(text))[:RANKED])
