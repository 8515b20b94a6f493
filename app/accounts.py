"""What commands about one official account share: choosing it, and calling the platform for it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from base.accounts import Account
from base.errors import UsageError, UserError
from base.settings import Settings

if TYPE_CHECKING:
    from webhook.platform.client import PlatformApi

T = TypeVar("T")

FIRST = "that of the WECHAT_… settings"
AccountOption = Annotated[str, typer.Option("--account", metavar="APPID", help=f"Which account; without: {FIRST}.")]


def chosen_account(settings: Settings, appid: str) -> Account:
    """The account with this id; without an id the first one.

    Raises:
        UsageError: there is none.
    """
    if not appid:
        return settings.accounts[0]
    account = settings.account(appid)
    if account is None:
        known = ", ".join(one.appid for one in settings.accounts)
        raise UsageError(f"There is no account {appid}; there are {known}.")
    return account


def tell_problems(path: Path, problems: list[str]) -> None:
    """Print them, one a line, and end with status 1."""
    for problem in problems:
        print(f"{path}: {problem}")
    raise UserError(f"{path}: {len(problems)} problem{'s' if len(problems) > 1 else ''}.")


def with_api(settings: Settings, account: Account, work: Callable[["PlatformApi"], Awaitable[T]]) -> T:
    """Run `work` with a client of the account.

    Raises:
        UserError: the platform said no, or could not be reached.
    """
    from base.bus import Bus
    from webhook.platform.apis import PlatformApis
    from webhook.platform.errors import PlatformError, UnknownOutcomeError, UnreachableError
    from webhook.platform.outcomes import reason_of

    async def run() -> T:
        bus = Bus(settings.redis_url)
        apis = PlatformApis(settings, bus)
        try:
            api = apis.of(account.appid)
            assert api is not None  # the account is of these settings
            return await work(api)
        finally:
            await apis.close()
            await bus.close()

    try:
        return asyncio.run(run())
    except PlatformError as error:
        raise UserError(f"The platform refused: {reason_of(error.code)} (account {account.appid}).") from error
    except UnreachableError as error:
        raise UserError(f"The platform cannot be reached at {settings.api_url} ({error}).") from error
    except UnknownOutcomeError as error:
        raise UserError(f"The platform did not answer ({error}): whether it did it is not known.") from error
