import numpy as np
import pytest

from bot.evaluate.measures import area_under_curve, confusions, expected_calibration_error
from bot.evaluate.sentences import essence


def test_perfect_confidence_has_no_calibration_error() -> None:
    assert expected_calibration_error(np.array([1.0, 1.0]), np.array([True, True])) == pytest.approx(0)
    assert expected_calibration_error(np.array([1.0, 1.0]), np.array([True, False])) == pytest.approx(0.5)


def test_area_under_curve_counts_ties_half() -> None:
    assert area_under_curve(np.array([0.9, 0.1]), np.array([True, False])) == 1
    assert area_under_curve(np.array([0.5, 0.5]), np.array([True, False])) == 0.5


def test_the_worst_confusion_comes_first() -> None:
    assert confusions(["a", "a", "b"], ["b", "b", "a"]) == [(("a", "b"), 2), (("b", "a"), 1)]


def test_spaces_punctuation_and_script_do_not_make_another_sentence() -> None:
    assert essence("我要　報名！") == essence("我要报名")
