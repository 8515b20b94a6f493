"""Verbs on staff accounts. Passwords are kept as argon2id hashes only."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.staff.models import ROLES, Staff

_hasher = PasswordHasher()
SHORTEST, LONGEST = 8, 128  # characters of a password


@dataclass(frozen=True)
class Added:
    """The account exists now."""

    name: str
    role: str


@dataclass(frozen=True)
class PasswordSet:
    """The account has the new password."""

    name: str


@dataclass(frozen=True)
class Refused:
    """Why an account was not added or changed."""

    reason: Literal["bad_name", "name_taken", "unknown", "unknown_role", "bad_password"]


async def add(
    session: AsyncSession, name: str, password: str, role: str, now: datetime, *, demo: bool = False
) -> Added | Refused:
    """Add an account; `role` is one of models.ROLES."""
    name = name.strip()
    if not 0 < len(name) <= 32:
        return Refused("bad_name")
    if role not in ROLES:
        return Refused("unknown_role")
    if not _is_usable(password):
        return Refused("bad_password")
    row = insert_into(session, Staff).values(
        name=name, password_hash=await _hash(password), role=role, demo=demo, created_at=now
    )
    added = await session.scalar(row.on_conflict_do_nothing(index_elements=[Staff.name]).returning(Staff.id))
    return Refused("name_taken") if added is None else Added(name, role)


async def set_password(session: AsyncSession, name: str, password: str) -> PasswordSet | Refused:
    """Give an account a new password."""
    if not _is_usable(password):
        return Refused("bad_password")
    statement = update(Staff).where(Staff.name == name).values(password_hash=await _hash(password))
    changed = await session.scalar(statement.returning(Staff.id))
    return Refused("unknown") if changed is None else PasswordSet(name)


async def check_password(session: AsyncSession, name: str, password: str) -> Staff | None:
    """The account, if name and password fit. An unknown name costs as much time as a wrong password."""
    staff = (await session.scalars(select(Staff).where(Staff.name == name.strip()))).first()
    # Argon2 takes tens of milliseconds on purpose: not on the event loop.
    fits = await asyncio.to_thread(_verify, staff.password_hash if staff else _nobodys_hash(), password[:LONGEST])
    return staff if fits else None


def new_password() -> str:
    """A random password that can be typed."""
    return secrets.token_urlsafe(9)


def _is_usable(password: str) -> bool:
    return SHORTEST <= len(password) <= LONGEST


async def _hash(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """A hash with today's parameters that no password fits."""
    return _hasher.hash(secrets.token_urlsafe(32))
