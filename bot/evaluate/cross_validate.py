"""Cross validation over all training sentences: `python -m bot.evaluate.cross_validate [--folds 5] [--tried]`.

Every sentence is judged by a model that has not seen it. `--tried` prints the table of pipelines in
docs/nlu.md (some minutes); without it, the pipeline in use with its calibration and confusions.
"""

import argparse
import time
from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.components import safety, training
from bot.components.features import Featuriser
from bot.evaluate.measures import area_under_curve, confusions, expected_calibration_error, reliability
from bot.evaluate.sentences import read_intents
from knowledge.normalise import normalise

OUT_OF_SCOPE = "out_of_scope"


def judge(texts: Sequence[str], intents: Sequence[str], folds: int = 5) -> tuple[list[str], np.ndarray]:
    """Labels, and out-of-fold probabilities (texts, labels) by whole models, calibrated inside their fold."""
    featuriser = Featuriser(training.learn_words(texts))
    views = [featuriser.views(text) for text in texts]
    labels = sorted(set(intents))
    probabilities = np.zeros((len(texts), len(labels)))
    for known, unknown in StratifiedKFold(folds, shuffle=True, random_state=1).split(views, intents):
        model = training.train_on_views(featuriser, [views[i] for i in known], [intents[i] for i in known])
        for i in unknown:
            probabilities[i] = model.probabilities(texts[i])
    return labels, probabilities


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--tried", action="store_true", help="the table of pipelines that were tried")
    parser.add_argument("--worst", type=int, default=30, help="so many confusions")
    arguments = parser.parse_args()
    texts, intents = read_intents()
    if arguments.tried:
        from bot.evaluate.tried import print_table

        print_table(texts, intents)
        return
    started = time.perf_counter()
    labels, probabilities = judge(texts, intents, arguments.folds)
    print(
        f"{len(texts)} sentences, {len(labels)} intents, {arguments.folds} folds, {time.perf_counter() - started:.0f} s"
    )
    report(texts, intents, labels, probabilities, arguments.worst)


def report(
    texts: Sequence[str], intents: Sequence[str], labels: list[str], probabilities: np.ndarray, worst: int
) -> None:
    """Prints accuracy (with the safety rules), calibration and the worst confusions."""
    alone = [labels[i] for i in probabilities.argmax(axis=1)]
    right = np.array([want == have for want, have in zip(intents, alone, strict=True)])
    confidence = probabilities.max(axis=1)
    together = [_answer(text, labels, row) for text, row in zip(texts, probabilities, strict=True)]
    print(f"model alone {right.mean():.4f}, with safety rules {_share(intents, together):.4f}")
    print(f"expected calibration error {expected_calibration_error(confidence, right):.4f}")
    outside = np.array([intent == OUT_OF_SCOPE for intent in intents])
    print(f"AUROC of {OUT_OF_SCOPE} {area_under_curve(probabilities[:, labels.index(OUT_OF_SCOPE)], outside):.4f}")
    for size, mean, share in reliability(confidence, right):
        print(f"  confidence {mean:.2f}: right {share:.2f} of {size}")
    for label in labels:
        chosen = [i for i, intent in enumerate(intents) if intent == label]
        hits = sum(together[i] == label for i in chosen)
        alarms = sum(have == label and want != label for want, have in zip(intents, together, strict=True))
        print(f"  {label:28} {hits / len(chosen):.3f} of {len(chosen):4}, wrongly given {alarms}")
    for (want, have), number in confusions(intents, together)[:worst]:
        print(f"  {number:4} {want} taken for {have}")


def _answer(text: str, labels: list[str], row: np.ndarray) -> str:
    ranking = [(labels[i], float(row[i])) for i in np.argsort(-row)]
    return safety.assess(normalise(text), ranking)[0][0]


def _share(expected: Sequence[str], got: Sequence[str]) -> float:
    return float(np.mean([want == have for want, have in zip(expected, got, strict=True)]))


if __name__ == "__main__":
    main()
