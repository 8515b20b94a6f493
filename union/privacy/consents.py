"""Verbs on consents: given once a purpose and version, looked up before personal data is asked for, withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.privacy.models import Consent
from union.privacy.purposes import Purpose

How = Literal["continued", "said_yes"]


async def has_consented(session: AsyncSession, member_id: str, purpose: Purpose) -> bool:
    """Whether the member agreed to this version and has not withdrawn it."""
    standing = (Consent.member_id == member_id, Consent.withdrawn_at.is_(None))
    which = (Consent.purpose == purpose.key, Consent.version == purpose.version)
    return await session.scalar(select(Consent.id).where(*standing, *which)) is not None


async def record_consent(session: AsyncSession, member_id: str, purpose: Purpose, how: How, now: datetime) -> None:
    """The member agreed. While they do, saying so again changes nothing."""
    given = {"member_id": member_id, "purpose": purpose.key, "version": purpose.version, "how": how, "at": now}
    await session.execute(insert_into(session, Consent).values(**given).on_conflict_do_nothing())


async def withdraw_consent(session: AsyncSession, member_id: str, purpose_key: str, now: datetime) -> bool:
    """Withdraw it, in whatever version; False: there was none. The purpose is asked for anew the next time."""
    standing = (Consent.member_id == member_id, Consent.purpose == purpose_key, Consent.withdrawn_at.is_(None))
    statement = update(Consent).where(*standing).values(withdrawn_at=now)
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount > 0


async def consents_of(session: AsyncSession, member_id: str) -> Sequence[Consent]:
    """All of a member's, newest first."""
    query = select(Consent).where(Consent.member_id == member_id).order_by(Consent.id.desc())
    return (await session.scalars(query)).all()
