"""Cases of an older database stay as they were; a message left waits in the queue after a downgrade."""

import pytest
import sqlalchemy as sa
from alembic import command

from app.schema import alembic_config, sync_url
from tests.app.test_migration_events import rows

BEFORE = """
INSERT INTO members (id, account, openid, openid_index, following, created_at)
  VALUES ('m1', 'wx', :bytes, 'm1', :yes, :at);
INSERT INTO members (id, account, openid, openid_index, following, created_at)
  VALUES ('m2', 'wx', :bytes, 'm2', :yes, :at);
INSERT INTO handoff_cases (id, member_id, topic, urgent, state, staff, asked_at, taken_at)
  VALUES (1, 'm1', '欠薪', :no, 'taken', '小李', :at, :at)
"""
LEFT = """
INSERT INTO handoff_cases (id, member_id, topic, urgent, state, asked_at, "number")
  VALUES (2, 'm2', '社保', :no, 'left', :at, 'L1118-001')
"""
SECOND = """
INSERT INTO handoff_cases (id, member_id, topic, urgent, state, asked_at) VALUES (3, 'm2', '', :no, 'waiting', :at)
"""


def run(engine: sa.Engine, statements: str) -> None:
    values = {"bytes": b"x", "yes": True, "no": False, "at": "2026-11-18 02:00:00"}
    with engine.begin() as connection:
        for statement in statements.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            types = [sa.bindparam(name, type_=sa.LargeBinary() if name == "bytes" else None) for name in used]
            connection.execute(sa.text(statement).bindparams(*types), used)


def test_cases_stay_and_messages_wait_after_a_downgrade(database_url: str) -> None:
    config, engine = alembic_config(database_url), sa.create_engine(sync_url(database_url))
    command.upgrade(config, "0014")
    run(engine, BEFORE)

    command.upgrade(config, "0015")
    assert rows(engine, 'SELECT id, state, staff, "number", ended_why FROM handoff_cases') == [
        (1, "taken", "小李", "", "")
    ]
    run(engine, LEFT)
    with pytest.raises(sa.exc.IntegrityError):  # one live case a member, also after the table was made anew
        run(engine, SECOND)

    command.downgrade(config, "0014")
    found = rows(engine, "SELECT id, state FROM handoff_cases ORDER BY id")
    tables = sa.inspect(engine).get_table_names()
    engine.dispose()
    assert found == [(1, "taken"), (2, "waiting")]
    assert not {"handoff_groups", "staff_presence", "desk_hours", "handoff_days"} & set(tables)
