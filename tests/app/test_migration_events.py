"""An older database with events and bookings is brought to sessions, and back, without losing a place."""

from typing import Any

import sqlalchemy as sa
from alembic import command

from app.schema import alembic_config, sync_url

BEFORE = """
INSERT INTO members (id, account, openid, openid_index, following, created_at)
  VALUES ('m1', 'wx', :bytes, 'm1', :yes, :at);
INSERT INTO events (id, title, kind, city, district, place, starts_at, ends_at, sign_up_opens, sign_up_closes,
  places_per_member, description, organiser, demo, status)
  VALUES ('party', '相亲会', '相亲', '杭州市', '', '一楼', :at, :later, :at, :later, 2, '', '', :no, 'open');
INSERT INTO quotas (id, event_id, name, capacity, taken) VALUES (7, 'party', 'total', 10, 2);
INSERT INTO bookings (id, event_id, member_id, places, quota_ids, name, phone, status, code, "key", created_at)
  VALUES ('b1', 'party', 'm1', 2, '[7]', :bytes, :bytes, 'booked', 'ABCD2345', 'k1', :at);
INSERT INTO bookings (id, event_id, member_id, places, quota_ids, name, phone, status, code, "key", created_at,
  cancel_key, cancelled_at) VALUES ('b2', 'party', 'm1', 1, '[7]', :bytes, :bytes, 'cancelled', 'ABCD2346', 'k2', :at,
  'c2', :at)
"""


def rows(engine: sa.Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_old_events_become_events_with_one_session_and_back(database_url: str) -> None:
    config, engine = alembic_config(database_url), sa.create_engine(sync_url(database_url))
    command.upgrade(config, "0001")
    values = {"bytes": b"x", "yes": True, "no": False, "at": "2026-11-18 10:00:00", "later": "2026-11-18 12:00:00"}
    with engine.begin() as connection:
        for statement in BEFORE.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            types = [sa.bindparam(name, type_=sa.LargeBinary() if name == "bytes" else None) for name in used]
            connection.execute(sa.text(statement).bindparams(*types), used)

    command.upgrade(config, "0006")
    assert rows(engine, "SELECT id, way, rules FROM events") == [("party", "first_come", '{"places_per_member":2}')]
    assert rows(engine, "SELECT id, event_id, scope, status FROM event_sessions") == [("party",) * 3 + ("open",)]
    assert rows(engine, "SELECT id, session_id, who, capacity, taken FROM quotas") == [(7, "party", "total", 10, 2)]
    assert rows(engine, "SELECT id, scope, status FROM bookings ORDER BY id") == [
        ("b1", "party", "booked"),
        ("b2", "party", "cancelled"),
    ]
    assert rows(engine, 'SELECT booking_id, "key", verb FROM booking_steps') == [("b2", "c2", "cancel")]

    command.downgrade(config, "0001")
    assert rows(engine, "SELECT id, event_id, capacity, taken FROM quotas") == [(7, "party", 10, 2)]
    assert rows(engine, "SELECT id, places, status FROM bookings ORDER BY id") == [
        ("b1", 2, "booked"),
        ("b2", 1, "cancelled"),
    ]
    engine.dispose()
