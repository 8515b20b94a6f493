"""Places that were handed to branch unions are everybody's again after a downgrade, and none is sold twice."""

import sqlalchemy as sa
from alembic import command

from app.schema import alembic_config, sync_url

BEFORE = """
INSERT INTO events (id, title, kind, city, district, place, organiser, description, pictures, sign_up_opens,
  sign_up_closes, way, rules, questions, policy, demo, status)
  VALUES ('e', '线路', '疗休养', '杭州市', '', '', '', '', '[]',
  :at, :later, 'first_come', '{}', '[]', '{}', :no, 'open');
INSERT INTO event_sessions (id, event_id, title, starts_at, ends_at, place, scope, status)
  VALUES ('s', 'e', '', :at, :later, '', 'e', 'open');
INSERT INTO quotas (id, session_id, name, who, capacity, taken, closed)
  VALUES (1, 's', 'total', 'total', 6, 5, :no);
INSERT INTO quotas (id, session_id, name, who, capacity, taken, closed)
  VALUES (2, 's', 'allotted:东分会', 'allotted:东分会', 3, 1, :no);
INSERT INTO quotas (id, session_id, name, who, capacity, taken, closed)
  VALUES (3, 's', 'allotted:西分会', 'returned:西分会', 1, 1, :yes)
"""


def test_a_downgrade_gives_the_places_of_branches_to_all(database_url: str) -> None:
    config, engine = alembic_config(database_url), sa.create_engine(sync_url(database_url))
    command.upgrade(config, "0007")
    values = {"yes": True, "no": False, "at": "2026-11-18 10:00:00", "later": "2026-11-18 12:00:00"}
    with engine.begin() as connection:
        for statement in BEFORE.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(sa.text(statement), used)

    command.downgrade(config, "0006")

    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT who, capacity, taken, closed FROM quotas ORDER BY id")).all()
        tables = sa.inspect(connection).get_table_names()
    engine.dispose()
    assert [tuple(row[:3]) for row in found] == [("total", 10, 7), ("branch:东分会", 13, 1), ("branch:西分会", 11, 1)]
    assert not any(row[3] for row in found)
    assert not {"entitlements", "entitlement_entries", "allotments"} & set(tables)
