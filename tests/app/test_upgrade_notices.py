"""Notices of the first release go on under the tables of the next, and back."""

import sqlalchemy as sa
from alembic import command

from app.schema import alembic_config, sync_url

INSERT = """
    INSERT INTO notices (id, member_id, kind, text, state, reason, key, created_at)
    VALUES ('n1', 'm1', 'events.booked', :text, 'queued', '', 'k1', '2026-11-18 02:00:00')
"""
MEMBER = """
    INSERT INTO members (id, account, openid, openid_index, following, created_at)
    VALUES ('m1', 'wx', :text, 'o1', true, '2026-11-18 02:00:00')
"""


def test_an_older_notice_is_due_since_it_was_written_and_survives_the_way_back(database_url: str) -> None:
    command.upgrade(alembic_config(database_url), "0001")
    engine = sa.create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.execute(sa.text(MEMBER), {"text": b"x"})
        connection.execute(sa.text(INSERT), {"text": b"x"})

    command.upgrade(alembic_config(database_url), "0003")

    with engine.begin() as connection:
        query = "SELECT state, about, tries, run, due = created_at FROM notices"
        assert tuple(connection.execute(sa.text(query)).one()) == ("queued", "", 0, 0, True)
        connection.execute(sa.text("UPDATE notices SET state = 'cancelled'"))

    command.downgrade(alembic_config(database_url), "0001")

    with engine.begin() as connection:
        assert connection.execute(sa.text("SELECT state FROM notices")).scalar_one() == "failed"
    engine.dispose()
