"""Verbs on a member's own profile, short of withdrawing it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.matchmaking.models import Introduction, Profile
from union.matchmaking.rules import CONSENT_VERSION, Draft, Refused, check_draft
from union.matchmaking.tallies import count
from union.members.rules import mobile_phone, person_name

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Saved:
    """The profile stands as given (also when the same message came again); `changed`: there was one before."""

    changed: bool


@dataclass(frozen=True)
class Standing:
    """Where a member stands; `introduction_id` is set while they are being asked, `answered` once they said yes."""

    state: Literal["none", "active", "paused"]
    consent_is_current: bool = True
    introduction_id: str | None = None
    answered: bool = False
    expires_at: datetime | None = None


async def save_profile(
    session: AsyncSession, member_id: str, draft: Draft, *, consented_at: datetime | None, key: str, now: datetime
) -> Saved | Refused:
    """Write the member's one profile, new (then it is active) or changed (then a pause goes on).

    `consented_at`: when they agreed to the consent of CONSENT_VERSION. None keeps the consent they gave before.
    """
    before = await find_profile(session, member_id)
    if before is not None and before.key == key:
        return Saved(changed=before.version > 1)
    if consented_at is None and (before is None or before.consent_version != CONSENT_VERSION):
        return Refused("no_consent")
    name, phone = person_name(draft.name), mobile_phone(draft.phone)
    if name is None or phone is None:
        return Refused("bad_name" if name is None else "bad_phone")
    wrong = check_draft(draft, now)
    if wrong is not None:
        return wrong
    told: dict[str, Any] = {"values": to_json(draft), "texts": json.dumps(dict(draft.texts), ensure_ascii=False)}
    told |= {"name": name, "phone": phone, "key": key, "updated_at": now}
    if consented_at is not None:
        told |= {"consent_version": CONSENT_VERSION, "consented_at": consented_at}
    await _write(session, member_id, told, now)
    if before is None:
        await count(session, "begun", now)
    return Saved(changed=before is not None)


async def pause(session: AsyncSession, member_id: str, now: datetime) -> Refused | None:
    """No new introductions until `resume`; one that is open may still be answered."""
    return None if await _set_state(session, member_id, "paused", now) else Refused("unknown")


async def resume(session: AsyncSession, member_id: str, now: datetime) -> Refused | None:
    """Take part again."""
    return None if await _set_state(session, member_id, "active", now) else Refused("unknown")


async def find_profile(session: AsyncSession, member_id: str) -> Profile | None:
    """The member's own profile, as it is now."""
    query = select(Profile).where(Profile.member_id == member_id).execution_options(populate_existing=True)
    return (await session.scalars(query)).first()


async def standing(session: AsyncSession, member_id: str) -> Standing:
    """What the member may be told about themselves; nothing of the other but that there is one."""
    profile = await find_profile(session, member_id)
    if profile is None:
        return Standing("none")
    state: Literal["active", "paused"] = "active" if profile.state == "active" else "paused"
    current = profile.consent_version == CONSENT_VERSION
    found = await session.get(Introduction, profile.introduction_id) if profile.introduction_id else None
    if found is None:
        return Standing(state, current)
    mine = found.first_answer if found.first_id == member_id else found.second_answer
    return Standing(state, current, found.id, mine is not None, found.expires_at)


def to_json(draft: Draft) -> str:
    """What a round weighs, as it is stored."""
    return json.dumps({"values": dict(draft.values), "musts": sorted(draft.musts)}, ensure_ascii=False)


def draft_of(profile: Profile) -> Draft:
    """The profile as it was told."""
    stored = json.loads(profile.values)
    texts = json.loads(profile.texts)
    return Draft(stored["values"], texts, frozenset(stored["musts"]), profile.name, profile.phone)


async def _write(session: AsyncSession, member_id: str, told: dict[str, Any], now: datetime) -> None:
    new = {"member_id": member_id, "state": "active", "version": 1, "waiting_since": now, "created_at": now}
    if "consented_at" not in told:  # changed under the old consent: the row is there
        changed = told | {"version": Profile.version + 1}
        statement = update(Profile).where(Profile.member_id == member_id).values(**changed)
        await session.execute(statement, execution_options=_NO_SYNC)
        return
    insert = insert_into(session, Profile).values(**new, **told)
    again = told | {"version": Profile.version + 1}
    await session.execute(insert.on_conflict_do_update(index_elements=[Profile.member_id], set_=again))


async def _set_state(session: AsyncSession, member_id: str, state: str, now: datetime) -> bool:
    statement = update(Profile).where(Profile.member_id == member_id).values(state=state, updated_at=now)
    result = await session.execute(statement, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
