"""A member's own profile: saved with consent, changed, paused, refused for each wrong value."""

from dataclasses import replace
from datetime import timedelta

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.matchmaking.helpers import a_pair, man, profile, reply, save, woman
from union.matchmaking import profiles
from union.matchmaking.fields import FACTS, FIELDS, WISHES, shown
from union.matchmaking.rounds import hold_round
from union.matchmaking.service import Refused, Saved, draft_of, pause, resume, standing
from union.notices.service import NoQueue

LATER = WEDNESDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def everybody(members: list[str]) -> list[str]:
    return members


async def test_a_profile_is_kept_as_told_with_the_consent_and_its_time(database: Database) -> None:
    assert await save(database, "m1", man(height="175")) == Saved(changed=False)

    found = await profile(database, "m1")
    assert found is not None
    assert draft_of(found) == man(height="175")
    assert (found.consent_version, found.consented_at) == ("2026-11", WEDNESDAY)


async def test_without_consent_nothing_is_kept(database: Database) -> None:
    assert await save(database, "m1", man(), consented_at=None) == Refused("no_consent")
    assert await profile(database, "m1") is None


async def test_a_change_needs_no_new_consent_while_its_text_is_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(database, "m1", man())

    assert await save(database, "m1", man(education="大专"), consented_at=None, key="k2", now=LATER) == Saved(True)
    found = await profile(database, "m1")
    assert found is not None
    assert (found.version, found.consented_at, draft_of(found).values["education"]) == (2, WEDNESDAY, "大专")

    monkeypatch.setattr(profiles, "CONSENT_VERSION", "2027-01")
    assert await save(database, "m1", man(), consented_at=None, key="k3") == Refused("no_consent")
    assert await save(database, "m1", man(), consented_at=LATER, key="k3") == Saved(True)


async def test_the_same_message_again_changes_nothing(database: Database) -> None:
    await save(database, "m1", man())
    assert await save(database, "m1", man()) == Saved(changed=False)

    found = await profile(database, "m1")
    assert found is not None and found.version == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("birth_year", "2015"),
        ("birth_year", "1930"),
        ("birth_year", "去年"),
        ("gender", "保密"),
        ("education", ""),
        ("place", "很" * 41),
        ("height", "17"),
        ("want_age", "35-25"),
        ("want_age", "10-25"),
        ("want_place", "同省"),
        ("unknown", "x"),
    ],
)
async def test_a_wrong_value_is_refused_by_its_field(database: Database, name: str, value: str) -> None:
    assert await save(database, "m1", man(**{name: value})) == Refused("bad_value", name)
    assert await profile(database, "m1") is None


async def test_a_wrong_contact_is_refused(database: Database) -> None:
    assert await save(database, "m1", replace(man(), name="1")) == Refused("bad_name")
    assert await save(database, "m1", replace(man(), phone="12345")) == Refused("bad_phone")
    long = replace(man(), texts={"about": "长" * 301})
    assert await save(database, "m1", long) == Refused("bad_value", "about")


async def test_who_pauses_is_introduced_to_nobody(database: Database) -> None:
    await save(database, "m1", man())
    await save(database, "m2", woman())
    await database.transact(lambda s: pause(s, "m1", WEDNESDAY))

    assert (await hold_round(database, NoQueue(), WEDNESDAY)).introductions == ()

    await database.transact(lambda s: resume(s, "m1", WEDNESDAY))
    assert len((await hold_round(database, NoQueue(), WEDNESDAY)).introductions) == 1


async def test_a_change_does_not_end_a_pause(database: Database) -> None:
    await save(database, "m1", man())
    await database.transact(lambda s: pause(s, "m1", WEDNESDAY))
    await save(database, "m1", man(education="大专"), key="k2")
    await save(database, "m1", man(education="本科"), key="k3", consented_at=None)

    found = await profile(database, "m1")
    assert found is not None and (found.state, found.version) == ("paused", 3)


async def test_pausing_without_a_profile_is_told_so(database: Database) -> None:
    assert await database.transact(lambda s: pause(s, "m1", WEDNESDAY)) == Refused("unknown")


async def test_a_member_hears_where_they_stand(database: Database) -> None:
    async with database.read() as session:
        assert (await standing(session, "m1")).state == "none"
    await a_pair(database)
    async with database.read() as session:
        asked = await standing(session, "m1")
    assert (asked.state, asked.answered) == ("active", False)
    assert asked.introduction_id and asked.expires_at

    await reply(database, "m1", "愿意")
    async with database.read() as session:
        assert (await standing(session, "m1")).answered
        assert not (await standing(session, "m2")).answered


def test_every_field_is_declared_once_and_shown() -> None:
    assert len(FIELDS) == len(FACTS) + len(WISHES)
    for name, value, read in (
        ("birth_year", "1994", "1994年"),
        ("height", "175", "175厘米"),
        ("want_age", "25-35", "25—35岁"),
        ("want_age", "不限", "不限"),
        ("place", "杭州市/上城区", "杭州市上城区"),
        ("about", "", "（未填）"),
    ):
        assert shown(FIELDS[name], value) == read
    for field in FIELDS.values():
        assert set(field.spelled) <= set(field.options)
