"""A copy of one's data: a link good for one download, and what it holds."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.privacy.holding import Holding, Record
from union.privacy.models import ExportLink

LIVES = timedelta(minutes=30)
MOST_TRIES = 5  # codes of six digits that may be typed for one link
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Opened:
    """`token` goes into the link, `code` stands in the chat only: the link alone opens nothing."""

    token: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class NotOpened:
    """The link is unknown, expired or used; or the code is wrong, `left` more may be typed."""

    reason: Literal["gone", "wrong_code"]
    left: int = 0


async def open_export(session: AsyncSession, keyring: Keyring, member_id: str, now: datetime) -> Opened:
    """A new link; the member's older ones open nothing any more."""
    await session.execute(delete(ExportLink).where(ExportLink.member_id == member_id), execution_options=_NO_SYNC)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}"
    link = ExportLink(token_index=_index(keyring, token), member_id=member_id, tries=0, expires_at=now + LIVES)
    link.code_index = _index(keyring, f"{token}:{code}")
    session.add(link)
    await session.flush()
    return Opened(token, code, link.expires_at)


async def take_export(session: AsyncSession, keyring: Keyring, token: str, code: str, now: datetime) -> str | NotOpened:
    """Use the link up; returns whose data it opens. Each try is counted by a guarded UPDATE: two at once count two."""
    index = ExportLink.token_index == _index(keyring, token)
    open_now = (index, ExportLink.used_at.is_(None), ExportLink.expires_at > now)
    tried = update(ExportLink).where(*open_now, ExportLink.tries < MOST_TRIES).values(tries=ExportLink.tries + 1)
    tries = await session.scalar(tried.returning(ExportLink.tries), execution_options=_NO_SYNC)
    if tries is None:
        return NotOpened("gone")
    right = ExportLink.code_index == _index(keyring, f"{token}:{code}")
    used = update(ExportLink).where(*open_now, right).values(used_at=now).returning(ExportLink.member_id)
    member_id: str | None = await session.scalar(used, execution_options=_NO_SYNC)
    return member_id if member_id is not None else NotOpened("wrong_code", MOST_TRIES - tries)


@dataclass(frozen=True)
class Copy:
    """Everything that is kept about a member: records by the names of the holdings, and files by their names."""

    records: dict[str, list[Record]]
    files: dict[str, bytes]


async def collect_copy(session: AsyncSession, holdings: Sequence[Holding], member_id: str) -> Copy:
    """For the download."""
    files = {name: data for holding in holdings for name, data in (await holding.files(session, member_id)).items()}
    return Copy(await collect(session, holdings, member_id), files)


async def collect(session: AsyncSession, holdings: Sequence[Holding], member_id: str) -> dict[str, list[Record]]:
    """Everything that is kept, by the names of the holdings; those that keep nothing are left out."""
    found = {holding.name: await holding.records(session, member_id) for holding in reversed(holdings)}
    return {name: records for name, records in found.items() if records}


async def purge_links(session: AsyncSession, now: datetime) -> int | None:
    """Delete what opens nothing any more; called by a schedule."""
    result = await session.execute(delete(ExportLink).where(ExportLink.expires_at <= now), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return None


def _index(keyring: Keyring, value: str) -> str:
    return keyring.blind_index(f"export:{value}")
