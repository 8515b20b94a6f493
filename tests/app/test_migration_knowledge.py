"""Whole versions become entries with a history, and the current state comes back out of it."""

from typing import Any

import sqlalchemy as sa
from alembic import command

from app.schema import alembic_config, sync_url

BEFORE = """
INSERT INTO knowledge_versions (number, content_hash, from_files, created_at) VALUES (1, 'x', :yes, :at);
INSERT INTO knowledge_versions (number, content_hash, from_files, created_at) VALUES (2, 'y', :yes, :at);
INSERT INTO knowledge_entries (version, kind, entry_id, position, data) VALUES (1, 'program', 'a', 0, '{}');
INSERT INTO knowledge_entries (version, kind, entry_id, position, data) VALUES (1, 'program', 'b', 1, '{}');
INSERT INTO knowledge_entries (version, kind, entry_id, position, data) VALUES (2, 'program', 'a', 0, '{}')
"""
AFTER = """
INSERT INTO knowledge_versions (number, content_hash, from_files, created_at) VALUES (3, '', :no, :at);
UPDATE knowledge_entries SET until = 3 WHERE version = 2;
INSERT INTO knowledge_entries (version, kind, entry_id, position, data) VALUES (3, 'program', 'a', 0, '{}');
INSERT INTO knowledge_entries (version, kind, entry_id, position, data) VALUES (3, 'guide', 'g', 0, '{}')
"""


def run(engine: sa.Engine, script: str) -> None:
    values = {"yes": True, "no": False, "at": "2026-11-18 10:00:00"}
    with engine.begin() as connection:
        for statement in script.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(sa.text(statement), used)


def rows(engine: sa.Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_whole_versions_become_a_history_and_the_current_state_comes_back(database_url: str) -> None:
    config, engine = alembic_config(database_url), sa.create_engine(sync_url(database_url))
    command.upgrade(config, "0014")
    run(engine, BEFORE)
    entries = "SELECT version, entry_id, until FROM knowledge_entries ORDER BY version, entry_id"

    command.upgrade(config, "0021")
    assert rows(engine, entries) == [(1, "a", 2), (1, "b", 2), (2, "a", None)]
    assert rows(engine, "SELECT DISTINCT staff, step FROM knowledge_versions") == [("", "")]
    run(engine, AFTER)

    command.downgrade(config, "0014")
    assert rows(engine, "SELECT version, kind, entry_id FROM knowledge_entries") == [(3, "program", "a")]
    assert rows(engine, "SELECT number FROM knowledge_versions") == [(3,)]
    engine.dispose()
