"""Who has been introduced to whom, as keyed hashes: nobody twice, and no name left behind."""

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from base.encryption import Keyring
from union.matchmaking.models import Met


async def note_meeting(session: AsyncSession, keyring: Keyring, one: str, other: str) -> bool:
    """Note that two are introduced. False: they have been before, or are at this moment (the primary key decides)."""
    if any([await session.get(Met, mark) for mark in _marks(keyring, one, other)]):
        return False
    new = insert_into(session, Met).values(pair=_marks(keyring, one, other)[0])
    return await session.scalar(new.on_conflict_do_nothing().returning(Met.pair)) is not None


async def forget_meeting(session: AsyncSession, keyring: Keyring, one: str, other: str) -> None:
    """It has come to nothing before anybody was asked."""
    await session.execute(delete(Met).where(Met.pair.in_(_marks(keyring, one, other))))


async def meetings(session: AsyncSession, keyring: Keyring) -> Callable[[str, str], bool]:
    """Tells of two whether they have met, as of now."""
    met = set(await session.scalars(select(Met.pair)))
    return lambda one, other: any(mark in met for mark in _marks(keyring, one, other))


def _marks(keyring: Keyring, one: str, other: str) -> list[str]:
    """All hashes under which the pair may stand, newest key first."""
    return keyring.blind_indexes("|".join(sorted((one, other))))
