"""No table keeps something about a member that neither lists nor erases it."""

from importlib.util import find_spec

import sqlalchemy as sa

from app.schema import import_models
from base.database import Base

# Erased row by row by their features, because places and slots depend on them; a cascade would lose those.
GIVEN_UP = {"bookings", "appointments"}
# Without a foreign key: a turn may be taken for somebody who never wrote (tests, the terminal); the log outlives them.
LOOSE = {"trackers", "audit_entries"}


def of_members() -> dict[str, list[sa.Column[object]]]:
    """Columns that name a member, by table."""
    import_models()
    found: dict[str, list[sa.Column[object]]] = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name == "member_id" or _refers(column)]
        if columns:
            found[table.name] = columns
    return found


def _refers(column: sa.Column[object]) -> bool:
    return any(key.column.table.name == "members" for key in column.foreign_keys)


def test_what_names_a_member_goes_with_the_member() -> None:
    staying = {
        name
        for name, columns in of_members().items()
        for column in columns
        if not any(key.ondelete == "CASCADE" for key in column.foreign_keys)
    }
    assert staying == GIVEN_UP | LOOSE


def test_every_feature_that_names_members_has_a_holding() -> None:
    tables = set(of_members())
    modules = {mapper.class_.__module__ for mapper in Base.registry.mappers if mapper.local_table.name in tables}  # type: ignore[attr-defined]
    features = {module.split(".")[1] for module in modules if module.startswith("union.")}
    assert {name for name in features if not find_spec(f"union.{name}.holding")} == set()
    assert {module for module in modules if not module.startswith("union.")} == {"webhook.models"}  # CLAIMS
