"""Settings: defaults for the newcomer, refusals where play meets the real platform."""

from pathlib import Path

import pytest

from base.errors import UsageError, UserError
from base.settings import PLATFORM_API, Settings, load_settings

REAL = {"WECHAT_TOKEN": "t", "WECHAT_APPID": "wx1", "WECHAT_SECRET": "s", "WECHAT_AES_KEY": "a" * 43}


def settings_from(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"UNIONBOT_{name}", value)
    return load_settings()


def test_a_newcomer_gets_the_simulator_in_secure_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from(monkeypatch)

    assert (settings.simulator_on, settings.mode, settings.uses_sqlite) == (True, "secure", True)
    assert settings.api_url.startswith("http://127.0.0.1:")


def test_a_real_account_calls_the_platform_without_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from(monkeypatch, **REAL)

    assert (settings.simulator_on, settings.api_url) == (False, PLATFORM_API)


def test_without_an_aes_key_the_mode_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_from(monkeypatch, WECHAT_AES_KEY="").mode == "plain"


@pytest.mark.parametrize(
    "values",
    [
        {"SIMULATOR": "true", "WECHAT_API_URL": PLATFORM_API},
        {"CLOCK": "2026-11-18T10:00", **REAL},
        {"WECHAT_MODE": "secret"},
        {"WECHAT_VERIFIED": "perhaps"},
    ],
)
def test_what_cannot_be_is_one_line(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        settings_from(monkeypatch, **values)

    assert "UNIONBOT_" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_generated_key_is_made_once_and_only_its_owner_reads_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = settings_from(monkeypatch, VAR=str(tmp_path / "var")).secret_key_list

    assert settings_from(monkeypatch, VAR=str(tmp_path / "var")).secret_key_list == first
    assert (tmp_path / "var" / "secret_keys").stat().st_mode & 0o077 == 0


def test_postgresql_needs_its_keys_given(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from(monkeypatch, DATABASE_URL="postgresql+asyncpg://u@h/d")

    with pytest.raises(UserError, match="UNIONBOT_SECRET_KEYS"):
        _ = settings.secret_key_list


def test_a_var_that_cannot_be_written_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in its place")

    with pytest.raises(UserError, match="UNIONBOT_VAR"):
        settings_from(monkeypatch, VAR=str(tmp_path / "file" / "var")).ensure_var()
