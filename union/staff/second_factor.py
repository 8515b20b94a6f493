"""A second factor: codes of an app on the phone (TOTP, RFC 6238), and recovery codes for when the phone is lost.

Each code is good once, in all processes: the step it belongs to is written by compare-and-set.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.ids import new_code
from union.staff.models import RecoveryCode, Staff
from union.staff.service import Refused

ISSUER = "工会服务台"
SECONDS = 30
DRIFT = 1  # steps that a phone's clock may be off
RECOVERY_CODES = 8
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class SetUp:
    """The second factor is on; the recovery codes are shown this once."""

    recovery: tuple[str, ...]


def new_secret() -> str:
    """A new secret, base32, as apps take it."""
    return pyotp.random_base32()


def picture(secret: str, name: str) -> str:
    """The QR code that an app scans, as a data URI (SVG)."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    svg: str = segno.make_qr(uri, error="m").svg_data_uri(scale=4, border=3)
    return svg


def step_of(secret: str, code: str, now: datetime, used: int | None) -> int | None:
    """The step whose code this is, if it is near now and after the one that was used last. Pure."""
    current = int(now.timestamp()) // SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if (used is None or step > used) and hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


async def set_up(
    session: AsyncSession, keyring: Keyring, staff_id: int, secret: str, code: str, now: datetime
) -> SetUp | Refused:
    """Turn it on, with a code that shows that the app has the secret."""
    step = step_of(secret, _digits(code), now, None)
    if step is None:
        return Refused("wrong_code")
    mine = update(Staff).where(Staff.id == staff_id).values(totp_secret=secret, totp_step=step)
    await session.execute(mine, execution_options=_NO_SYNC)
    return SetUp(await new_recovery_codes(session, keyring, staff_id))


async def new_recovery_codes(session: AsyncSession, keyring: Keyring, staff_id: int) -> tuple[str, ...]:
    """New ones; earlier ones are void."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id), execution_options=_NO_SYNC)
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    session.add_all(
        RecoveryCode(code_index=keyring.blind_index(_named(staff_id, one)), staff_id=staff_id) for one in codes
    )
    await session.flush()
    return codes


async def check_code(session: AsyncSession, keyring: Keyring, staff_id: int, said: str, now: datetime) -> bool:
    """Whether it is a code of the app, or a recovery code; from then on it is neither."""
    code = _digits(said)
    found = (await session.execute(select(Staff.totp_secret, Staff.totp_step).where(Staff.id == staff_id))).first()
    if found is None or found.totp_secret is None:
        return False
    step = step_of(found.totp_secret, code, now, found.totp_step)
    if step is not None:
        older = or_(Staff.totp_step.is_(None), Staff.totp_step < step)
        use = update(Staff).where(Staff.id == staff_id, older).values(totp_step=step)
    else:
        indexes = keyring.blind_indexes(_named(staff_id, code))
        mine = (RecoveryCode.code_index.in_(indexes), RecoveryCode.used_at.is_(None))
        use = update(RecoveryCode).where(*mine).values(used_at=now)
    result = await session.execute(use, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def turn_off(session: AsyncSession, staff_id: int) -> None:
    """Without a second factor from now on."""
    off = update(Staff).where(Staff.id == staff_id).values(totp_secret=None, totp_step=None)
    await session.execute(off, execution_options=_NO_SYNC)
    await session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id), execution_options=_NO_SYNC)


async def recovery_left(session: AsyncSession, staff_id: int) -> int:
    """How many recovery codes are still good."""
    good = (RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    return await session.scalar(select(func.count()).select_from(RecoveryCode).where(*good)) or 0


def _digits(said: str) -> str:
    """What was typed, without the blanks and dashes that apps show, in capitals."""
    return "".join(one for one in said[:40] if one.isascii() and one.isalnum()).upper()


def _named(staff_id: int, code: str) -> str:
    return f"recovery {staff_id} {code}"
