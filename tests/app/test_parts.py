"""The parts of a process: whose clock can be moved, and whose never."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.parts import build_clock
from app.serve import settle_clock
from base.clock import MovableClock, SystemClock
from base.settings import PLATFORM_API, Settings, load_settings


def _settings(monkeypatch: pytest.MonkeyPatch, var: Path, **values: str) -> Settings:
    for name, value in {"VAR": str(var), **values}.items():
        monkeypatch.setenv(f"UNIONBOT_{name}", value)
    return load_settings()


def test_the_simulators_processes_share_a_clock_that_moves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = _settings(monkeypatch, tmp_path)
    web, engine = build_clock(settings), build_clock(settings)
    assert isinstance(web, MovableClock)
    assert isinstance(engine, MovableClock)
    web.move(timedelta(days=1))
    assert engine.moved == timedelta(days=1)


@pytest.mark.parametrize(
    "values",
    [
        {"SIMULATOR": "false"},
        {"WECHAT_TOKEN": "t", "WECHAT_APPID": "wx1", "WECHAT_SECRET": "s", "WECHAT_AES_KEY": ""},
        {"WECHAT_API_URL": PLATFORM_API},
    ],
)
def test_no_clock_moves_without_the_simulator_or_beside_the_platform(
    values: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _settings(monkeypatch, tmp_path, **values)
    assert isinstance(build_clock(settings), SystemClock)


@pytest.mark.parametrize(("asked", "kept"), [("", timedelta(days=1)), ("2026-11-18T10:00", timedelta())])
def test_a_start_goes_on_where_the_clock_was_moved_unless_a_time_is_asked_for(
    asked: str, kept: timedelta, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _settings(monkeypatch, tmp_path, CLOCK=asked)
    clock = build_clock(settings)
    assert isinstance(clock, MovableClock)
    clock.move(timedelta(days=1))
    settle_clock(settings)
    after = build_clock(settings)  # as another process begins
    assert isinstance(after, MovableClock)
    assert after.moved == kept
    assert ("ahead by 1 day" in capsys.readouterr().out) is bool(kept)
