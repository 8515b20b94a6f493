"""Claim and replay: of all tries of the platform to deliver one message, one does the work.

All verbs take a connection whose transaction the caller owns (`Database.write`). A holder that lost its lease finds its
`attempt` gone and writes nothing; the route of the reply leaves `open` once, in `finish` (passive) or in `decide`
(late), never in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Connection, Table, bindparam, case, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from webhook.models import Claim

LEASE = timedelta(seconds=6)  # renewed while the work runs: a dead process's claim is free for the platform's next try
PUSH_LEASE = timedelta(seconds=60)  # longer than any send takes; after it, its outcome counts as unknown

State = Literal["running", "done"]
Route = Literal["open", "passive", "push", "pushing", "pushed", "unknown", "fetch", "fetched"]

# The table itself, and the statements of every message made once: an ORM statement built anew costs 0.2 ms each.
TABLE = cast(Table, Claim.__table__)
ROW = TABLE.c
COLUMNS = (
    ROW.key,
    ROW.member_id,
    ROW.state,
    ROW.route,
    ROW.attempt,
    ROW.tries,
    ROW.lease_until,
    ROW.request,
    ROW.answer,
    ROW.created,
)
_INSERT = {
    "sqlite": sqlite.insert(TABLE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(TABLE).on_conflict_do_nothing(),
}
_AGAIN = update(TABLE).where(ROW.key == bindparam("again")).values(tries=ROW.tries + 1).returning(*COLUMNS)
_HELD = (ROW.key == bindparam("held_key"), ROW.attempt == bindparam("held_attempt"), ROW.state == "running")
_FINISH = (
    update(TABLE)
    .where(*_HELD)
    .values(
        state="done",
        answer=bindparam("new_answer"),
        request=None,
        route=case((ROW.route == "open", "passive"), (ROW.route == "push", "pushing"), else_=ROW.route),
        lease_until=bindparam("new_lease"),
    )
    .returning(ROW.route, ROW.tries)
)
# A claim whose answer is still to come, or on its way by push; one of a dead process ends with its lease.
OPEN_NOW = text("(inbound_claims.state = 'running' OR inbound_claims.route = 'pushing')")
_EARLIER = (
    select(*COLUMNS)
    .where(ROW.member_id == bindparam("member"), OPEN_NOW, ROW.lease_until > bindparam("now"))
    .where(ROW.key != bindparam("own"), ROW.created <= bindparam("created"))
    .where(ROW.route != "fetch")  # comes when the member asks for it
    .order_by(ROW.created, ROW.key)
    .limit(1)
)
_LAST_ANSWER = (
    select(ROW.answer)
    .where(ROW.member_id == bindparam("member"), ROW.state == "done", ROW.route != "fetch")
    .order_by(ROW.created.desc())
    .limit(1)
)
_LEASE = update(TABLE).where(*_HELD).values(lease_until=bindparam("new_lease"))
_DECIDE = (
    update(TABLE)
    .where(ROW.key == bindparam("late_key"), ROW.state == "running", ROW.route == "open")
    .values(route=bindparam("new_route"), request=bindparam("new_request"))
)
_THESE = select(*COLUMNS).where(ROW.key.in_(bindparam("keys", expanding=True)))


@dataclass(frozen=True, slots=True)
class Late:
    """A reply that missed its deadline. `request` is kept until it is there: the platform will not send it again."""

    key: str
    route: Literal["push", "fetch"]
    request: str


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as it stood when it was read. `mine`: this caller has just become its holder."""

    key: str
    member_id: str
    state: State
    route: Route
    attempt: int
    tries: int
    lease_until: datetime
    request: str | None
    answer: str | None
    created: datetime
    mine: bool = False


def claim(connection: Connection, key: str, member_id: str, now: datetime, answer: str | None = None) -> Held:
    """Claim a message; with an `answer` it is done at once. `mine` is False when somebody else was first."""
    state: State = "running" if answer is None else "done"
    route: Route = "open" if answer is None else "passive"
    new = Held(key, member_id, state, route, 1, 1, now + LEASE, None, answer, now, mine=True)
    values = {column.name: getattr(new, column.name) for column in COLUMNS}
    if changed(connection, _INSERT[connection.dialect.name], values):
        return new
    seen = held_of((connection.execute(_AGAIN, {"again": key})).first())
    assert seen is not None  # the insert met it
    return seen


def take_over(connection: Connection, seen: Held, now: datetime) -> Held | None:
    """Become the holder of a running claim whose lease ended; None when it is not, or no longer, to be had."""
    if seen.state == "done" or seen.lease_until > now:
        return None
    statement = (
        update(TABLE)
        .where(ROW.key == seen.key, ROW.attempt == seen.attempt, ROW.state == "running", ROW.lease_until <= now)
        .values(attempt=seen.attempt + 1, lease_until=now + LEASE)
        .returning(*COLUMNS)
    )
    held = held_of((connection.execute(statement)).first())
    return replace(held, mine=True) if held is not None else None


def look(connection: Connection, key: str) -> Held | None:
    """The claim as it stands."""
    return held_of((connection.execute(select(*COLUMNS).where(ROW.key == key))).first())


def last_answer(connection: Connection, member_id: str) -> str:
    """The rendered reply the member got last; empty for none."""
    answer: str | None = connection.execute(_LAST_ANSWER, {"member": member_id}).scalar()
    return answer or ""


def earlier(connection: Connection, held: Held, now: datetime) -> Held | None:
    """An earlier message of the same member that is not answered yet; messages of one moment go by their key."""
    values = {"member": held.member_id, "now": now, "own": held.key, "created": held.created}
    found = held_of((connection.execute(_EARLIER, values)).first())
    return found if found is None or (found.created, found.key) < (held.created, held.key) else None


def renew(connection: Connection, held: Sequence[Held], now: datetime) -> None:
    """Keep the leases while the work goes on. By key, as all that lock several rows: two replicas do not deadlock."""
    values = [{**_of(one), "new_lease": now + LEASE} for one in held]
    connection.execute(_LEASE, sorted(values, key=lambda one: one["held_key"]))


def release(connection: Connection, held: Held, now: datetime) -> None:
    """Give up: the platform's next try may take over at once."""
    connection.execute(_LEASE, {**_of(held), "new_lease": now})


def finish(connection: Connection, held: Held, answer: str, now: datetime) -> Held | None:
    """Store the answer. An undecided route becomes passive here. None: the lease was lost, nothing is written."""
    ends = now + PUSH_LEASE
    values = {**_of(held), "new_answer": answer, "new_lease": ends}
    row = (connection.execute(_FINISH, values)).first()
    if row is None:
        return None
    return replace(
        held, state="done", answer=answer, request=None, route=row.route, tries=row.tries, lease_until=ends, mine=False
    )


def decide(connection: Connection, late: Sequence[Late]) -> dict[str, Held]:
    """The deadline has passed: each reply takes its route, unless it was finished, or decided, meanwhile.

    Returns the claims as they stand then, by their keys.
    """
    values = [{"late_key": one.key, "new_route": one.route, "new_request": one.request} for one in late]
    connection.execute(_DECIDE, sorted(values, key=lambda one: one["late_key"]))
    rows = connection.execute(_THESE, {"keys": [one.key for one in late]}).all()
    return {row.key: Held(*row) for row in rows}


def _of(held: Held) -> dict[str, Any]:
    return {"held_key": held.key, "held_attempt": held.attempt}


def changed(connection: Connection, statement: Any, values: dict[str, Any] | None = None) -> int:
    """Execute, and how many rows it changed."""
    return connection.execute(statement, values).rowcount


def held_of(row: Any) -> Held | None:
    """A row of COLUMNS as it was read."""
    return None if row is None else Held(*row)
