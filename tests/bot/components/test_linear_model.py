from pathlib import Path

import numpy as np
import pytest

from bot.components.concepts import Lexicon, concepts
from bot.components.features import FIELDS, Featuriser, mask
from bot.components.linear_model import LinearModel, softmax
from bot.components.training import train
from bot.components.vectoriser import WEIGHTS, Vectoriser

TEXTS = [
    *("约个律师", "想见律师", "帮我约律师", "预约一位律师", "律师约一下", "要约律师"),
    *("律师不约了", "取消律师", "律师退掉", "律师预约取消", "不见律师了", "把律师取消"),
    *("你好", "您好", "你好呀", "早上好", "在吗你好", "大家好"),
]
INTENTS = [name for name in ("legal.book", "legal.cancel", "greet") for _ in range(6)]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return train(TEXTS, INTENTS)


def test_it_tells_intents_apart(model: LinearModel) -> None:
    assert model.ranking("我想约律师")[0][0] == "legal.book"
    assert model.ranking("帮我取消律师")[0][0] == "legal.cancel"


def test_probabilities_sum_to_one(model: LinearModel) -> None:
    assert float(model.probabilities("你好").sum()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", "zzz", "😀", "啊" * 10000])
def test_odd_text_has_probabilities_too(model: LinearModel, text: str) -> None:
    assert np.isfinite(model.probabilities(text)).all()


def test_a_saved_model_answers_the_same(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = LinearModel.load(tmp_path)
    np.testing.assert_allclose(again.probabilities("约律师"), model.probabilities("约律师"), atol=2e-3)


def test_training_twice_gives_the_same_model(model: LinearModel) -> None:
    np.testing.assert_array_equal(train(TEXTS, INTENTS).weights, model.weights)


def test_entities_become_signs() -> None:
    assert mask("上城区周三两个人") == "ⓅⒹⒸ"
    assert mask("报了37次") == "报了0次"


def test_words_of_one_meaning_share_a_concept() -> None:
    views = Featuriser([]).views
    place = FIELDS.index("concepts")
    assert "cancel" in set(views("撤掉律师")[place]) & set(views("取消律师")[place])


def test_the_longest_word_counts() -> None:
    assert Lexicon(["律师", "律师咨询"]).cut("律师咨询吗") == [("律师咨询", True), ("吗", False)]


def test_concepts_hold_no_word_that_yaml_took_for_something_else() -> None:
    assert all(isinstance(word, str) and word for word in concepts().of)


def test_each_view_has_the_length_of_its_weight() -> None:
    vectoriser = Vectoriser.fit([Featuriser([]).views(text) for text in TEXTS])
    _, values = vectoriser.transform(Featuriser([]).views("约个律师"))
    present = [name for name in FIELDS if name != "words"]
    assert float((values**2).sum()) <= sum(weight**2 for weight in WEIGHTS.values()) + 1e-4
    assert float((values**2).sum()) >= sum(WEIGHTS[name] ** 2 for name in present) - 1e-4


def test_softmax_stands_large_scores() -> None:
    np.testing.assert_allclose(softmax(np.array([[1000.0, 1000.0]])), [[0.5, 0.5]])
