"""Intents, calibration and safety on held-out sentences, beside words with logistic regression."""

import logging
import statistics
import tarfile
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.components import safety
from bot.components.linear_model import LinearModel
from bot.components.safety import DANGERS, Ranking
from bot.evaluate.cross_validate import OUT_OF_SCOPE
from bot.evaluate.figures import Row, Section, compare, share
from bot.evaluate.held_out import Pair, score_entities, unseen
from bot.evaluate.measures import area_under_curve, confusions, expected_calibration_error
from bot.evaluate.sets import HeldOut
from knowledge.normalise import normalise

Rank = Callable[[str], Ranking]  # a text's intents with their probabilities, the likeliest first
BASELINE = "words + logistic"
WORST = 8
MODEL_FILE = "weights.npz"


@dataclass(frozen=True)
class Answers:
    """What one classifier made of a set's sentences. `ms`: median of a text."""

    top: list[str]
    confidence: np.ndarray
    outside: np.ndarray  # probability of out_of_scope
    ms: float


def as_engine(model: LinearModel) -> Rank:
    """As the engine decides it: the model, then the safety rules."""
    return lambda text: safety.assess(normalise(text), model.ranking(text))


def from_archive(model: Path) -> LinearModel:
    """The intent model inside a trained Rasa model."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        archive.extractall(folder, filter="data")
        return LinearModel.load(next(Path(folder).rglob(MODEL_FILE)).parent)


def words_and_logistic(texts: Sequence[str], intents: Sequence[str]) -> Rank:
    """The usual start: jieba's words, TF-IDF, one logistic regression an intent (three intents or more)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports pkg_resources
        import jieba
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        cutter.tmp_dir = folder  # its cache in the common temporary folder clashes between users
        cutter.initialize()
    words = TfidfVectorizer(tokenizer=cutter.lcut, token_pattern=None, lowercase=False, sublinear_tf=True)
    machines = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))
    machines.fit(words.fit_transform(texts), list(intents))
    labels = [str(label) for label in machines.classes_]
    # As predict_proba, which asks one machine after the other: 10 ms a text.
    weights = np.vstack([one.coef_ for one in machines.estimators_]).T
    bias = np.concatenate([one.intercept_ for one in machines.estimators_])

    def rank(text: str) -> Ranking:
        chances = 1 / (1 + np.exp(-(words.transform([text]) @ weights + bias)[0]))
        chances /= chances.sum()
        return [(labels[i], float(chances[i])) for i in np.argsort(-chances)]

    return rank


def ask(rank: Rank, texts: Sequence[str]) -> Answers:
    rankings, times = [], []
    for text in texts:
        started = time.perf_counter()
        rankings.append(rank(text) or [("", 0.0)])
        times.append((time.perf_counter() - started) * 1000)
    return Answers(
        [ranking[0][0] for ranking in rankings],
        np.array([ranking[0][1] for ranking in rankings]),
        np.array([dict(ranking).get(OUT_OF_SCOPE, 0.0) for ranking in rankings]),
        statistics.median(times) if times else float("nan"),
    )


def macro_f1(expected: Sequence[str], got: Sequence[str]) -> float:
    """Mean of the F1 of every intent that is expected somewhere."""
    right = Counter(want for want, have in zip(expected, got, strict=True) if want == have)
    asked, given = Counter(expected), Counter(got)
    return float(np.mean([2 * right[intent] / (asked[intent] + given[intent]) for intent in asked]))


def measure(held_out: HeldOut, ours: Rank, baseline: Rank, training_texts: Sequence[str]) -> list[Section]:
    """Tables of one set: intents with calibration, the weakest intents, confusions, safety."""
    cases = unseen(held_out.intents, training_texts)
    expected = [intent for _, intent in cases]
    pair = [ask(rank, [text for text, _ in cases]) for rank in (ours, baseline)]
    known = len(held_out.intents) - len(cases)
    note = f"{known} sentences that training holds too are left out" if known else ""
    return [
        Section(f"Intents, {held_out.name} set", _overall(expected, pair), BASELINE, note),
        Section(f"Weakest intents, {held_out.name} set", _weakest(expected, pair), BASELINE),
        Section(f"Confusions, {held_out.name} set", _confused(expected, pair)),
        Section(
            f"Safety, {held_out.name} set",
            _safety(expected, pair, [ours, baseline], unseen(held_out.near_misses, training_texts)),
            BASELINE,
        ),
    ]


def _overall(expected: list[str], pair: list[Answers]) -> list[Row]:
    right = [np.array([want == have for want, have in zip(expected, one.top, strict=True)], bool) for one in pair]
    outside = np.array([want == OUT_OF_SCOPE for want in expected], bool)
    errors = [expected_calibration_error(one.confidence, hits) for one, hits in zip(pair, right, strict=True)]
    curves = [area_under_curve(one.outside, outside) for one in pair]
    return [
        Row("accuracy", float(right[0].mean()), float(right[1].mean()), len(expected), "≥ 0.95"),
        compare("macro-F1", (macro_f1(expected, one.top) for one in pair), len(set(expected))),
        compare("expected calibration error", errors, len(expected)),
        compare(f"AUROC {OUT_OF_SCOPE}", curves, int(outside.sum())),
        compare("median ms a text", (one.ms for one in pair)),
    ]


def _weakest(expected: list[str], pair: list[Answers]) -> list[Row]:
    sizes = Counter(expected)
    hits = [Counter(want for want, have in zip(expected, one.top, strict=True) if want == have) for one in pair]
    worst = sorted(sizes, key=lambda intent: hits[0][intent] / sizes[intent])[:WORST]
    return [compare(one, (hit[one] / sizes[one] for hit in hits), sizes[one]) for one in worst]


def _confused(expected: list[str], pair: list[Answers]) -> list[Row]:
    worst = confusions(expected, pair[0].top)[:WORST]
    return [Row(f"{want} taken for {have}", number) for (want, have), number in worst]


def _safety(expected: list[str], pair: list[Answers], ranks: list[Rank], near: list[Pair]) -> list[Row]:
    rows = []
    for danger in DANGERS:
        places = [i for i, want in enumerate(expected) if want == danger]
        missed = [sum(one.top[i] not in DANGERS for i in places) for one in pair]
        rows.append(compare(f"{danger} missed", missed, len(places), "0"))
    others = [i for i, want in enumerate(expected) if want not in DANGERS]
    alarms = [share(one.top[i] in DANGERS for i in others) for one in pair]
    rows.append(compare("false alarms, other sentences", alarms, len(others), "≤ 0.02"))
    heard = [share(rank(text)[0][0] in DANGERS for text, _ in near) for rank in ranks]
    rows.append(compare("false alarms, near misses", heard, len(near), "≤ 0.02"))
    return rows


def entities(held_out: HeldOut) -> Section:
    """F1 of every kind, and of all together."""
    scores = score_entities(held_out.entities)
    right, wrong = (sum(getattr(score, part) for score in scores.values()) for part in ("right", "wrong"))
    missed = sum(score.missed for score in scores.values())
    rows = [Row(kind, score.f1, of=score.right + score.missed) for kind, score in sorted(scores.items())]
    rows.append(Row("all", 2 * right / max(2 * right + missed + wrong, 1), of=right + missed))
    return Section(f"Entities (F1), {held_out.name} set", rows)
