"""Verbs on members."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from base.encryption import Keyring
from union.members.models import Member, phone_value

INDEXED_AT_ONCE = 200


async def find_member(session: AsyncSession, keyring: Keyring, account: str, openid: str) -> Member | None:
    """The member behind an openid, whichever key the row was indexed with."""
    query = select(Member).where(Member.account == account, Member.openid_index.in_(keyring.blind_indexes(openid)))
    return (await session.scalars(query)).first()


async def get_or_add_member(
    session: AsyncSession, keyring: Keyring, account: str, openid: str, now: datetime
) -> Member:
    """The member behind an openid; added at the first message. Safe when two messages arrive at once."""
    found = await find_member(session, keyring, account, openid)
    if found is not None:
        return found
    await session.execute(
        insert_into(session, Member)
        .values(
            id=uuid4().hex,
            account=account,
            openid=openid,
            openid_index=keyring.blind_index(openid),
            following=True,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    added = await find_member(session, keyring, account, openid)
    assert added is not None  # inserted above, by us or by the other message
    return added


async def remember_contact(session: AsyncSession, member_id: str, name: str, phone: str) -> None:
    """Keep name and phone given in a dialogue, so that the next form need not ask."""
    member = await session.get_one(Member, member_id)
    member.name, member.phone = name, phone


async def index_phones(session: AsyncSession, *, now: datetime) -> int:
    """Index some phones that were written before there was an index; called by a schedule until there are none."""
    keyring: Keyring = session.get_bind().dialect.keyring  # type: ignore[attr-defined]  # base/database.py puts it there
    bare = select(Member).where(Member.phone.is_not(None), Member.phone_index.is_(None)).limit(INDEXED_AT_ONCE)
    members = list(await session.scalars(bare.with_for_update(skip_locked=True)))
    for member in members:
        member.phone_index = keyring.blind_index(phone_value(member.phone or ""))
    await session.flush()
    return len(members)


async def forget_member(session: AsyncSession, member_id: str) -> None:
    """Delete the member's row; called by the erasure that takes the other tables along."""
    await session.execute(delete(Member).where(Member.id == member_id))
