"""Official accounts: each with its own token, keys, menu and union. A member belongs to one account."""

import base64
import binascii
from collections import Counter
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError, model_validator

from base.errors import UsageError

WeChatMode = Literal["plain", "compatible", "secure"]
AES_KEY_LENGTH = 43  # characters, base64 of 32 bytes without its padding


class Account(BaseModel):
    """One official account.

    `mode`: how callbacks come. `mode_before`: accepted beside it while the mode is being changed.
    `verified`: whether it may send customer-service messages. `menu`, `notices`: its files, see `unionbot menu`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    appid: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    token: SecretStr
    secret: SecretStr
    aes_key: SecretStr = SecretStr("")
    mode: WeChatMode = "secure"
    mode_before: WeChatMode | None = None
    verified: bool = True
    name: str = Field(default="工会", min_length=1, max_length=40)
    union: str = Field(default="", max_length=40, description="the union whose account it is, as in its full name")
    menu: Path | None = None
    notices: Path | None = None

    @model_validator(mode="after")
    def _has_its_key(self) -> "Account":
        key = self.aes_key.get_secret_value()
        if not key and self.mode != "plain":
            raise ValueError(f"an AES key is needed in mode {self.mode}")
        if key and not _is_aes_key(key):
            raise ValueError(f"the AES key must be {AES_KEY_LENGTH} characters of base64, as the platform shows it")
        return self

    @property
    def modes(self) -> frozenset[WeChatMode]:
        """The modes in which a callback is taken now."""
        return frozenset({self.mode, self.mode_before or self.mode})


def read_accounts(path: Path) -> list[Account]:
    """The further accounts of a deployment: a YAML list, its paths relative to the file.

    Raises:
        UsageError: it cannot be read or is wrong; the line names entry and field, and never shows a secret.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"UNIONBOT_ACCOUNTS {path}: cannot be read ({type(error).__name__}).") from error
    try:
        accounts = TypeAdapter(list[Account]).validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"UNIONBOT_ACCOUNTS {path}: {where}: {first['msg'].removeprefix('Value error, ')}.") from error
    return [_beside(path, account) for account in accounts]


def check_distinct(accounts: list[Account]) -> None:
    """Two accounts may share neither id nor token: a callback would fit both.

    Raises:
        UsageError: they do.
    """
    for field, values in (
        ("appid", [account.appid for account in accounts]),
        ("token", [account.token.get_secret_value() for account in accounts]),
    ):
        if max(Counter(values).values(), default=0) > 1:
            raise UsageError(f"UNIONBOT_ACCOUNTS: two accounts have the same {field}.")


def _is_aes_key(key: str) -> bool:
    try:
        return len(key) == AES_KEY_LENGTH and len(base64.b64decode(key + "=", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _beside(path: Path, account: Account) -> Account:
    files = {name: path.parent / file for name in ("menu", "notices") if (file := getattr(account, name)) is not None}
    return account.model_copy(update=files)
