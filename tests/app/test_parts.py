"""The parts of a process: whose clock can be moved, and whose never."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.parts import build_clock
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
