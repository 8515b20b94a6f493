"""Further official accounts come from a file; what is wrong in it is one line that shows no secret."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from base.accounts import read_accounts
from base.errors import UsageError
from base.settings import DEMO_UNVERIFIED, Settings

KEY = "UnionBotUnverifiedUnionBotUnverifiedUnionBo"
GOOD = f"""
- appid: wx1
  name: 上城工会
  union: 杭州市上城区总工会
  token: token-one
  secret: s3cret
  aes_key: {KEY}
  menu: menus/one.yml
- appid: wx2
  token: token-two
  secret: s3cret
  mode: plain
  mode_before: secure
  aes_key: {KEY}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "accounts.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_lists_further_accounts(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    settings = Settings(UNIONBOT_ACCOUNTS=path)  # type: ignore[call-arg]
    first, one, two = settings.accounts
    assert first.appid == settings.wechat_appid
    assert (one.name, set(one.modes), one.menu) == ("上城工会", {"secure"}, tmp_path / "menus/one.yml")
    assert two.modes == {"plain", "secure"}
    assert settings.account("wx2") == two and settings.account("wx3") is None


def test_beside_the_demo_account_stands_an_unverified_one() -> None:
    demo = Settings().accounts  # type: ignore[call-arg]
    real = Settings(wechat_token="real", simulator=False).accounts  # type: ignore[call-arg, arg-type]
    assert [account.verified for account in demo] == [True, False] and demo[1] == DEMO_UNVERIFIED
    assert len(real) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {appid: wx1, token: t, secret: s3cret, aes_key: short}", "AES key must be 43 characters"),
        ("- {appid: wx1, token: t, secret: s3cret}", "AES key is needed in mode secure"),
        ("- {appid: wx1, secret: s3cret}", "0.token: Field required"),
        ("- {appid: 'wx 1', token: t, secret: s3cret, mode: plain}", "0.appid"),
        ("- {appid: wx1, token: t, secret: s3cret, mode: loud}", "0.mode"),
        ("- {appid: wx1, token: t, secret: s3cret, mode: plain, colour: red}", "0.colour"),
        ("appid: wx1", "valid list"),
        ("- [", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_shown(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_accounts(written(tmp_path, text))
    assert said in str(caught.value) and "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yml"):
        read_accounts(tmp_path / "nowhere.yml")


def test_two_accounts_must_be_told_apart(tmp_path: Path) -> None:
    twice = "- {appid: wx1, token: unionbot-demo-token, secret: s, mode: plain}"
    with pytest.raises(UsageError, match="same token"):
        _ = Settings(UNIONBOT_ACCOUNTS=written(tmp_path, twice)).accounts  # type: ignore[call-arg]


def test_a_wrong_key_of_the_first_account_names_its_variable() -> None:
    with pytest.raises(UsageError, match="UNIONBOT_WECHAT_AES_KEY"):
        _ = Settings(wechat_mode="secure", wechat_aes_key=SecretStr("")).accounts  # type: ignore[call-arg]
