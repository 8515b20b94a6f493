"""An older database with a window and appointments is brought to windows of several services, and back."""

import sqlalchemy as sa
from alembic import command

from app.schema import alembic_config, sync_url
from tests.app.test_migration_events import rows

BEFORE = """
INSERT INTO members (id, account, openid, openid_index, following, created_at)
  VALUES ('m1', 'wx', :bytes, 'm1', :yes, :at);
INSERT INTO legal_windows (id, name, city, district, place, slot_minutes, demo)
  VALUES ('w', '窗口', '湖州市', '吴兴区', '一楼', 30, :no);
INSERT INTO lawyers (id, window_id, name, firm, demo) VALUES ('wang', 'w', '王律师', '', :no);
INSERT INTO rota_days (id, lawyer_id, weekday, starts, ends) VALUES (7, 'wang', 3, '09:00:00', '11:30:00');
INSERT INTO appointments (id, lawyer_id, member_id, starts_at, ends_at, topic, description, name, phone, status, code,
  "key", created_at) VALUES ('a1', 'wang', 'm1', :at, :later, '欠薪', :bytes, :bytes, :bytes, 'booked', 'ABCD2345',
  'k1', :at);
INSERT INTO appointments (id, lawyer_id, member_id, starts_at, ends_at, topic, description, name, phone, status, code,
  "key", created_at, cancel_key, cancelled_at) VALUES ('a2', 'wang', 'm1', :at, :later, '工伤', :bytes, :bytes, :bytes,
  'cancelled', 'ABCD2346', 'k2', :at, 'c2', :at)
"""
LATER = """
INSERT INTO rota_days (lawyer_id, weekday, nth, starts, ends, ways, place)
  VALUES ('wang', 3, 1, '09:00:00', '10:00:00', '', '');
UPDATE appointments SET status = 'displaced' WHERE id = 'a1'
"""


def test_old_windows_become_windows_of_legal_aid_and_back(database_url: str) -> None:
    config, engine = alembic_config(database_url), sa.create_engine(sync_url(database_url))
    command.upgrade(config, "0007")
    values = {"bytes": b"x", "yes": True, "no": False, "at": "2026-11-19 01:00:00", "later": "2026-11-19 01:30:00"}
    with engine.begin() as connection:
        for statement in BEFORE.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            types = [sa.bindparam(name, type_=sa.LargeBinary() if name == "bytes" else None) for name in used]
            connection.execute(sa.text(statement).bindparams(*types), used)

    command.upgrade(config, "0008")
    assert rows(engine, "SELECT id, service, ways, privacy, max_changes FROM legal_windows") == [
        ("w", "legal", "window", "ordinary", 2)
    ]
    assert rows(engine, "SELECT id, lawyer_id, weekday, nth FROM rota_days") == [(7, "wang", 3, None)]
    assert rows(engine, "SELECT id, way, status, moves FROM appointments ORDER BY id") == [
        ("a1", "window", "booked", 0),
        ("a2", "window", "cancelled", 0),
    ]
    assert rows(engine, 'SELECT appointment_id, "key", verb FROM appointment_steps') == [("a2", "c2", "cancel")]
    with engine.begin() as connection:
        for statement in LATER.split(";\n"):
            connection.execute(sa.text(statement))

    command.downgrade(config, "0007")
    assert rows(engine, "SELECT id, lawyer_id, weekday FROM rota_days") == [(7, "wang", 3)]
    assert rows(engine, "SELECT id, status FROM appointments ORDER BY id") == [("a1", "cancelled"), ("a2", "cancelled")]
    engine.dispose()
