"""All settings, in one class. Environment names and defaults are listed in docs/settings.md."""

import os
import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, computed_field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from base.accounts import Account, WeChatMode, check_distinct, read_accounts
from base.errors import UsageError, UserError
from base.limits import Limits

PLATFORM_API = "https://api.weixin.qq.com"

# Known to everybody, so good for nothing but the simulator: with them the simulator is on,
# and calls to the real platform are refused.
DEMO_TOKEN = "unionbot-demo-token"  # noqa: S105
DEMO_APPID = "wx0000000000demo00"
DEMO_SECRET = "unionbot-demo-secret"  # noqa: S105
DEMO_AES_KEY = "UnionBotDemoUnionBotDemoUnionBotDemoUnionBo"
# A second one, of an unverified account: what such an account may not do can be tried beside it.
DEMO_UNVERIFIED = Account(
    appid="wx0000000000demo01",
    token=SecretStr("unionbot-demo-unverified"),
    secret=SecretStr("unionbot-demo-secret-unverified"),
    aes_key=SecretStr("UnionBotUnverifiedUnionBotUnverifiedUnionBo"),
    verified=False,
    name="街道工会（未认证）",
    union="演示街道总工会",
)


class Settings(BaseSettings):
    """The settings of one process, read from `UNIONBOT_…` variables."""

    model_config = SettingsConfigDict(env_prefix="UNIONBOT_", env_nested_delimiter="__", extra="ignore")

    var: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    wechat_token: SecretStr = SecretStr(DEMO_TOKEN)
    wechat_appid: str = DEMO_APPID
    wechat_secret: SecretStr = SecretStr(DEMO_SECRET)
    wechat_aes_key: SecretStr = SecretStr(DEMO_AES_KEY)
    wechat_mode: WeChatMode | None = None
    wechat_mode_before: WeChatMode | None = None
    wechat_api_url: str = ""
    wechat_verified: bool = True
    wechat_name: str = "浙江工会"
    wechat_union: str = ""
    wechat_menu: Path | None = None
    wechat_notices: Path | None = None
    accounts_file: Path | None = Field(None, validation_alias="UNIONBOT_ACCOUNTS")
    public_url: str = ""
    limits: Limits = Limits()
    admin_second_factor: bool = True
    simulator: bool | None = None
    secret_keys: SecretStr = SecretStr("")
    engine_urls: str = ""
    clock: str = ""
    clock_offset: float | None = Field(None, description="seconds; set by `serve` so that all parts agree")
    port: int = Field(8000, validation_alias="PORT")
    host: str = "127.0.0.1"
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _refuse_play_on_the_real_platform(self) -> "Settings":
        if self.simulator and self.calls_real_platform:
            raise ValueError("UNIONBOT_SIMULATOR is on while outbound calls go to the real platform")
        if (self.clock or self.clock_offset) and self.calls_real_platform:
            raise ValueError("UNIONBOT_CLOCK is set while outbound calls go to the real platform")
        return self

    @property
    def uses_demo_account(self) -> bool:
        """Whether the account's token is the demo one that everybody knows."""
        return self.wechat_token.get_secret_value() == DEMO_TOKEN

    @computed_field  # type: ignore[prop-decorator]
    @property
    def simulator_on(self) -> bool:
        return self.uses_demo_account if self.simulator is None else self.simulator

    @computed_field  # type: ignore[prop-decorator]
    @property
    def self_url(self) -> str:
        """Where this machine reaches its own web process."""
        return f"http://127.0.0.1:{self.port}"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def api_url(self) -> str:
        """Base of all outbound calls, without a slash at its end."""
        if self.wechat_api_url:
            return self.wechat_api_url.rstrip("/")
        return f"{self.self_url}/simulator/api" if self.simulator_on else PLATFORM_API

    @property
    def plays_with_time(self) -> bool:
        """Whether our clock is moved, so that the sender of a callback may well use another one."""
        return bool(self.clock or self.clock_offset)

    @property
    def calls_real_platform(self) -> bool:
        return self.api_url.startswith(PLATFORM_API)

    @property
    def mode(self) -> WeChatMode:
        if self.wechat_mode:
            return self.wechat_mode
        return "secure" if self.wechat_aes_key.get_secret_value() else "plain"

    @cached_property
    def accounts(self) -> list[Account]:
        """All official accounts of this deployment, the one of the `WECHAT_…` settings first.

        Raises:
            UsageError: one of them is wrong, or two cannot be told apart.
        """
        if self.accounts_file:
            further = read_accounts(self.accounts_file)
        else:
            further = [DEMO_UNVERIFIED] if self.uses_demo_account and self.simulator_on else []
        accounts = [self._first_account(), *further]
        check_distinct(accounts)
        return accounts

    def account(self, appid: str) -> Account | None:
        """The account with this id."""
        return next((account for account in self.accounts if account.appid == appid), None)

    def _first_account(self) -> Account:
        try:
            return Account(
                appid=self.wechat_appid,
                token=self.wechat_token,
                secret=self.wechat_secret,
                aes_key=self.wechat_aes_key,
                mode=self.mode,
                mode_before=self.wechat_mode_before,
                verified=self.wechat_verified,
                name=self.wechat_name,
                union=self.wechat_union,
                menu=self.wechat_menu,
                notices=self.wechat_notices,
            )
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            field = "_".join(str(part) for part in first["loc"]).upper() or "AES_KEY"
            raise UsageError(f"UNIONBOT_WECHAT_{field}: {first['msg'].removeprefix('Value error, ')}.") from error

    @property
    def sql_url(self) -> str:
        """The database as an SQLAlchemy async URL; a SQLite file under `var` by default."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.var / 'unionbot.db').resolve()}"

    @property
    def uses_sqlite(self) -> bool:
        return self.sql_url.startswith("sqlite")

    @property
    def engine_url_list(self) -> list[str]:
        return [url.strip().rstrip("/") for url in self.engine_urls.split(",") if url.strip()]

    @cached_property
    def secret_key_list(self) -> list[str]:
        """The secrets, newest first. On SQLite one is generated into `var` at first start.

        Raises:
            UserError: production (PostgreSQL) without keys, or `var` is not writable.
        """
        given = [key.strip() for key in self.secret_keys.get_secret_value().split(",") if key.strip()]
        if given:
            return given
        if not self.uses_sqlite:
            raise UserError("UNIONBOT_SECRET_KEYS is not set: with PostgreSQL the keys must be given.")
        return [_generated_key(self.ensure_var() / "secret_keys")]

    def ensure_var(self) -> Path:
        """The run-time folder, made if it is missing.

        Raises:
            UserError: it cannot be written.
        """
        try:
            self.var.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"UNIONBOT_VAR {self.var}: cannot be written ({error.strerror}).") from error
        if not os.access(self.var, os.W_OK):
            raise UserError(f"UNIONBOT_VAR {self.var}: no permission to write.")
        return self.var


def load_settings() -> Settings:
    """The settings from the environment.

    Raises:
        UsageError: a value is wrong; the line names the variable.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"UNIONBOT_{str(first['loc'][0]).upper()}: " if first["loc"] else ""
        raise UsageError(f"{name}{first['msg'].removeprefix('Value error, ')}") from error


def _generated_key(path: Path) -> str:
    """The key kept in `path`, made once. Created exclusively, so two first starts agree."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}).") from error
    return path.read_text().strip()
