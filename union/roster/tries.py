"""How often somebody may try to bind. Counted before anything is looked up, so that no answer comes for free.

Counted a WeChat user, and a phone or card that was named: whether it is on a roster does not matter, so the count
tells nothing about it, and an entry is protected from many users together.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import insert_into
from base.encryption import Keyring
from base.limits import Limits
from union.roster.models import BindingTry
from union.roster.record import Proof, card_value, phone_value

_NO_SYNC = {"synchronize_session": False}


async def may_try(session: AsyncSession, most: Mapping[str, int], key: str, now: datetime) -> bool:
    """Count one try for each of `most` (whom -> how often a day). False: one of them has had enough for today.

    The same `key` again is counted once.
    """
    day = to_shanghai(now).date().isoformat()
    for who, limit in most.items():
        if not await _count(session, who, day, limit, key):
            return False
    return True


def counted(keyring: Keyring, limits: Limits, member_id: str, proof: Proof | None) -> dict[str, int]:
    """Whose tries an attempt is; the member's first."""
    most = {_of_member(member_id): limits.binding_tries}
    if proof is None:
        return most
    named = [phone_value(proof.phone), *([card_value(proof.card)] if proof.card else [])]
    return most | {keyring.blind_index(value): limits.binding_tries_entry for value in sorted(named)}


async def left_today(session: AsyncSession, limits: Limits, member_id: str, now: datetime) -> int:
    """How often the member may still try today."""
    day = to_shanghai(now).date().isoformat()
    row = await session.get(BindingTry, (_of_member(member_id), day), populate_existing=True)
    return max(limits.binding_tries - (row.tries if row else 0), 0)


async def tries_of(session: AsyncSession, member_id: str) -> list[BindingTry]:
    """The member's own counts, newest first."""
    query = select(BindingTry).where(BindingTry.who == _of_member(member_id)).order_by(BindingTry.day.desc())
    return list(await session.scalars(query))


async def forget_tries(session: AsyncSession, member_id: str) -> None:
    await session.execute(delete(BindingTry).where(BindingTry.who == _of_member(member_id)), execution_options=_NO_SYNC)


async def purge_tries(session: AsyncSession, now: datetime) -> None:
    """Delete the counts of days before today; called by a schedule."""
    today = to_shanghai(now).date().isoformat()
    await session.execute(delete(BindingTry).where(BindingTry.day < today), execution_options=_NO_SYNC)


async def _count(session: AsyncSession, who: str, day: str, limit: int, key: str) -> bool:
    row = insert_into(session, BindingTry).values(who=who, day=day, tries=0, key="").on_conflict_do_nothing()
    await session.execute(row)
    mine = (BindingTry.who == who, BindingTry.day == day)
    one_more = update(BindingTry).where(*mine, BindingTry.tries < limit, BindingTry.key != key)
    values = {"tries": BindingTry.tries + 1, "key": key}
    result = await session.execute(one_more.values(**values), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    if result.rowcount == 1:
        return True
    return await session.scalar(select(BindingTry.key).where(*mine)) == key


def _of_member(member_id: str) -> str:
    return f"member:{member_id}"
