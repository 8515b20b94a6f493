"""How Alembic runs here: our own tables only (DBOS keeps its own), changes to SQLite tables by copy."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from app.schema import import_models
from base.database import Base

import_models()


def _ours(name: str | None, kind: str, _parents: Any) -> bool:
    return kind != "table" or name in Base.metadata.tables


def _run() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=_ours,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


_run()
