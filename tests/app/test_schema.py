"""The migrations bring exactly the tables the models describe, on both databases, and take them away again."""

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.schema import alembic_config, create_schema, import_models, sync_url
from base.database import Base
from union.notices.queue import create_tables


def test_migrations_and_models_agree_also_beside_the_tables_of_dbos(database_url: str) -> None:
    create_schema(database_url)
    create_tables(sync_url(database_url))
    import_models()

    engine = sa.create_engine(sync_url(database_url))
    with engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    engine.dispose()

    assert differences == []


def test_a_second_upgrade_changes_nothing(database_url: str) -> None:
    create_schema(database_url)
    create_schema(database_url)


def test_downgrading_leaves_no_table_of_ours(database_url: str) -> None:
    create_schema(database_url)
    command.downgrade(alembic_config(database_url), "base")

    engine = sa.create_engine(sync_url(database_url))
    left = set(sa.inspect(engine).get_table_names())
    engine.dispose()

    assert left <= {"alembic_version"}
