"""How often a log-in may be tried. Counted before the password is looked at, so that many at once gain nothing.

Counted an account's name, and the address somebody comes from. Whether there is such an account plays no part, so
waiting tells nothing about it. The waits double.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from base.encryption import Keyring
from base.limits import Limits
from union.staff.models import LoginTry

FORGOTTEN = timedelta(hours=24)  # after the last failure
_NO_SYNC = {"synchronize_session": False}
Free = Mapping[str, int]  # whom -> so many failures cost no wait


def of_log_in(keyring: Keyring, limits: Limits, name: str, address: str) -> Free:
    """Whose tries a log-in is."""
    account = keyring.blind_index(f"login name {name.strip().casefold()}")
    return {account: limits.login_tries, **of_address(keyring, limits, address)}


def of_account(keyring: Keyring, limits: Limits, staff_id: int, what: str, address: str) -> Free:
    """Whose tries a further secret of a known account is: `what` names it (code, password)."""
    account = keyring.blind_index(f"login {what} {staff_id}")
    return {account: limits.login_tries, **of_address(keyring, limits, address)}


def of_address(keyring: Keyring, limits: Limits, address: str) -> Free:
    """A whole office may share one address: it has more tries."""
    return {keyring.blind_index(f"login address {address}"): limits.login_tries_address}


def wait(failures: int, free: int, limits: Limits) -> timedelta:
    """How long to wait after so many failures. Pure."""
    if failures < free:
        return timedelta()
    longest = timedelta(minutes=limits.login_longest_wait_minutes)
    doubled: int = 2 ** min(failures - free, 20)
    return min(timedelta(seconds=limits.login_wait_seconds) * doubled, longest)


async def admit(session: AsyncSession, who: Free, limits: Limits, now: datetime) -> datetime | None:
    """Count a try as failed, until `forgive` says otherwise. Until when to wait instead, or None: it may be tried."""
    rows = {one: await _row(session, one, now) for one in sorted(who)}
    until = max((row.until for row in rows.values() if row.until is not None and row.until > now), default=None)
    if until is not None:
        return until
    for one, row in rows.items():
        row.failures = 1 if row.last_at < now - FORGOTTEN else row.failures + 1
        row.last_at = now
        pause = wait(row.failures, who[one], limits)
        row.until = now + pause if pause else None
    await session.flush()
    return None


async def forgive(session: AsyncSession, who: Free, now: datetime) -> None:
    """It went well: the account begins anew, its address has one failure less."""
    account, *addresses = who
    await session.execute(delete(LoginTry).where(LoginTry.who == account), execution_options=_NO_SYNC)
    for one in addresses:
        row = await _row(session, one, now)
        row.failures = max(row.failures - 1, 0)
        row.until = None
    await session.flush()


async def purge_login_tries(session: AsyncSession, *, now: datetime) -> None:
    """Forget old failures; called by a schedule."""
    await session.execute(delete(LoginTry).where(LoginTry.last_at < now - FORGOTTEN), execution_options=_NO_SYNC)


async def _row(session: AsyncSession, who: str, now: datetime) -> LoginTry:
    """The count, locked until the transaction ends."""
    new = insert_into(session, LoginTry).values(who=who, failures=0, last_at=now)
    await session.execute(new.on_conflict_do_nothing())
    query = select(LoginTry).where(LoginTry.who == who).with_for_update()
    return (await session.scalars(query, execution_options={"populate_existing": True})).one()
