"""The clock that the simulator moves: one file, all processes."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from base.clock import FURTHEST, LOOK_EVERY, MovableClock

HOUR = timedelta(hours=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clock"


def _pass(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """As if so many seconds had passed since the clocks looked last."""
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + seconds)


def test_it_tells_the_real_time_until_it_is_moved(file: Path) -> None:
    clock = MovableClock(file, offset=HOUR)
    before = datetime.now(UTC) + HOUR
    assert before <= clock.now() <= datetime.now(UTC) + HOUR
    assert clock.moved == timedelta()


def test_moves_add_up_and_are_kept_by_the_file(file: Path) -> None:
    clock = MovableClock(file)
    clock.move(HOUR)
    clock.move(timedelta(days=1))
    assert clock.moved == MovableClock(file).moved == timedelta(days=1, hours=1)
    assert clock.now() > datetime.now(UTC) + timedelta(days=1)
    clock.reset()
    assert clock.moved == MovableClock(file).moved == timedelta()


def test_another_process_follows_within_a_moment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = MovableClock(file), MovableClock(file)
    assert theirs.moved == timedelta()
    ours.move(HOUR)
    _pass(monkeypatch, LOOK_EVERY)
    assert theirs.moved == HOUR
    file.unlink()
    _pass(monkeypatch, 2 * LOOK_EVERY)
    assert theirs.moved == timedelta()


def test_between_two_looks_the_file_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = MovableClock(file)
    _pass(monkeypatch, 1000)  # just looked
    assert clock.moved == timedelta()
    monkeypatch.setattr(Path, "stat", _never)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    assert clock.moved == timedelta()


def _never(*_: object, **__: object) -> None:
    raise AssertionError("the file was looked at")


@pytest.mark.parametrize(
    ("content", "moved"),
    [("", timedelta()), ("soon", timedelta()), ("nan", timedelta()), ("-5", timedelta()), ("1e300", FURTHEST)],
)
def test_a_file_that_says_nonsense_does_no_harm(content: str, moved: timedelta, file: Path) -> None:
    file.write_text(content)
    assert MovableClock(file).moved in (moved, timedelta())


def test_it_never_goes_back_behind_the_real_time(file: Path) -> None:
    clock = MovableClock(file)
    clock.move(-HOUR)
    assert clock.moved == timedelta()
