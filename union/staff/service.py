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
from union.ids import ALPHABET
from union.staff.models import ROLES, Staff
from union.staff.names import account_name, looks_like
from union.staff.sessions import end_all

_hasher = PasswordHasher()
SHORTEST, LONGEST = 8, 128  # characters of a password
# own_account, last_admin, wide_scope, no_such_union: of administration.py; the others say it themselves
Reason = Literal[
    "bad_name",
    "name_taken",
    "name_alike",
    "unknown",
    "unknown_role",
    "bad_password",
    "wrong_password",
    "same_password",
    "wrong_code",
    "needed",
    "own_account",
    "last_admin",
    "wide_scope",
    "no_such_union",
]


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
    """Why an account was not added or changed. `detail`: the name it looks like."""

    reason: Reason
    detail: str = ""


async def add(
    session: AsyncSession,
    name: str,
    password: str,
    role: str,
    now: datetime,
    *,
    demo: bool = False,
    union_id: str | None = None,
    must_change: bool = False,
) -> Added | Refused:
    """Add an account; `role` is one of models.ROLES. `must_change`: the password is good for one log-in."""
    given = account_name(name)
    if given is None:
        return Refused("bad_name")
    if role not in ROLES:
        return Refused("unknown_role")
    if not is_usable(password):
        return Refused("bad_password")
    others = (await session.scalars(select(Staff.name))).all()
    if given not in others and (other := looks_like(given, others)):
        return Refused("name_alike", other)
    row = insert_into(session, Staff).values(
        name=given,
        password_hash=await _hash(password),
        role=role,
        union_id=union_id,
        must_change=must_change,
        demo=demo,
        created_at=now,
    )
    added = await session.scalar(row.on_conflict_do_nothing(index_elements=[Staff.name]).returning(Staff.id))
    return Refused("name_taken") if added is None else Added(given, role)


async def set_password(
    session: AsyncSession, name: str, password: str, now: datetime, *, must_change: bool = False, but: str = ""
) -> PasswordSet | Refused:
    """Give an account a new password; all its sessions end, except the one with the id `but`."""
    if not is_usable(password):
        return Refused("bad_password")
    values = {"password_hash": await _hash(password), "must_change": must_change}
    statement = update(Staff).where(Staff.name == name).values(**values)
    changed: int | None = await session.scalar(
        statement.returning(Staff.id), execution_options={"synchronize_session": False}
    )
    if changed is None:
        return Refused("unknown")
    await end_all(session, changed, now, "password", but=but)
    return PasswordSet(name)


async def check_password(session: AsyncSession, name: str, password: str) -> Staff | None:
    """The account, if name and password fit and it is open. An unknown name costs as much time as a wrong password."""
    known = account_name(name) or ""
    staff = (await session.scalars(select(Staff).where(Staff.name == known))).first()
    # Argon2 takes tens of milliseconds on purpose: not on the event loop.
    fits = await asyncio.to_thread(_verify, staff.password_hash if staff else _nobodys_hash(), password[: LONGEST + 1])
    return staff if staff is not None and fits and staff.disabled_at is None else None


async def has_password(session: AsyncSession, staff_id: int, password: str) -> bool:
    """Whether this is the account's password, for who is signed in already."""
    known = await session.scalar(select(Staff.password_hash).where(Staff.id == staff_id))
    return known is not None and await asyncio.to_thread(_verify, known, password[: LONGEST + 1])


def new_password() -> str:
    """A random password that can be read out on the telephone: three times four letters, 59 bits."""
    letters = [secrets.choice(ALPHABET.lower()) for _ in range(12)]
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def is_usable(password: str) -> bool:
    """Long enough, and not so long that hashing it is work."""
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
